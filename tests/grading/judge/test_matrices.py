"""Which wrong result of a failed case is told as a matrix to be drawn."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from interview.model.verdict import verdict_from_data
from interview.wording.record import as_record, verdict_from_record
from tests.helpers.judging import bench_of, judged

WEIGHTS = """import torch


def attend(x):
    weights = (x @ x.mT).softmax(-1)
    return weights @ x, weights
"""
TABLE = """import torch


def table(n):
    angles = torch.outer(torch.arange(n) * 1.0, torch.arange(6) / 6)
    return angles.sin()
"""
MASK = """import torch


def causal(x):
    n = x.size(0)
    return torch.ones(n, n).tril() == 1
"""


def bench(toy, source, define, *calls):
    cases = [{"name": f"case {i}", "call": call} for i, call in enumerate(calls)]
    return bench_of(toy, source, cases=cases, define=define)


def test_wrong_weights_are_told_at_the_slice_in_which_they_first_differ(toy):
    one = bench(toy, WEIGHTS, "attend", {"x": "randn(2, 3, 6, 4)"})
    wrong = WEIGHTS.replace(
        "return w", "weights = weights.clone()\n    weights[1, 2, 0] = 0\n    return w"
    )
    told = judged(one, wrong).matrices
    assert (told.case, told.kind, told.index) == ("case 0", "weights", (1, 2))
    assert [len(told.expected), len(told.expected[0])] == [6, 6]
    assert sum(told.expected[0]) == pytest.approx(1, abs=1e-4)
    assert told.got[0] == (0,) * 6
    assert told.got[1:] == told.expected[1:]


def test_tables_and_masks_are_told_too(toy):
    told = judged(bench(toy, TABLE, "table", {"n": 7}), TABLE.replace("sin", "cos")).matrices
    assert (told.kind, told.index, told.got[0]) == ("table", (), (1.0,) * 6)
    told = judged(bench(toy, MASK, "causal", {"x": "randn(5)"}), MASK.replace("tril", "triu"))
    assert told.matrices.kind == "mask"
    assert told.matrices.expected[0] == (1.0, 0.0, 0.0, 0.0, 0.0)


def test_what_is_no_finite_number_is_none(toy):
    one = bench(toy, WEIGHTS, "attend", {"x": "randn(6, 4)"})
    told = judged(one, WEIGHTS.replace("@ x, weights", "@ x, weights / 0")).matrices
    assert told.got[0] == (None,) * 6


@pytest.mark.parametrize(
    ("source", "define", "call", "old", "new"),
    [
        (WEIGHTS, "attend", {"x": "randn(4, 6)"}, "-1", "-2"),  # four rows are read as numbers
        (WEIGHTS, "attend", {"x": "randn(23, 6)"}, "-1", "-2"),  # too many
        (TABLE, "table", {"n": 7}, "sin()", "sin().T"),  # another shape
        (WEIGHTS.replace(".softmax(-1)", ""), "attend", {"x": "randn(6, 4)"}, "mT", "mT * 2"),
        (MASK.replace(" == 1", " * x"), "causal", {"x": "rand(6)"}, "tril", "triu"),  # hangs on x
    ],
)
def test_what_is_small_large_or_no_pattern_stays_numbers(toy, source, define, call, old, new):
    verdict = judged(bench(toy, source, define, call), source.replace(old, new))
    assert verdict.status == "wrong"
    assert verdict.matrices is None


def test_it_survives_the_way_as_data_and_as_a_record(toy):
    verdict = judged(bench(toy, TABLE, "table", {"n": 7}), TABLE.replace("sin", "cos"))
    assert verdict_from_data(asdict(verdict)) == verdict
    assert verdict_from_record(as_record(verdict)).matrices == verdict.matrices
    older = {name: told for name, told in as_record(verdict).items() if name != "matrices"}
    assert verdict_from_record(older) == replace(verdict, matrices=None)
