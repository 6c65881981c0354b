"""Of two results that the judge found different, the lines show a difference, however small."""

from __future__ import annotations

import pytest

from interview.model.verdict import Example
from interview.wording.example import example_lines


def lines_of(expected, got, calls=1):
    told = {"expected": {"results": expected}, "got": {"results": got}}
    example = Example(
        "a case", "f", False, build={}, parameters={}, calls=[{}] * calls, training=False, **told
    )
    return [line for line in example_lines(example, 70) if line]


def tensor(numbers, dtype="float64", shape=None):
    return {"shape": [len(numbers)] if shape is None else shape, "dtype": dtype, "tensor": numbers}


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (tensor([7, 16777217], "int64"), tensor([7, 16777216], "int64")),
        (tensor([0.1, 0.5]), tensor([0.1, 0.5 + 1e-8])),
        (tensor([0.1]), tensor([0.1 + 2e-16])),
        (16777217, 16777216),
        (1.0 + 1e-9, 1.0),
        (True, 1),
        (tensor([], "int64"), tensor([], "float32")),
        (tensor([], shape=[0]), tensor([], shape=[0, 3])),
        (0.0, tensor(0.0, shape=[])),
        (0.0, 0),
        (tensor([0.0]), [0.0]),
    ],
    ids=[
        "whole numbers",
        "below 1e-6",
        "the last bit",
        "ints",
        "floats",
        "bool",
        "dtype",
        "shape",
        "tensor",
        "int",
        "list",
    ],
)
def test_what_differs_by_less_than_rounding_is_shown(expected, got):
    told, had = lines_of([expected], [got])[-1].split("   ")
    assert told.startswith("expected = ")
    assert had.startswith("got = ")
    assert told.removeprefix("expected") != had.removeprefix("got")


def test_of_a_large_result_the_elements_that_differ_by_little_are_shown():
    many = [float(n) for n in range(1, 60)]
    (line,) = lines_of([tensor(many)], [tensor([*many[:40], 41.0 + 1e-8, *many[41:]])])
    assert line == "at [40]: expected 41, got 41.00000001"


def test_a_large_difference_comes_before_one_that_is_rounding():
    path = lines_of([0.5, 0.25], [0.5 + 1e-9, 0.75], calls=2)
    assert path[-1] == "expected of call 2 = 0.25   got of call 2 = 0.75"


def test_results_that_are_told_alike_are_told_whole():
    assert lines_of([0.5], [0.5]) == ["expected = [0.5]   got = [0.5]"]
    assert lines_of([0.5, 1], [0.5, 1], calls=2)[-1] == "expected = [0.5, 1]   got = [0.5, 1]"


def test_of_a_large_result_of_another_dtype_the_dtype_is_told():
    many = [float(n) for n in range(1, 60)]
    rounded = [*many[:40], 41.0 + 1e-8, *many[41:]]
    (line,) = lines_of([tensor(many)], [tensor(rounded, "float32")])
    assert line == "expected = a tensor (59,) float64   got = a tensor (59,) float32"
