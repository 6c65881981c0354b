"""A wrong matrix of a failed case beside the expected one, to be drawn: where a pattern tells more than numbers.

That is so of attention weights and other distributions, of masks, and of tables; not of logits and hidden
states, whose differences look like noise, nor of what is so small that its numbers can be read.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import Tensor

from interview.grading.checks.trees import paired_parts
from interview.grading.execution.facts import Facts, Returned
from interview.grading.execution.program import Program
from interview.grading.execution.recording import tensors_in
from interview.grading.judge.bench import Bench
from interview.grading.judge.example import GROUPS
from interview.model.verdict import CaseResult, Matrices, MatrixKind, MatrixRows

FEWEST_DRAWN, MOST_DRAWN = 5, 22
"""Rows and columns of what is drawn."""
DIGITS_TOLD = 6
SUMS_TO_ONE = 1e-6
UNLIKE = 1e-6
"""How much an element differs, relative to the largest, to be what the matrix is chosen by."""


def matrices_of(
    bench: Bench, cases: Sequence[CaseResult], got: Sequence[Facts | None]
) -> Matrices | None:
    """The first wrong matrix of a failed case that can be drawn, of the core before others."""
    try:
        return next(drawable_matrices(bench, cases, got), None)
    except Exception:
        traceback.print_exc()
        return None


def drawable_matrices(
    bench: Bench, cases: Sequence[CaseResult], got: Sequence[Facts | None]
) -> Iterator[Matrices]:
    failed = [
        (GROUPS.index(case.group), index)
        for index, case in enumerate(cases)
        if case.status == "failed"
        and case.findings[0].check == "values"
        and case.findings[0].kind == "elements"
    ]
    for _, wanted in sorted(failed):
        place = next(i for i, program in enumerate(bench.programs) if program.case == wanted)
        expected, mine = bench.expected[place], got[place]
        if isinstance(expected, Returned) and isinstance(mine, Returned):
            for e, g in unlike_tensors(expected.results, mine.results):
                if kind := matrix_kind(bench.programs[place], e):
                    yield told_matrices(cases[wanted].name, kind, e, g)


def unlike_tensors(expected: Any, got: Any) -> Iterator[tuple[Tensor, Tensor]]:
    """The tensors of two value trees that stand in one place, have one shape and differ."""
    if isinstance(expected, Tensor):
        same_shape = isinstance(got, Tensor) and got.shape == expected.shape
        if same_shape and bool(unlike(expected, got).any()):
            yield expected, got
        return
    for e, g in paired_parts(expected, got) or ():
        yield from unlike_tensors(e, g)


def unlike(expected: Tensor, got: Tensor) -> Tensor:
    e, g = expected.double(), got.double()
    allowed = UNLIKE * float(e.nan_to_num(0.0, 0.0, 0.0).abs().max())
    return ~torch.isclose(e, g, 0.0, allowed, equal_nan=True)


def matrix_kind(program: Program, expected: Tensor) -> MatrixKind | None:
    """What sort of a matrix it is, if it is one that can be drawn."""
    if expected.dim() < 2 or not all(
        FEWEST_DRAWN <= size <= MOST_DRAWN for size in expected.shape[-2:]
    ):
        return None
    if expected.dtype == torch.bool:
        return "mask"
    if not expected.is_floating_point() or not bool(expected.isfinite().all()):
        return None
    sums = expected.double().sum(-1)
    rows = ((sums - 1).abs() < SUMS_TO_ONE) | (sums == 0)
    if bool((expected >= 0).all()) and bool(rows.all()) and bool((sums != 0).any()):
        return "weights"
    free = not list(tensors_in([program.steps, program.parameters]))
    return "table" if free and float(expected.abs().max()) <= 1 else None


def told_matrices(case: str, kind: MatrixKind, expected: Tensor, got: Tensor) -> Matrices:
    """The slice in which they first differ; what is no finite number is None."""
    index = tuple(unlike(expected, got).nonzero()[0][:-2].tolist())
    return Matrices(case, kind, index, rows_of(expected[index]), rows_of(got[index]))


def rows_of(matrix: Tensor) -> MatrixRows:
    finite = matrix.isfinite() if matrix.is_floating_point() else torch.ones_like(matrix).bool()
    return tuple(
        tuple(
            round(float(number), DIGITS_TOLD) if known else None
            for number, known in zip(numbers, knowns, strict=True)
        )
        for numbers, knowns in zip(matrix.tolist(), finite.tolist(), strict=True)
    )
