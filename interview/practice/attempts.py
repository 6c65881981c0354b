"""From exercise files to verdicts in the learner's history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from interview.grading.attempt import NotText, read
from interview.grading.client import Link
from interview.grading.warm import open_engine
from interview.model import Finding, Verdict
from interview.practice.workspace import Started


def graded(started: list[Started], seed: int, lang: str, cold: bool = False) -> Iterator[Verdict]:
    """The verdict on each file, as soon as it is known; the engine runs only if a file is text."""
    with ExitStack() as stack:
        link: Link | None = None
        for one in started:
            try:
                source = read(one.path)
            except NotText as error:
                yield invalid(one, seed, str(error))
                continue
            if link is None:
                link = stack.enter_context(open_engine(cold)).link()
            yield link.grade(one.card, str(one.path), source, seed, lang)


def invalid(one: Started, seed: int, reason: str) -> Verdict:
    return Verdict(
        one.card.id, str(one.path), "invalid", 0.0, seed, findings=(Finding("file", reason),)
    )
