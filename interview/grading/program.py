"""A question and its seeds -> programs: exactly what is called, with which inputs, in which form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from torch import Tensor

from interview.bank.recipes import draw, draw_parameters, seed_for
from interview.model import Arguments, Case, Exercise, Question, Raise

PUBLIC_SEED = 0
Variant = Literal["values", "float32", "bfloat16", "non_contiguous", "raises"]
ParametersOf = Callable[[str, Any], dict[str, tuple[int, ...]]]
"""(defined name, constructor arguments) -> the parameters it has: name -> shape."""


@dataclass(frozen=True)
class Program:
    """One execution of one case: built, loaded with weights, called."""

    case: int
    """Index into cases + raises."""
    variant: Variant
    of: str
    build: Arguments
    parameters: dict[str, Tensor] | None
    """Weights to load by name; None for a function, or where the constructor must refuse."""
    steps: tuple[Arguments, ...]
    dtype: str
    mode: str
    seed: int
    gradients: bool = False
    inputs: bool = False
    """Whether the inputs are sent back, to see if they changed."""


def programs(question: Question, seeds: list[int], parameters_of: ParametersOf) -> list[Program]:
    """All programs of a question: every case under every seed, its other forms under the first."""
    made: list[Program] = []
    for index, case in enumerate(question.exercise.calls):
        for seed in seeds:
            made += of_case(
                question, index, case, seed, first=seed == seeds[0], shapes=parameters_of
            )
    return made


def of_case(
    question: Question, index: int, case: Case | Raise, seed: int, first: bool, shapes: ParametersOf
) -> Iterator[Program]:
    exercise = question.exercise
    of = case.of or exercise.names[0]
    own_seed = seed_for(seed, question.id, index)
    build, steps = draw(case, exercise.build, own_seed)
    refused = isinstance(case, Raise)
    # Where the constructor itself must refuse there is nothing to load weights into.
    loadable = not refused or case.call is not None
    base = Program(
        case=index,
        variant="raises" if refused else "values",
        of=of,
        build=build or {},
        parameters=draw_parameters(shapes(of, build or {}), own_seed) if loadable else None,
        steps=tuple(steps),
        dtype="float64",
        mode="eval" if isinstance(case, Raise) else case.mode,
        seed=own_seed,
    )
    if isinstance(case, Raise):
        if first:
            yield base
        return
    yield from forms(base, checks_of(exercise, case), first)


def checks_of(exercise: Exercise, case: Case) -> tuple[str, ...]:
    return exercise.checks if case.checks is None else case.checks


def forms(base: Program, checks: tuple[str, ...], first: bool) -> Iterator[Program]:
    """The float64 pass, and in the first round the same case in other forms."""
    as_dict = dict(vars(base))
    yield Program(
        **{**as_dict, "gradients": "gradients" in checks, "inputs": "inputs_unchanged" in checks}
    )
    if first and "non_contiguous" in checks:
        yield Program(**{**as_dict, "variant": "non_contiguous"})
    if first and "dtypes" in checks:
        yield Program(**{**as_dict, "variant": "float32", "dtype": "float32"})
        yield Program(**{**as_dict, "variant": "bfloat16", "dtype": "bfloat16"})
