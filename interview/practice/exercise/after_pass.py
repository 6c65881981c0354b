"""What is told of an exercise file on request besides its verdict; nothing of it is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from interview.errors import UsageError
from interview.grading.client.link import Link
from interview.grading.client.shared import open_engine
from interview.grading.client.source import NotText, read_source
from interview.model.card import Card
from interview.practice.exercise.workspace import ExerciseFile

Answered = TypeVar("Answered")
Asking = Callable[[Link, Card, str, str], Answered]
"""One of `grading/client/after_pass`: of a file, by its name and its source."""


def told_of_exercises(
    exercises: list[ExerciseFile], asking: Asking[Answered], cold: bool = False
) -> Iterator[tuple[ExerciseFile, Answered]]:
    """What is told of each file, by one judge; raises UsageError where a file is no text."""
    with open_engine(cold) as links:
        link = links.link()
        for exercise in exercises:
            try:
                source = read_source(exercise.path)
            except NotText as reason:
                raise UsageError(f"{exercise.path}: {reason}") from None
            yield exercise, asking(link, exercise.card, str(exercise.path), source)
