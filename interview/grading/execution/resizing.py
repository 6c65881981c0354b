"""A case with other sizes -> its program; perhaps with small whole numbers, so that it can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from interview.bank.recipes import WHOLE_NUMBERS, Recipes
from interview.bank.sizes import resized
from interview.grading.execution.program import Program
from interview.grading.execution.programs import ShapesOf, full_pass, programs_of_case
from interview.model.question import Question


def resized_question(question: Question, index: int, sizes: Mapping[int, int]) -> Question:
    """The question with other sizes in one of its cases; the other cases are not to be drawn from it."""
    exercise = question.exercise
    cases, raises = list(exercise.cases), list(exercise.raises)
    if index < len(cases):
        cases[index], build = resized(cases[index], exercise.build, sizes)
    else:
        index -= len(cases)
        raises[index], build = resized(raises[index], exercise.build, sizes)
    other = replace(exercise, cases=tuple(cases), raises=tuple(raises), build=build)
    return replace(question, exercise=other)


def resized_program(
    question: Question,
    index: int,
    sizes: Mapping[int, int],
    seed: int,
    shapes_of: ShapesOf,
    more: Recipes,
    whole: bool = False,
) -> Program:
    """The full pass of a case with other sizes; raises whatever drawing or constructing raises.

    whole: whether normal numbers and weights are rounded to whole ones from -3 to 3.
    """
    other = resized_question(question, index, sizes)
    recipes = {**more, **WHOLE_NUMBERS} if whole else more
    return next(programs_of_case(other, index, seed, full_pass, shapes_of, recipes, whole))
