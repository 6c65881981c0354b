"""A drill with its values drawn: what is asked this time, and the answer a program can mark."""

from __future__ import annotations

import math
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from interview.bank.expressions import (
    Evaluator,
    ExpressionError,
    evaluate_recipes,
    scalar_recipes,
)
from interview.errors import QuestionError
from interview.model.answer import Drill
from interview.model.question import Question

BRACES = string.Formatter()
MOST_SHOWN = 100
"""Items of a list that a drill's text shows."""
FORMAT = re.compile(r"[^\d{}]{0,3}\d{0,2}[,_]?(?:\.\d{1,2})?[a-z%]?")
"""As `,` or `.2f`: Python would fill a text to any width."""
FLOATING_POINT_ERROR = 1e-9
"""An exact number may differ by this share of itself: what floating point loses in a calculation."""


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
    """Draws the values of `where` and computes the answer; raises ExpressionError if either can't be done."""
    random = Random(seed)
    evaluate = Evaluator(scalar_recipes(random))
    values: dict[str, Any] = {}
    for name, recipe in drill.where.items():
        values[name] = evaluate.names[name] = evaluate_recipes(recipe, evaluate)
    answer = right_answer(drill, evaluate)
    options = [*drill.right, *drill.wrong]
    random.shuffle(options)
    return AskedDrill(
        text=filled_in(drill.ask, values),
        answer=answer,
        because=filled_in(drill.because, {**values, "answer": answer_text(answer)}),
        options=tuple(options) if drill.right else (),
    )


def filled_in(text: str, values: Mapping[str, Any]) -> str:
    """The text with its `{names}` filled in; raises ExpressionError where that can't be done."""
    filled = []
    try:
        for before, name, form, conversion in BRACES.parse(text):
            filled.append(before)
            if name is None:
                continue
            if name not in values:
                raise ExpressionError(f"{{{name}}}: no such name: write {{{{ for a brace")
            if conversion or not FORMAT.fullmatch(form or ""):
                raise ExpressionError(
                    f"{{{name}:{form}}}: write {{{name}}}, or a form as {{{name}:,}}"
                )
            filled.append(format(showable(values[name]), form or ""))
    except ExpressionError:
        raise
    except (ValueError, TypeError) as error:
        raise ExpressionError(f"its braces: {error}") from None
    return "".join(filled)


def placeholders(text: str) -> set[str]:
    """The names that are filled in, in their braces; of a text that can be filled in."""
    return {f"{{{name}}}" for _text, name, _form, _ in BRACES.parse(text) if name is not None}


def showable(value: Any) -> Any:
    """A value that stands in a text: a number, a text, or a short list of these."""
    if isinstance(value, list | tuple):
        if len(value) > MOST_SHOWN or any(isinstance(item, list | tuple | dict) for item in value):
            raise ExpressionError("a list as long or as deep as that can't be shown")
    elif isinstance(value, dict):
        raise ExpressionError("a dict can't be shown")
    return value


def right_answer(drill: Drill, evaluate: Evaluator) -> Any:
    if drill.right:
        return drill.right
    if drill.number is not None:
        number = evaluate(drill.number)
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise ExpressionError(f"{drill.number!r} gives {number!r:.60}, expected a number")
        if not math.isfinite(number):
            raise ExpressionError(f"{drill.number!r} gives {number}, expected a finite number")
        return number
    shape = evaluate(drill.shape or "None")
    if not isinstance(shape, tuple) or not all(isinstance(n, int) and n >= 0 for n in shape):
        what = f"{shape!r:.60}, expected a tuple of whole numbers"
        raise ExpressionError(f"{drill.shape!r} gives {what}")
    return showable(shape)


def is_near_enough(number: float, answer: float, tolerance: float) -> bool:
    """Whether a number is right, where this share of it may be off."""
    share = max(tolerance, FLOATING_POINT_ERROR)
    return math.isclose(number, answer, rel_tol=share, abs_tol=FLOATING_POINT_ERROR)


def answer_text(answer: Any) -> str:
    """An answer as a person reads it."""
    if isinstance(answer, int):
        return f"{answer:,}" if abs(answer) >= 10_000 else str(answer)
    if isinstance(answer, float):
        return f"{answer:.6g}"
    if answer and isinstance(answer[0], str):
        return "; ".join(answer)
    return str(answer)


def drawn_drill(question: Question, place: int, seed: int) -> AskedDrill:
    """One of a question's drills; raises QuestionError if it can't be drawn."""
    try:
        return draw_drill(question.drills[place], seed)
    except ExpressionError as error:
        what = f"{question.id}: drills.{place}: cannot be asked with the seed {seed}: {error}"
        raise QuestionError([f"{what}: `interview check {question.number}`"]) from None
