"""What an author is told to look at, though no known mistake gets by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interview.authoring.weak_points import (
    drawn_shape,
    telling_mistakes,
    unknown_mistakes,
    weak_points,
)
from interview.bank import Bank
from interview.bank.mistakes import Part, SharedMistake, SharedMistakes
from interview.model.question import Case, Misconception
from interview.model.verdict import CaseResult, Verdict
from tests.conftest import TOY


def question_with(*cases, **changes):
    (card,) = Bank(TOY).cards
    question = Bank(TOY).load(card)
    exercise = replace(question.exercise, cases=cases, raises=(), **changes)
    return replace(question, exercise=exercise)


def verdict(*statuses):
    results = tuple(CaseResult(str(i), "attend", status, "") for i, status in enumerate(statuses))
    return Verdict("attend", "a.py", "wrong", 0.0, 1, results)


def test_a_case_that_no_misconception_fails_is_told():
    question = question_with(Case("first"), Case("idle"))
    verdicts = {"a": [verdict("failed", "passed")], "b": [verdict("failed", "passed")]}
    (line,) = weak_points(question, verdicts)
    assert line.startswith("case 'idle': no misconception fails it")
    verdicts["b"].append(verdict("failed", "failed"))  # under another seed
    assert weak_points(question, verdicts) == []


def test_a_constructor_argument_that_never_varies_is_told():
    cases = [Case(str(n), build={"width": n, "heads": 2}) for n in (4, 6, 8)]
    (line,) = weak_points(question_with(*cases), {})
    assert line == "attend: heads is 2 in every case: vary it"
    assert weak_points(question_with(*cases[:2]), {}) == []


def test_axes_that_always_have_one_length_are_told():
    shapes = ["randn(2, 3, 3)", "randn(4, 5, 5)", "rand(1, 7, 7)"]
    cases = [Case(text, call={"x": text}) for text in shapes]
    (line,) = weak_points(question_with(*cases), {})
    assert line.startswith("attend: axes 1 and 2 of x have one length in every case")
    cases[1] = Case("other", call={"x": "randn(4, 5, 6)"})
    assert weak_points(question_with(*cases), {}) == []


@pytest.mark.parametrize(
    ("recipe", "shape"),
    [
        ("randn(2, 3)", (2, 3)),
        ("randn(2, n)", ()),
        ("2 * randn(2, 3)", ()),
        ("randn(", ()),
        (3, ()),
    ],
)
def test_only_plain_shapes_are_read(recipe, shape):
    assert drawn_shape(recipe) == shape


def unknown(*seen, **changes):
    """What is told of the toy question in a bank that shares three mistakes of one part."""
    ids = ("no-scaling", "scale-multiplied", "scale-without-root")
    part = Part({id: SharedMistake("", "") for id in ids}, seen)
    reference = "scores = q @ k.transpose(1, 2) / math.sqrt(d)"
    exercise = question_with(**changes).exercise
    return list(unknown_mistakes(exercise, reference, SharedMistakes({"scores": part})))


def test_a_mistake_of_a_part_that_the_reference_has_is_missed():
    assert unknown(r"/ math\.sqrt", "@") == [
        f"scores: no misconception is {id!r}: add it, or say in `left_out` why not"
        for id in ("scale-multiplied", "scale-without-root")
    ]
    assert unknown(r"/ math\.sqrt", "softmax") == []
    assert unknown() == []


def test_a_mistake_that_cannot_be_told_is_left_out_with_a_reason():
    reasons = dict.fromkeys(("scale-multiplied", "scale-without-root"), "The width is 1.")
    assert unknown("sqrt", left_out=reasons) == []


def test_a_vain_exception_is_told():
    left_out = {"no-scaling": "", "scale-multipled": "", "scale-without-root": ""}
    missed, known, misspelt = unknown("sqrt", left_out=left_out)
    assert "no misconception is 'scale-multiplied'" in missed
    assert known == "left_out: 'no-scaling' is a misconception: remove it"
    assert misspelt == "left_out: 'scale-multipled' is no mistake of a part that it has: remove it"


def test_a_mistake_that_a_debugging_round_gives_away_is_told():
    (card,) = Bank(TOY).cards
    reference = "def attend(rows):\n    for row in rows:\n        row += 1\n    return rows\n"
    mistakes = (
        Misconception("nothing-added", "", {"row += 1": "pass"}),
        Misconception("two-added", "", {"row += 1": "row += 2"}),
        Misconception("no-loop", "", {"    for row in rows:\n        row += 1\n": ""}),
    )
    exercise = question_with(misconceptions=mistakes).exercise
    (line,) = telling_mistakes(card, exercise, reference)
    assert line.startswith("misconception 'nothing-added', in a debugging round: a statement that")
