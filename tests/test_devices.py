"""No reference and no right alternative mixes devices: all would run on a GPU. None is needed to tell.

It is tried with the check `device`, whether an exercise asks for it or not: references in every ordinary case,
alternatives in some.
Not tried: question 30, whose given models make CPU tensors themselves, so that nothing can be elsewhere;
lines that no case comes to; a generator of the wrong device.
"""

from __future__ import annotations

import pytest
import torch

from interview.bank import open_bank
from interview.bank.files import read_bank_file
from interview.grading.checks.table import form_named
from interview.grading.execution.execution import module_from
from interview.grading.execution.facts import Mismatch
from interview.grading.execution.programs import in_form
from interview.grading.judge.bench import Bench
from interview.grading.judge.example import as_asked
from interview.grading.judge.layouts import read_layouts
from interview.model.question import Case
from tests.helpers.judging import runs_of

SEED = 101
BANK = open_bank(None)
CARDS = [card for card in BANK.cards if card.number != 30]  # as said above


def findings_elsewhere(bench, sources, every=1):
    """What the check finds in each of some sources, by their names, over each so manieth case."""
    programs = [
        in_form(program, form_named("device"))
        for program in bench.programs
        if program.variant == "values" and isinstance(bench.case(program), Case)
    ][::every]
    expected = [bench.run_reference(program) for program in programs]
    found = {}
    for name, source in sources.items():
        module = module_from(source, name)
        as_run = as_asked
        if isinstance(bench.run(module, name, programs[0]), Mismatch):
            run_on = runs_of(bench, source)
            as_run = read_layouts(bench, run_on(bench.programs, 0.0), run_on, source).applied
        for program, facts in zip(programs, expected, strict=True):
            got = bench.run(module, name, as_run(program))
            assert not isinstance(got, Mismatch)
            if finding := bench.compare(program, facts, got):
                found[name] = finding
                break
    return found


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Tensors this small are not worth a second one, which only waits for the tests beside these."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.mark.parametrize("card", CARDS[::2], ids=lambda card: card.slug)
def test_no_device_is_mixed(card):
    """Of every other question; `interview check` grades all of them with the check that is on in modules."""
    bench = Bench(card, SEED)
    assert findings_elsewhere(bench, {"reference.py": bench.reference}) == {}
    alternatives = {path.name: read_bank_file(path) for path in card.alternatives}
    assert findings_elsewhere(bench, alternatives, every=9) == {}


@pytest.mark.parametrize(
    ("number", "right", "wrong", "name", "line"),
    [
        (10, "dtype=torch.bool, device=x.device)", "dtype=torch.bool)", "future", "future = "),
        (25, "torch.ones_like(scores, dtype", "torch.ones(T, T, dtype", None, "torch.ones(T, T"),
    ],
)
def test_a_planted_mistake_is_told(number, right, wrong, name, line):
    bench = Bench(BANK.cards[number - 1], SEED)
    assert bench.reference.count(right) == 1
    planted = bench.reference.replace(right, wrong)
    finding = findings_elsewhere(bench, {"planted.py": planted})["planted.py"]
    assert (finding.check, finding.kind) == ("device", "mixed_devices")
    assert line in finding.values["made"][2]
    assert name in (None, finding.values["name"])


def test_a_result_on_the_cpu_is_told():
    bench = Bench(BANK.cards[23], SEED)
    planted = bench.reference.replace("~present, 0.0)", "~present, 0.0).cpu()")
    finding = findings_elsewhere(bench, {"planted.py": planted})["planted.py"]
    assert finding.kind == "left_on_cpu"
    assert ".cpu()" in finding.values["made"][2]
