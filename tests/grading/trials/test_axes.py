"""Which lengths agree in all cases, so that other sizes must keep to them."""

from __future__ import annotations

import pytest
import torch

from interview.grading.execution.program import Program
from interview.grading.trials.axes import AgreeingLengths


def program(**arguments):
    return Program(0, "values", "f", False, {}, None, (arguments,), "float64", "eval", 1)


def zeros(*shape):
    return torch.zeros(shape)


@pytest.fixture
def agreeing():
    ordinary = [
        program(x=zeros(2, 4), mask=zeros(2, 4), names=["a", "b"]),
        program(x=zeros(3, 3), mask=zeros(3, 3), names=["a", "b", "c"]),
    ]
    return AgreeingLengths(ordinary, [program(x=zeros(2, 4), mask=zeros(2, 4), names=["a"])])


def test_what_always_agrees_must_agree_and_what_agreed_once_need_not(agreeing):
    assert agreeing.allow(program(x=zeros(1, 5), mask=zeros(1, 5), names=["a"]), refused=False)
    assert not agreeing.allow(program(x=zeros(1, 5), mask=zeros(1, 6), names=["a"]), refused=False)
    assert not agreeing.allow(program(x=zeros(2, 5), mask=zeros(2, 5), names=["a"]), refused=False)


def test_a_refusal_may_break_what_a_promised_one_breaks_and_no_more(agreeing):
    fewer = program(x=zeros(5, 4), mask=zeros(5, 4), names=["a", "b"])
    assert agreeing.allow(fewer, refused=True)
    assert not agreeing.allow(fewer, refused=False)
    more = program(x=zeros(5, 4), mask=zeros(5, 7), names=["a", "b"])
    assert not agreeing.allow(more, refused=True)
    assert agreeing.allow(program(x=zeros(5, 4)), refused=True)


def test_nothing_is_passed_only_where_a_case_passes_nothing(agreeing):
    nothing = program(x=zeros(0, 4), mask=zeros(0, 4), names=[])
    assert not agreeing.allow(nothing, refused=False)
    assert AgreeingLengths([nothing], []).allow(nothing, refused=False)


def test_a_call_with_other_arguments_is_of_another_kind(agreeing):
    assert agreeing.allow(program(x=zeros(5, 4), other=zeros(1)), refused=False)
