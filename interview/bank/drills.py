"""A drill with its values drawn: what is asked this time, and the answer a program can mark."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from interview.bank.expressions import Evaluator, evaluate_recipes, scalar_recipes
from interview.model.answer import Drill


@dataclass(frozen=True)
class AskedDrill:
    """One asking of a drill."""

    text: str
    answer: Any
    """A tuple for a shape, a number, or the tuple of right options."""
    because: str
    options: tuple[str, ...] = ()
    """All options in the order shown; empty for shapes and numbers."""


def draw_drill(drill: Drill, seed: int) -> AskedDrill:
    """Draws the values of `where` and computes the answer; raises ValueError if either can't be done."""
    random = Random(seed)
    evaluate = Evaluator(scalar_recipes(random))
    values: dict[str, Any] = {}
    for name, recipe in drill.where.items():
        values[name] = evaluate.names[name] = evaluate_recipes(recipe, evaluate)
    answer = right_answer(drill, evaluate)
    options = [*drill.right, *drill.wrong]
    random.shuffle(options)
    return AskedDrill(
        text=drill.ask.format(**values),
        answer=answer,
        because=drill.because.format(**values, answer=answer_text(answer)),
        options=tuple(options) if drill.right else (),
    )


def right_answer(drill: Drill, evaluate: Evaluator) -> Any:
    if drill.right:
        return drill.right
    if drill.number is not None:
        number = evaluate(drill.number)
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise ValueError(f"{drill.number!r} gives {number!r}, expected a number")
        return number
    shape = evaluate(drill.shape or "None")
    if not isinstance(shape, tuple) or not all(isinstance(n, int) and n >= 0 for n in shape):
        raise ValueError(f"{drill.shape!r} gives {shape!r}, expected a tuple of whole numbers")
    return shape


def answer_text(answer: Any) -> str:
    """An answer as a person reads it."""
    if isinstance(answer, int):
        return f"{answer:,}" if abs(answer) >= 10_000 else str(answer)
    if isinstance(answer, float):
        return f"{answer:.6g}"
    if answer and isinstance(answer[0], str):
        return "; ".join(answer)
    return str(answer)
