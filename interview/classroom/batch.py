"""Many submissions -> verdicts: on all cores, question by question, none of them able to stop the rest."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, Protocol

from interview.classroom.submissions import Submission
from interview.errors import InterviewError, QuestionError
from interview.grading.client.link import Link, Links
from interview.grading.client.private import PrivateEngine
from interview.grading.client.replies import broken_question_verdict, judge_failure_verdict
from interview.grading.client.source import NotText, decode_source
from interview.model.verdict import Finding, Verdict


@dataclass(frozen=True)
class BatchEntry:
    """One line of a batch: whose, which file as it was, and the verdict, which tells the question's edition."""

    person: str
    digest: str
    """Of the submitted bytes."""
    verdict: Verdict


class ClassGrader(Protocol):
    """What grades a class: this machine, or a cluster."""

    def about(self) -> dict[str, Any]:
        """`level` of the sandbox and version of `torch`, as they go into the batch's conditions."""
        ...

    def grade(
        self, submissions: Sequence[Submission], seed: int, lang: str
    ) -> Iterator[BatchEntry]:
        """Entries as they come; closing the iterator stops what is under way."""
        ...


class ThisMachine:
    """Grades a class with judges of one engine, so many at a time as asked for, or as there are cores."""

    def __init__(self, links: Links, jobs: int | None) -> None:
        self.links, self.jobs = links, jobs or core_count()
        self.first = links.link()

    def about(self) -> dict[str, Any]:
        return self.first.about()

    def grade(
        self, submissions: Sequence[Submission], seed: int, lang: str
    ) -> Iterator[BatchEntry]:
        return grade_submissions(submissions, seed, self.links, self.jobs, lang)


@contextmanager
def this_machine(jobs: int | None) -> Iterator[ThisMachine]:
    """It grades within this block, with an engine of the batch's own."""
    with Links(PrivateEngine()) as links:
        yield ThisMachine(links, jobs)


def core_count() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


def grade_submissions(
    submissions: Sequence[Submission], seed: int, links: Links, jobs: int, lang: str = "en"
) -> Iterator[BatchEntry]:
    """Entries as they come; closing the iterator stops the judges."""
    work = RemainingWork(submissions)
    done: SimpleQueue[BatchEntry | None] = SimpleQueue()
    count = max(1, min(jobs, len(submissions)))
    threads = [
        threading.Thread(
            target=copy_context().run,  # so that a thread speaks the language of its maker
            args=(run_worker, number, work, done, links.link(), seed, lang),
            daemon=True,
        )
        for number in range(count)
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


class RemainingWork:
    """What is still to be graded, and who is at which question.

    A judge prepares a question once and keeps it, so each stays at its own until that is done. Then it
    begins one that nobody has begun; and where there is none left, it helps where most is left to do.
    """

    def __init__(self, submissions: Sequence[Submission]) -> None:
        self.lock = threading.Lock()
        self.left: dict[str, deque[Submission]] = {}
        for submission in sorted(submissions, key=lambda s: s.card.number):
            self.left.setdefault(submission.card.id, deque()).append(submission)
        self.untouched = sorted(self.left, key=lambda id: -len(self.left[id]))
        self.at: dict[int, str] = {}
        self.broken: dict[str, list[str]] = {}
        """By question: what is wrong with it itself."""
        self.taken: dict[str, tuple[int, float]] = {}
        """By question: how many were graded, and the seconds they took together."""

    def take(self, worker: int) -> Submission | None:
        """The next submission for a worker; None if there is none left."""
        with self.lock:
            if not self.left.get(self.at.get(worker, "")):
                question = self.untouched.pop(0) if self.untouched else self.longest()
                if question is None:
                    return None
                self.at[worker] = question
            return self.left[self.at[worker]].popleft()

    def longest(self) -> str | None:
        """Where most is left to do for each of those who are at it."""
        workers = Counter(self.at.values())

        def seconds(question: str) -> float:
            count, took = self.taken.get(question, (1, 1.0))
            return len(self.left[question]) * took / count / (workers[question] or 1)

        return max((id for id, left in self.left.items() if left), key=seconds, default=None)

    def took(self, submission: Submission, seconds: float) -> None:
        with self.lock:
            count, before = self.taken.get(submission.card.id, (0, 0.0))
            self.taken[submission.card.id] = count + 1, before + seconds

    def learn(self, submission: Submission, verdict: Verdict) -> None:
        """Remembers which questions are broken, so that nobody waits for one again."""
        if verdict.broken_question:
            self.broken[submission.card.id] = list(verdict.broken_question)

    def known_verdict(self, submission: Submission, seed: int) -> Verdict | None:
        """The verdict on a submission for a question that is known to be broken."""
        problems = self.broken.get(submission.card.id)
        if problems is None:
            return None
        return broken_question_verdict(submission.card, submission.file, seed, problems)

    def stop(self) -> None:
        with self.lock:
            self.untouched.clear()
            self.left.clear()


def run_worker(
    number: int,
    work: RemainingWork,
    done: SimpleQueue[BatchEntry | None],
    link: Link,
    seed: int,
    lang: str,
) -> None:
    """Grades one submission after the other with one judge; ends with None."""
    try:
        while submission := work.take(number):
            started = time.monotonic()
            verdict = work.known_verdict(submission, seed) or verdict_on(
                link, submission, seed, lang
            )
            work.learn(submission, verdict)
            work.took(submission, time.monotonic() - started)
            done.put(BatchEntry(submission.person, digest(submission.data), verdict))
    finally:
        done.put(None)


def verdict_on(link: Link, submission: Submission, seed: int, lang: str) -> Verdict:
    """The verdict, whatever happens: what fails on our side is a judge error of this submission alone."""
    source = source_or_verdict(submission, seed)
    if isinstance(source, Verdict):
        return source
    try:
        return link.grade(submission.card, submission.file, source, seed, lang, example=True)
    except QuestionError as error:
        return broken_question_verdict(submission.card, submission.file, seed, error.problems)
    except (InterviewError, OSError) as error:
        return judge_failure_verdict(
            submission.card, submission.file, seed, str(error) or type(error).__name__
        )


def source_or_verdict(submission: Submission, seed: int) -> str | Verdict:
    """The source text; or, where it is none, what is to be said of that."""
    try:
        return decode_source(submission.data)
    except NotText as error:
        finding = Finding("file", "told", {"message": str(error)})
        return Verdict(
            submission.card.id, submission.file, "invalid", 0.0, seed, findings=(finding,)
        )
