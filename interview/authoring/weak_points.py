"""What an author should look at: cases that reject nothing, arguments that never vary, sizes that
coincide, mistakes that other questions know, or that a debugging round would give away.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from interview.bank.edits import wrong_source
from interview.bank.giveaways import left_giveaways
from interview.bank.mistakes import SharedMistakes
from interview.model.card import Card
from interview.model.question import Case, Exercise, Question
from interview.model.verdict import Verdict

ENOUGH_CASES = 3
"""With fewer cases nothing can be said of what never varies."""


def weak_points(question: Question, verdicts: Mapping[str, Sequence[Verdict]]) -> list[str]:
    """One line for each."""
    exercise = question.exercise
    points = [*idle_cases(exercise, verdicts)]
    for name in exercise.names:
        own = exercise.cases_of(name)
        if len(own) >= ENOUGH_CASES:
            points += constant_arguments(name, exercise, own)
            points += coinciding_sizes(name, own)
    return points


def idle_cases(exercise: Exercise, verdicts: Mapping[str, Sequence[Verdict]]) -> Iterator[str]:
    """Cases that no known mistake fails, under whatever seed."""
    if not verdicts:
        return
    for index, case in enumerate(exercise.all_cases):
        every = [v.cases[index].status for several in verdicts.values() for v in several if v.cases]
        if "failed" not in every:
            yield f"case {case.name!r}: no misconception fails it: add the one it is for"


def constant_arguments(name: str, exercise: Exercise, cases: Sequence[Case]) -> Iterator[str]:
    """Constructor arguments that have the same value in every case."""
    builds = [exercise.build if case.build is None else case.build for case in cases]
    for argument in dict.fromkeys(key for build in builds for key in build):
        values = {repr(build.get(argument)) for build in builds}
        if len(values) == 1:
            yield f"{name}: {argument} is {values.pop()} in every case: vary it"


def coinciding_sizes(name: str, cases: Sequence[Case]) -> Iterator[str]:
    """Two axes of an argument that have one length in every case, so that nobody can mix them up."""
    shapes: dict[str, list[tuple[int, ...]]] = {}
    for case in cases:
        for call in case.calls or (case.call,):
            for argument, recipe in call.items():
                if shape := drawn_shape(recipe):
                    shapes.setdefault(argument, []).append(shape)
    for argument, mine in shapes.items():
        axes = range(min(map(len, mine)))
        for i, j in combinations(axes, 2):
            if len(mine) >= ENOUGH_CASES and all(shape[i] == shape[j] for shape in mine):
                yield f"{name}: axes {i} and {j} of {argument} have one length in every case: vary it"


def unknown_mistakes(exercise: Exercise, reference: str, mistakes: SharedMistakes) -> Iterator[str]:
    """Mistakes of the parts that this reference has which the question doesn't know, and vain exceptions."""
    known = {m.id for m in exercise.misconceptions}
    possible = set[str]()
    for name, part in mistakes.parts.items():
        if part.seen and all(re.search(pattern, reference) for pattern in part.seen):
            possible |= set(part.mistakes)
            for id in part.mistakes:
                if id not in known and id not in exercise.left_out:
                    yield f"{name}: no misconception is {id!r}: add it, or say in `left_out` why not"
    for id in exercise.left_out:
        if id in known or id not in possible:
            what = "is a misconception" if id in known else "is no mistake of a part that it has"
            yield f"left_out: {id!r} {what}: remove it"


def telling_mistakes(card: Card, exercise: Exercise, reference: str) -> Iterator[str]:
    """Misconceptions that a debugging round would give away."""
    for misconception in exercise.misconceptions:
        wrong = wrong_source(card.folder, reference, misconception)
        for what in left_giveaways(wrong, reference):
            yield f"misconception {misconception.id!r}, in a debugging round: {what}"


def drawn_shape(recipe: Any) -> tuple[int, ...]:
    """The shape of `randn(2, 3, 16)`; empty where it isn't as plain as that."""
    try:
        tree = ast.parse(recipe, mode="eval").body if isinstance(recipe, str) else None
    except SyntaxError:
        return ()
    if not isinstance(tree, ast.Call) or getattr(tree.func, "id", "") not in ("randn", "rand"):
        return ()
    numbers = [a.value for a in tree.args if isinstance(a, ast.Constant) and type(a.value) is int]
    return tuple(numbers) if len(numbers) == len(tree.args) else ()
