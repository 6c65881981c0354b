"""Whether an exercise's `stages` can be told: a variable of the reference, in words that the task has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from interview.authoring.prose_problems import BACKTICKED
from interview.bank.code_rules import defined_names
from interview.bank.question_files import QuestionFiles
from interview.bank.rules import Problem
from interview.model.card import reference_of
from interview.model.question import Exercise
from interview.model.stage_key import stage_variable

STAGE_KEY = re.compile(r"[^\W\d]\w*(\[\d\])?")
TASK_WORD = re.compile(r"[a-z]+")
LINKING = {"a", "an", "and", "at", "for", "from", "in", "of", "on", "per", "the", "to", "with"}
LINKING |= {"after", "all", "before", "by", "each", "every", "its", "own"}


def stage_problems(files: QuestionFiles) -> list[str]:
    """One line each, with file and line."""
    if files.question is None:
        return []
    return files.told(files.english, problems_of_stages(files))


def problems_of_stages(files: QuestionFiles) -> Iterator[Problem]:
    exercise = files.question.exercise if files.question else None
    reference = reference_of(files.folder)
    if exercise is None or not exercise.stages:
        return
    names = defined_names(reference)
    for key, says in exercise.stages.items():
        if not STAGE_KEY.fullmatch(key):
            yield (
                ("exercise", "stages", key),
                f"expected a variable, or its first value as in scores[0], got {key!r}: rename it",
            )
        elif names is not None and stage_variable(key)[0] not in names:
            what = f"the reference has no variable {stage_variable(key)[0]!r}: name one it has"
            yield ("exercise", "stages", key), what
        if unknown := words_not_in_task(exercise, says):
            what = f"the task doesn't have {', '.join(unknown)}: say it in words of the task"
            yield ("exercise", "stages", key), what


def words_not_in_task(exercise: Exercise, says: str) -> list[str]:
    """What would tell more than the task does: its words but for linking ones, and its formulas."""
    task = exercise.task
    known = {stem(word) for word in TASK_WORD.findall(task.lower())} | LINKING
    formulas = [formula for formula in BACKTICKED.findall(says) if formula not in task]
    words = TASK_WORD.findall(BACKTICKED.sub(" ", says).lower())
    return [f"`{one}`" for one in formulas] + [w for w in words if stem(w) not in known | LINKING]


def stem(word: str) -> str:
    return word if word in LINKING else word.removesuffix("s")


def silent_stages(unseen: list[str]) -> Iterator[str]:
    """A line for each that gets no value in any case."""
    for key in unseen:
        yield (
            f"stages: {key} gets no tensor of floating numbers in any case, or only whole ones: "
            "name another variable"
        )
