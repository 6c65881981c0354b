"""One mutant on a bench: crashed, killed, survived; without an end; with a gradient that nobody has."""

from __future__ import annotations

import pytest
import torch

from interview.bank import Bank
from interview.grading.judge.bench import Bench
from interview.grading.trials.trial import Order, cuts_no_gradient, try_mutant
from tests.conftest import TOY


@pytest.fixture(scope="module")
def bench():
    (card,) = Bank(TOY).cards
    return Bench(card, 7)


@pytest.fixture
def fate(bench):
    def told(old, new):
        assert bench.reference.count(old) >= 1
        return try_mutant(bench, bench.reference.replace(old, new), Order(bench))

    return told


def test_a_switch_of_torch_that_one_mutant_leaves_off_is_on_again_for_the_next(fate):
    fate("import torch", "import torch\n\ntorch.backends.mha.set_fastpath_enabled(False)")
    fate("q.size(-1)", "k.size(-1)")
    assert torch.backends.mha.get_fastpath_enabled()


def test_a_wrong_value_kills_even_where_another_case_crashes(fate):
    killed, sight = fate("~mask", "mask")
    assert killed == "killed"
    assert sight.finding.kind == "elements"
    assert fate("k.mT", "(2 * k.mT if mask is None else k.mT / 0j)")[0] == "killed"


def test_only_errors_are_a_crash_and_so_is_a_file_that_cannot_run(fate):
    assert fate("k.mT", "k")[0] == "crashed"
    assert fate("import math", "import maths") == ("crashed", None)
    assert fate("import math", "import math math") == ("crashed", None)


def test_a_refusal_that_is_missing_is_seen(fate):
    killed, sight = fate("q.size(-1) != k.size(-1)", "q.dim() != k.dim()")
    assert (killed, sight) == ("crashed", sight)
    assert sight.finding.kind == "other_error"


def test_what_changes_nothing_survives(fate):
    assert fate("math.sqrt(q.size(-1))", "math.sqrt(k.size(-1))") == ("survived", None)


def test_a_loop_without_an_end_is_stopped(fate):
    assert fate("    scores = q", "    while True:\n        pass\n    scores = q")[0] == "crashed"


def test_detach_is_harmless_only_where_nothing_had_a_gradient(bench):
    cut = bench.reference.replace("k.mT /", "k.mT.detach() /")
    assert not cuts_no_gradient(bench, cut)
    mask = bench.reference.replace("masked_fill(~mask", "masked_fill(~mask.detach()")
    assert cuts_no_gradient(bench, mask)
