"""A small program and what came of it as plain data, which a screen, a page or a file can show."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from torch import Tensor

from interview.grading.checks.comparison import dtype_name
from interview.grading.execution.facts import Facts, Raised, Returned
from interview.grading.execution.layout import (
    head_counts,
    layout_from_data,
    own_shapes,
    own_values,
    placings_of,
)
from interview.grading.execution.program import Program
from interview.grading.judge.bench import Bench
from interview.grading.judge.brevity import json_length
from interview.grading.wire.foreign import Foreign
from interview.model.placeholder import Earlier, Given
from interview.model.question import Raise
from interview.model.verdict import Example

TOLD_NUMBERS = 400
"""Of a tensor, and of the parts of everything that came back; of a larger tensor the shape is told alone."""
TOLD_TEXT = 120
"""Characters of a text."""
TOLD_BYTES = 12_000
"""Bytes of JSON of a whole example; without the numbers of its weights if that is enough."""


class TooMuchToTell(Exception):
    """There is more in a value than anybody would read."""


def told_example(bench: Bench, program: Program, expected: Facts, got: Facts) -> Example | None:
    """The example; None where it is more than anybody would read."""
    case = bench.case(program)
    promised = case.error if isinstance(case, Raise) else ""
    weights = weights_as_loaded(program)
    try:
        example = Example(
            case=case.name,
            of=program.of,
            constructed=program.constructed,
            build=Teller().named(program.build),
            parameters={name: Teller().tree(value) for name, value in weights.items()},
            calls=[Teller().named(step) for step in program.steps],
            training=program.mode == "train",
            expected={"error": promised} if promised else told_facts(expected),
            got=told_facts(got),
        )
    except TooMuchToTell:
        return None
    if json_length(asdict(example)) > TOLD_BYTES:
        shapes = {name: shape_alone(value) for name, value in weights.items()}
        example = replace(example, parameters=shapes)
    return example if json_length(asdict(example)) <= TOLD_BYTES else None


def weights_as_loaded(program: Program) -> dict[str, Tensor]:
    """By the attempt's names, and laid out as it has them."""
    wanted, rules = program.parameters or {}, layout_from_data(program.layout)
    shapes = {name: tuple(tensor.shape) for name, tensor in wanted.items()}
    heads = head_counts(program.build)
    own = own_shapes(rules, shapes, heads)
    placings = placings_of(rules, shapes, own, heads) if own else None
    return own_values(placings, wanted) if placings else wanted


def told_facts(facts: Facts) -> dict[str, Any]:
    if isinstance(facts, Returned):
        return {"results": Teller().tree(facts.results)}
    if isinstance(facts, Raised):
        return {"error": facts.error.type, "message": cut_text(facts.error.message)}
    return {"results": []}


def cut_text(text: str) -> str:
    """The text, or its beginning, which is seen not to be all."""
    return text if len(text) <= TOLD_TEXT else text[:TOLD_TEXT] + "..."


class Teller:
    """Tells a value as JSON has it, as long as it has few parts; what JSON has no word for is tagged."""

    def __init__(self) -> None:
        self.parts = 0

    def named(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self.tree(value) for name, value in values.items()}

    def tree(self, value: Any) -> Any:
        self.parts += 1
        if self.parts > TOLD_NUMBERS:
            raise TooMuchToTell
        match value:
            case Tensor():
                return self.tensor(value)
            case float():
                return value if math.isfinite(value) else {"float": str(value)}
            case str():
                return cut_text(value)
            case dict():
                return {"dict": [[self.tree(key), self.tree(item)] for key, item in value.items()]}
            case tuple():
                return {"tuple": [self.tree(item) for item in value]}
            case list():
                return [self.tree(item) for item in value]
            case Given(name, args, kwargs):
                return {"given": name, "args": self.tree(list(args)), "kwargs": self.tree(kwargs)}
            case Earlier(step, path):
                return {"earlier": [step, *path]}
            case Foreign():
                return {"object": value.what}
        return value

    def tensor(self, value: Tensor) -> dict[str, Any]:
        shape = shape_alone(value)
        # Axes of length 0 hold no numbers, and yet many lists.
        if math.prod(max(1, size) for size in value.shape) > TOLD_NUMBERS:
            return shape
        self.parts += value.numel()
        return {**shape, "tensor": json_floats(value.detach().tolist())}


def shape_alone(value: Tensor) -> dict[str, Any]:
    return {"dtype": dtype_name(value), "shape": list(value.shape)}


def json_floats(value: Any) -> Any:
    """Nested lists of numbers; NaN and the infinities, for which JSON has no numbers, as words."""
    if isinstance(value, list):
        return [json_floats(item) for item in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value
