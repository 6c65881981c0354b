"""Many submissions -> verdicts: on all cores, question by question, none of them able to stop the rest."""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from itertools import groupby
from queue import SimpleQueue

from interview.errors import InterviewError
from interview.grading.attempt import NotText, text_of
from interview.grading.client import Link, Links, broken_judge
from interview.grading.submissions import Submission
from interview.model import Card, Finding, Verdict

CHUNK = 16
"""Submissions of one question that a judge takes at a time: its preparation is paid once for them."""


@dataclass(frozen=True)
class Entry:
    """One line of a batch: whose, which file and question as they were, and the verdict."""

    person: str
    digest: str
    """Of the submitted bytes."""
    edition: str
    """Of everything in the question that decides a verdict."""
    verdict: Verdict


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def edition(card: Card) -> str:
    """Changes when the question's files change in any way that can change a verdict."""
    files = [card.reference, card.folder / "question.yaml", card.given, card.folder / "recipes.py"]
    files += sorted((card.folder / "wrong").glob("*.py"))
    return digest(b"\0".join(file.read_bytes() for file in files if file.is_file()))


def grade_all(
    submissions: Sequence[Submission], seed: int, links: Links, jobs: int, lang: str = "en"
) -> Iterator[Entry]:
    """Entries as they come; closing the iterator stops the judges."""
    work = Work(submissions)
    done: SimpleQueue[Entry | None] = SimpleQueue()
    count = max(1, min(jobs, len(submissions)))
    threads = [
        threading.Thread(
            target=copy_context().run,  # so that a thread speaks the language of its maker
            args=(worker, work, done, links.link(), seed, lang),
            daemon=True,
        )
        for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    try:
        while count:
            entry = done.get()
            if entry is None:
                count -= 1
            else:
                yield entry
    finally:
        work.stop()


class Work:
    """What is still to be graded, in chunks of one question."""

    def __init__(self, submissions: Sequence[Submission]) -> None:
        self.lock = threading.Lock()
        self.chunks: deque[list[Submission]] = deque()
        ordered = sorted(submissions, key=lambda s: s.card.number)
        for _, group in groupby(ordered, key=lambda s: s.card.id):
            same = list(group)
            self.chunks += (same[i : i + CHUNK] for i in range(0, len(same), CHUNK))

    def take(self) -> list[Submission]:
        with self.lock:
            return self.chunks.popleft() if self.chunks else []

    def stop(self) -> None:
        with self.lock:
            self.chunks.clear()


def worker(work: Work, done: SimpleQueue[Entry | None], link: Link, seed: int, lang: str) -> None:
    """Grades chunk after chunk with one judge; ends with None."""
    try:
        while chunk := work.take():
            version = edition(chunk[0].card)
            for one in chunk:
                verdict = verdict_on(link, one, seed, lang)
                done.put(Entry(one.person, digest(one.data), version, verdict))
    finally:
        done.put(None)


def verdict_on(link: Link, one: Submission, seed: int, lang: str) -> Verdict:
    """The verdict, whatever happens: what fails on our side is a judge error of this submission alone."""
    try:
        return link.grade(one.card, one.file, text_of(one.data), seed, lang)
    except NotText as error:
        finding = Finding("file", str(error))
        return Verdict(one.card.id, one.file, "invalid", 0.0, seed, findings=(finding,))
    except (InterviewError, OSError) as error:
        return broken_judge(one.card, one.file, seed, str(error) or type(error).__name__)
