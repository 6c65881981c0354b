"""A small program and what came of it as plain data, which a screen, a page or a file can show."""

from __future__ import annotations

import math
from typing import Any

from torch import Tensor

from interview.grading.checks.comparison import dtype_name
from interview.grading.execution.facts import Facts, Raised, Returned
from interview.grading.execution.program import Program
from interview.grading.judge.bench import Bench
from interview.grading.wire.foreign import Foreign
from interview.model.question import Earlier, Given, Raise
from interview.model.verdict import Example

TOLD_NUMBERS = 400
"""Of a tensor; of a larger one the shape is told alone."""


def told_example(bench: Bench, program: Program, expected: Facts, got: Facts) -> Example:
    case = bench.case(program)
    promised = case.error if isinstance(case, Raise) else ""
    return Example(
        case=case.name,
        of=program.of,
        constructed=program.constructed,
        build={name: told(value) for name, value in program.build.items()},
        parameters={name: told(value) for name, value in (program.parameters or {}).items()},
        calls=[{name: told(value) for name, value in step.items()} for step in program.steps],
        training=program.mode == "train",
        expected={"error": promised} if promised else told_facts(expected),
        got=told_facts(got),
    )


def told_facts(facts: Facts) -> dict[str, Any]:
    if isinstance(facts, Returned):
        return {"results": [told(result) for result in facts.results]}
    if isinstance(facts, Raised):
        return {"error": facts.error.type, "message": facts.error.message}
    return {"results": []}


def told(value: Any) -> Any:
    """A value as JSON has it; what JSON has no word for is tagged."""
    match value:
        case Tensor():
            return told_tensor(value)
        case float():
            return value if math.isfinite(value) else {"float": str(value)}
        case dict():
            return {"dict": [[told(key), told(item)] for key, item in value.items()]}
        case tuple():
            return {"tuple": [told(item) for item in value]}
        case list():
            return [told(item) for item in value]
        case Given(name, args, kwargs):
            return {"given": name, "args": told(list(args)), "kwargs": told(kwargs)}
        case Earlier(step, path):
            return {"earlier": [step, *path]}
        case Foreign():
            return {"object": value.what}
    return value


def told_tensor(value: Tensor) -> dict[str, Any]:
    told_as: dict[str, Any] = {"dtype": dtype_name(value), "shape": list(value.shape)}
    if value.numel() <= TOLD_NUMBERS:
        told_as["tensor"] = json_floats(value.detach().tolist())
    return told_as


def json_floats(value: Any) -> Any:
    """Nested lists of numbers; NaN and the infinities, for which JSON has no numbers, as words."""
    if isinstance(value, list):
        return [json_floats(item) for item in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value
