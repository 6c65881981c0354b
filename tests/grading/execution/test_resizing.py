"""A case with other sizes becomes a program of its own, on request in small whole numbers."""

from __future__ import annotations

import pytest
import torch

from interview.bank import Bank
from interview.bank.recipes import draw_parameters
from interview.bank.shipped import bundled_bank_folder
from interview.grading.execution.resizing import resized_program, resized_question
from interview.grading.judge.bench import Bench


@pytest.fixture(scope="module")
def module_bench():
    """A question that asks for a module."""
    return Bench(Bank(bundled_bank_folder()).find("7"), 3)


def program(bench, index, sizes, **further):
    return resized_program(bench.question, index, sizes, 5, bench.shapes_of, bench.more, **further)


def test_one_case_is_resized_and_no_other(toy):
    (card,) = Bank(toy).cards
    bench = Bench(card, 3)
    exercise = bench.question.exercise
    for index, case in enumerate(exercise.all_cases):
        other = resized_question(bench.question, index, {2: 1, 3: 7}).exercise
        assert other.all_cases[index] != case
        assert other.all_cases[index].name == case.name
        assert [i for i, c in enumerate(other.all_cases) if c != exercise.all_cases[i]] == [index]


def test_weights_fit_the_new_sizes(module_bench):
    small = program(module_bench, 0, {12: 2, 3: 1})
    assert small.build == {"d_model": 2, "num_heads": 1}
    assert {size for tensor in small.parameters.values() for size in tensor.shape} == {2}


def test_whole_numbers_are_small_and_without_a_negative_zero(module_bench):
    whole = program(module_bench, 0, {}, whole=True)
    tensors = [*whole.parameters.values(), *whole.steps[0].values()]
    for tensor in tensors:
        assert torch.equal(tensor, tensor.round())
        assert tensor.abs().max() <= 3
        assert not torch.signbit(tensor[tensor == 0]).any()
    assert len({float(value) for tensor in tensors for value in tensor.flatten()}) == 7


def test_without_whole_numbers_all_is_drawn_as_ever(module_bench):
    plain = program(module_bench, 0, {})
    assert not torch.equal(plain.steps[0]["x"], plain.steps[0]["x"].round())
    shapes = {name: tuple(value.shape) for name, value in plain.parameters.items()}
    for name, value in draw_parameters(shapes, plain.seed).items():
        assert torch.equal(value, plain.parameters[name])
