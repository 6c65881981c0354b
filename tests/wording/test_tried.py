"""What is tried on every attempt is said of the cases that it is tried on, and of no others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interview.bank import Bank, open_bank
from interview.wording.tried import tried_in_words
from tests.conftest import TOY

CALLED_AGAIN = "called a second time"


@pytest.fixture(scope="module")
def exercise():
    bank = Bank(TOY)
    exercise = bank.load(bank.find("1")).exercise
    return replace(exercise, cases=exercise.cases[:1] * 3, checks=())


def first_sentence(exercise, once):
    cases = [replace(case, once=flag) for case, flag in zip(exercise.cases, once, strict=True)]
    return next(tried_in_words(replace(exercise, cases=tuple(cases))), "")


@pytest.mark.parametrize("backward", [False, True])
def test_a_second_call_is_told_of_the_cases_that_have_one(exercise, backward):
    exercise = replace(exercise, backward=backward)
    every = first_sentence(exercise, [False] * 3)
    some = first_sentence(exercise, [False, True, False])
    assert every.startswith(f"Every case is {CALLED_AGAIN}")
    assert some.startswith(f"2 of 3 cases are {CALLED_AGAIN}")
    for sentence in (every, some):
        assert ("without gradients" in sentence) == (not backward)


def test_it_is_told_of_functions_that_they_get_the_tensors_of_before(exercise):
    told = "in the tensors of the first call"
    assert (
        any(told in sentence for sentence in tried_in_words(exercise))
        is exercise.names[0].islower()
    )
    classes = replace(
        exercise, define=("Attend",), cases=tuple(replace(c, of=None) for c in exercise.cases)
    )
    assert not any(told in sentence for sentence in tried_in_words(classes))


@pytest.mark.parametrize("backward", [False, True])
def test_nothing_is_told_of_second_calls_where_there_are_none(exercise, backward):
    assert first_sentence(replace(exercise, backward=backward), [True] * 3) == ""


def test_the_paged_cache_is_not_said_to_be_called_again():
    bank = open_bank(None)
    exercise = bank.load(bank.find("paged-cache")).exercise
    assert all(case.once for case in exercise.cases)
    assert not any(CALLED_AGAIN in sentence for sentence in tried_in_words(exercise))


def test_other_weights_are_told_of_where_something_is_built(exercise):
    told = "Weights are other ones by then, as after a step of training, and the class has another object."
    built = replace(exercise, build={"width": 4})
    in_one_case = replace(exercise, cases=(replace(exercise.cases[0], build={"width": 4}),))
    assert [told in tried_in_words(one) for one in (exercise, built, in_one_case)] == [
        False,
        True,
        True,
    ]
