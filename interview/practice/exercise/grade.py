"""From exercise files to verdicts in the learner's history."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextvars import copy_context
from queue import SimpleQueue
from typing import TYPE_CHECKING, TypeAlias

from interview.errors import QuestionError, UsageError
from interview.grading.client.link import Link, Links, fresh_seed
from interview.grading.client.shared import open_engine
from interview.grading.client.source import NotText, read_source
from interview.practice.exercise.workspace import ExerciseFile

if TYPE_CHECKING:
    from interview.model.verdict import Verdict

VerdictQueue: TypeAlias = "SimpleQueue[Verdict | BaseException]"
HEAD_START = 0.5
"""Seconds at most in which a judge is looked for before anything else is done; most are there at once."""


def grade_exercises(
    started: list[ExerciseFile], seed: int | None, lang: str, cold: bool = False
) -> Iterator[Verdict]:
    """The verdict on each file, as soon as it is known; without a seed, under one that is drawn for all.

    Grading begins with this call and goes on beside whatever the caller does: judging is another
    process's work. The engine is asked only if a file is text.
    """
    queue: VerdictQueue = SimpleQueue()
    begun = threading.Event()
    speaking = copy_context()  # the language in use goes along
    arguments = (grade_each, started, seed, lang, cold, queue, begun)
    threading.Thread(target=speaking.run, args=arguments, daemon=True).start()
    begun.wait(HEAD_START)  # or the judge would wait for what the caller imports meanwhile
    return verdicts_as_told(queue, len(started))


def verdicts_as_told(queue: VerdictQueue, count: int) -> Iterator[Verdict]:
    """What the other thread tells; what it raised is raised here."""
    for _ in range(count):
        verdict_or_error = queue.get()
        if isinstance(verdict_or_error, BaseException):
            raise verdict_or_error
        yield verdict_or_error


def grade_each(
    started: list[ExerciseFile],
    seed: int | None,
    lang: str,
    cold: bool,
    queue: VerdictQueue,
    begun: threading.Event,
) -> None:
    """Tells the verdicts in `queue`, and in `begun` that a judge is there, or none is needed."""
    links: Links | None = None
    any_seed = seed is None and len(started) == 1
    seed = fresh_seed() if seed is None else seed
    try:
        for exercise in started:
            try:
                source = read_source(exercise.path)
            except (NotText, UsageError) as error:
                queue.put(invalid_verdict(exercise, seed, str(error)))
                continue
            links = links or open_engine(cold)
            link = links.links[0] if links.links else links.link()
            begun.set()
            queue.put(verdict_or_reason(link, exercise, source, seed, lang, any_seed))
    except BaseException as error:
        queue.put(error)
    finally:
        begun.set()
        if links:
            for link in links.links:
                link.leave_to_next()
            links.close()


def verdict_or_reason(
    link: Link, exercise: ExerciseFile, source: str, seed: int, lang: str, any_seed: bool
) -> Verdict:
    """A verdict also where the question itself is broken, so that others can be graded all the same."""
    path = str(exercise.path)
    try:
        return link.grade(exercise.card, path, source, seed, lang, example=True, any_seed=any_seed)
    except QuestionError as error:
        from interview.grading.client.replies import broken_question_verdict

        return broken_question_verdict(exercise.card, path, seed, error.problems)


def invalid_verdict(exercise: ExerciseFile, seed: int, reason: str) -> Verdict:
    """A file that is no text is judged without being run."""
    from interview.model.verdict import Finding, Verdict

    finding = Finding("file", "told", {"message": reason})
    return Verdict(exercise.card.id, str(exercise.path), "invalid", 0.0, seed, findings=(finding,))
