"""Hard inputs made from a question's own cases: larger numbers, fewer bits, rows with nothing in them, lengths.

Only what the exercise has: no mask, no empty row. What is legal the reference says, in float64.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from torch import Tensor

from interview.bank.sizes import sizes_in
from interview.grading.checks.comparison import ROUNDED
from interview.grading.execution.facts import Facts, Returned
from interview.grading.execution.program import Program
from interview.grading.execution.recording import tensors_in
from interview.grading.judge.bench import Bench
from interview.grading.judge.legality import Resizing, count_numbers, holds_nan
from interview.model.question import Case, Tolerance
from interview.model.stress import StressKind

FACTOR = 100.0
"""Scores of dot products grow by its square."""
LONG_LENGTHS = (1024, 512, 256, 64)
"""The first that is legal."""
MOST_NUMBERS_LONG = 2_000_000
"""In inputs and result of a long input."""
COARSE = Tolerance(rtol=2e-2, atol=2e-2)
"""Of scores in the thousands float32 keeps three digits behind the point: it is to hold at all."""


@dataclass(frozen=True)
class HardInput:
    """One program, in the dtype that it is tried in, and the reference's facts in float64."""

    kind: StressKind
    program: Program
    exact: Facts
    tolerance: Tolerance
    values: dict[str, Any] = field(default_factory=dict)


def hard_inputs(bench: Bench, base: Program) -> Iterator[HardInput]:
    """All that can be made from the cases of the function that `base` calls: in fewer bits what passes most."""
    fullest = max(alike(bench, base), key=lambda program: len(program.steps[0]))
    yield from in_other_dtypes(bench, fullest)
    yield from with_empty_rows(bench, base)
    yield from with_lengths(bench, base)


def in_other_dtypes(bench: Bench, base: Program) -> Iterator[HardInput]:
    exact = bench.run_reference(base)
    if not any(tensor.dtype == torch.float64 for tensor in tensors_of(base)):
        return
    large = replace(base, steps=mapped(base.steps, times_factor), dtype="float32")
    of_large = bench.run_reference(replace(large, dtype="float64"))
    if is_sound(of_large) and any(map(is_unbounded, tensors_of(base, False))):
        yield HardInput("large", large, of_large, COARSE, {"factor": FACTOR})
    names: tuple[StressKind, ...] = ("float32", "bfloat16", "float16")
    for name in names:
        yield HardInput(name, replace(base, dtype=name), exact, ROUNDED[getattr(torch, name)])


def with_empty_rows(bench: Bench, base: Program) -> Iterator[HardInput]:
    """For each mask of a case that has one: its last row, once nothing but False, once nothing but True."""
    masked = next((p for p in alike(bench, base) if any(map(is_mask, tensors_of(p, False)))), None)
    for number, step in enumerate(masked.steps if masked else ()):
        for name, value in step.items():
            if masked and is_mask(value):
                for filled in (False, True):
                    steps = [*masked.steps]
                    steps[number] = {**step, name: with_last_row(value, filled)}
                    program = replace(masked, steps=tuple(steps))
                    told = {"argument": name, "filled": filled}
                    yield in_float32(bench, "empty_row", program, told)


def with_lengths(bench: Bench, base: Program) -> Iterator[HardInput]:
    """Each length of the case as 1, and the longest that is legal."""
    resizing = Resizing(bench, base.case, bench.seed)
    lengths = lengths_in_case(bench, base)
    for size in lengths:
        judged = resizing.judged({size: 1})
        if judged and size != 1:
            tolerance = bench.question.exercise.tolerance
            yield HardInput("length_one", *judged, tolerance, {"size": size, "of": lengths[size]})
    for size in list(lengths)[-1:]:
        for length in LONG_LENGTHS:
            judged = resizing.judged({size: length})
            if judged and count_of(*judged) <= MOST_NUMBERS_LONG:
                told = {"size": size, "length": length, "of": lengths[size]}
                yield in_float32(bench, "long", judged[0], told)
                break


def in_float32(bench: Bench, kind: StressKind, program: Program, values: Any) -> HardInput:
    exact = bench.run_reference(program)
    tolerance = ROUNDED[torch.float32]
    return HardInput(kind, replace(program, dtype="float32"), exact, tolerance, values)


def alike(bench: Bench, base: Program) -> Iterator[Program]:
    """The cases of the same function, in the same mode, without checks."""
    for program in bench.programs:
        same = program.variant == "values" and program.of == base.of and program.mode == base.mode
        if same and isinstance(bench.case(program), Case) and not program.again:
            yield replace(program, wants=())


def lengths_in_case(bench: Bench, base: Program) -> dict[int, list[str]]:
    """The sizes of the case that stand where a length does, the smallest first, with the arguments that have them.

    That is before the features, or last in a mask or in ids; in a matrix, if there is nothing else, its rows.
    """
    exercise = bench.question.exercise
    free = sizes_in(exercise.all_cases[base.case], exercise.build).free
    named = [(name, value) for step in base.steps for name, value in step.items()]
    tensors = [(n, v) for n, v in named if isinstance(v, Tensor) and v.dim() >= 2]
    rows = [(n, v.shape[-2]) for n, v in tensors if v.is_floating_point() and v.dim() >= 3]
    rows += [(n, v.shape[-1]) for n, v in tensors if not v.is_floating_point()]
    rows = rows or [(n, v.shape[-2]) for n, v in tensors]
    found = {size: list(dict.fromkeys(n for n, length in rows if length == size)) for size in free}
    return {size: names for size, names in found.items() if names}


def is_mask(value: Any) -> bool:
    return isinstance(value, Tensor) and value.dtype == torch.bool and value.dim() >= 2


def with_last_row(mask: Tensor, filled: bool) -> Tensor:
    """The mask with one value in the last of its rows."""
    changed = mask.clone()
    changed.view(-1, mask.shape[-1])[-1] = filled
    return changed


def is_unbounded(tensor: Tensor) -> bool:
    """Whether its numbers may be any: no probabilities, and no mask of 0.0 and 1.0."""
    return tensor.dtype == torch.float64 and bool((tensor < 0).any())


def times_factor(tensor: Tensor) -> Tensor:
    return tensor * FACTOR if is_unbounded(tensor) else tensor


def mapped(value: Any, new: Callable[[Tensor], Tensor]) -> Any:
    """A value tree with all tensors replaced, the same one by the same one."""
    known: dict[int, Tensor] = {}

    def replaced(inner: Any) -> Any:
        match inner:
            case Tensor():
                return known.setdefault(id(inner), new(inner))
            case dict():
                return {key: replaced(item) for key, item in inner.items()}
            case list() | tuple():
                return type(inner)(replaced(item) for item in inner)
        return inner

    return replaced(value)


def tensors_of(program: Program, weights: bool = True) -> list[Tensor]:
    """The tensors of a program's calls, and its weights."""
    return list(tensors_in([program.steps, program.parameters if weights else None]))


def is_sound(facts: Facts) -> bool:
    return isinstance(facts, Returned) and not holds_nan(facts.results)


def count_of(program: Program, facts: Facts) -> int:
    results = facts.results if isinstance(facts, Returned) else []
    return count_numbers([program.steps, results])
