"""From exercise files to verdicts in the learner's history."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextvars import copy_context
from queue import SimpleQueue

from interview.grading.client.link import Links
from interview.grading.client.shared import open_engine
from interview.grading.client.source import NotText, read
from interview.model.verdict import Finding, Verdict
from interview.practice.exercise.workspace import Started

Told = SimpleQueue[Verdict | BaseException]


def graded(started: list[Started], seed: int, lang: str, cold: bool = False) -> Iterator[Verdict]:
    """The verdict on each file, as soon as it is known.

    Grading begins with this call and goes on beside whatever the caller does: judging is another
    process's work. The engine is asked only if a file is text.
    """
    told: Told = SimpleQueue()
    speaking = copy_context()  # the language in use goes along
    arguments = (grade_each, started, seed, lang, cold, told)
    threading.Thread(target=speaking.run, args=arguments, daemon=True).start()
    return verdicts(told, len(started))


def verdicts(told: Told, count: int) -> Iterator[Verdict]:
    """What the other thread tells; what it raised is raised here."""
    for _ in range(count):
        one = told.get()
        if isinstance(one, BaseException):
            raise one
        yield one


def grade_each(started: list[Started], seed: int, lang: str, cold: bool, told: Told) -> None:
    links: Links | None = None
    try:
        for one in started:
            try:
                source = read(one.path)
            except NotText as error:
                told.put(invalid(one, seed, str(error)))
                continue
            links = links or open_engine(cold)
            link = links.links[0] if links.links else links.link()
            told.put(link.grade(one.card, str(one.path), source, seed, lang))
    except BaseException as error:
        told.put(error)
    finally:
        if links:
            links.close()


def invalid(one: Started, seed: int, reason: str) -> Verdict:
    """A file that is no text is judged without being run."""
    finding = Finding("file", "told", {"message": reason})
    return Verdict(one.card.id, str(one.path), "invalid", 0.0, seed, findings=(finding,))
