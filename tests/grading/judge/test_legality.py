"""The reference says which sizes are legal, and nothing that it would not return counts."""

from __future__ import annotations

import pytest
import torch

from interview.bank import Bank, open_bank
from interview.bank.ladder import LADDER_SEED
from interview.grading.judge.bench import Bench
from interview.grading.judge.legality import Resizing, count_numbers, holds_nan, is_emptied
from tests.helpers.toy import change


def resizing(toy, index):
    (card,) = Bank(toy).cards
    return Resizing(Bench(card, 3), index, 0, whole=True)


def test_what_the_reference_runs_is_legal_and_what_it_refuses_is_not(toy):
    plain = resizing(toy, 0)  # q (2, 3, 4) and k (2, 5, 4)
    program, facts = plain.judged({2: 1, 3: 6})
    assert program.steps[0]["q"].shape == facts.results[0].shape == (1, 6, 4)
    masked = resizing(toy, 1)  # a mask for five queries and five keys
    assert masked.judged({4: 1}) is not None
    assert masked.judged({5: 2}) is not None


def test_what_must_be_refused_is_legal_where_it_is_refused(toy):
    refused = resizing(toy, 2)  # four features and six
    assert refused.judged({4: 2, 6: 1}) is not None
    assert refused.judged({4: 2, 6: 2}) is None


def test_what_cannot_be_drawn_or_comes_back_empty_is_not_legal(toy, question):
    plain = "- name: plain\n"
    change(question, plain, plain + '      where: {n: "integer(5, 9)"}\n')
    drawn = resizing(toy, 0)
    assert drawn.judged({9: 6}) is not None
    assert drawn.judged({9: 3}) is None  # from five to three
    change(question, 'q: "randn(2, 3, 4)"', 'q: "randn(2, 8, 4)[:, 7:]"')
    sliced = resizing(toy, 0)
    assert sliced.judged({8: 9}) is None or sliced.judged({8: 9})[1].results[0].numel()
    assert sliced.judged({8: 3}) is None  # nothing is left of it


@pytest.mark.parametrize(
    ("id", "of", "mask"),
    [("semantic-similarity", "hidden", "mask"), ("cross-attention", "memory", "memory_mask")],
)
def test_a_mask_has_a_row_for_each_example(id, of, mask):
    bench = Bench(open_bank(None).find(id), 3)
    shapes = set()
    for index, case in enumerate(bench.question.exercise.cases):
        resizing = Resizing(bench, index, LADDER_SEED, whole=True)
        for rung in bench.ladder.rungs:
            if rung.case == case.name and {of, mask} <= case.call.keys():
                (step,) = resizing.program(rung.sizes).steps
                shapes.add((step[of].shape[:2], step[mask].shape))
    assert len(shapes) > 4
    assert all(one == other for one, other in shapes)


def test_a_table_that_is_written_out_keeps_its_rows_and_meets_as_many(toy, question):
    rows = [[int(key <= query) for key in range(5)] for query in range(5)]
    change(question, "causal(5)", f"tensor({rows}).bool()")
    assert resizing(toy, 1).judged({4: 1}) is not None
    assert resizing(toy, 1).judged({5: 1}) is None


@pytest.mark.parametrize(
    ("value", "nan"),
    [
        ([torch.tensor([1.0, torch.nan])], True),
        ({"loss": float("nan")}, True),
        ((torch.ones(2), None, "nan", float("inf")), False),
    ],
)
def test_nan_is_found_wherever_it_is(value, nan):
    assert holds_nan(value) is nan


@pytest.mark.parametrize(
    ("before", "now", "emptied"),
    [
        (torch.ones(2), torch.ones(0, 3), True),
        (torch.ones(0), torch.ones(0, 3), False),
        ([[1], {"a": "text"}], [[1], {"a": ""}], True),
        ([[1], [2]], [[1], []], True),
        ([[1], [2]], [[1]], False),
        ([], [], False),
        (3, None, False),
    ],
)
def test_nothing_may_be_empty_that_was_not(before, now, emptied):
    assert is_emptied(before, now) is emptied


def test_numbers_are_counted_in_all_that_is_shown():
    assert count_numbers([{"x": torch.ones(2, 3), "n": 4, "mask": None}, ("a", [True])]) == 9
