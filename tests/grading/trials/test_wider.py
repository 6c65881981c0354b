"""Other inputs for mutants: what the reference says is legal, and nothing else."""

from __future__ import annotations

import pytest

from interview.bank import Bank
from interview.grading.judge.bench import Bench
from interview.grading.trials.wider import wider_benches
from interview.model.question import Raise
from tests.conftest import TOY


@pytest.fixture(scope="module")
def benches():
    (card,) = Bank(TOY).cards
    bench = Bench(card, 7)
    return bench, dict(wider_benches(bench))


def test_there_are_other_seeds_in_every_form_and_other_sizes(benches):
    _, wider = benches
    assert list(wider) == ["seed 1007", "seed 2007", "seed 3007", "seed 4007", "other sizes"]
    forms = {(p.case, p.variant) for p in wider["seed 1007"].programs}
    assert {(0, "bfloat16"), (1, "float32"), (1, "non_contiguous"), (2, "values")} <= forms
    sizes = wider["other sizes"]
    shapes = {
        tuple(p.steps[0]["q"].shape) for p in sizes.programs if sizes.refused.get(p.case) is None
    }
    assert len(shapes) > 10
    assert any(shape[1] == 1 for shape in shapes)
    assert any(max(shape) > 16 for shape in shapes)


def test_the_reference_agrees_with_itself_on_all_of_them(benches):
    _, wider = benches
    for bench in wider.values():
        for program, facts in zip(bench.programs, bench.expected, strict=True):
            assert bench.compare(program, facts, facts) is None


def test_what_the_reference_refuses_by_its_own_raise_must_be_refused(benches):
    sizes = benches[1]["other sizes"]
    refusals = [p for p in sizes.programs if isinstance(sizes.case(p), Raise)]
    assert refusals
    for program in refusals:
        q, k = program.steps[0]["q"], program.steps[0]["k"]
        assert q.size(-1) != k.size(-1)
