"""Proving a question sound: its reference passes, its stub is unwritten, every misconception is
rejected and named, every alternative is accepted. All through the same path as a learner's file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import SimpleQueue

from interview.authoring.prose_problems import prose_problems
from interview.bank.edits import wrong_source
from interview.bank.files import read_bank_file
from interview.bank.loading import load_with_problems
from interview.errors import QuestionError
from interview.grading.client.link import Link, Links, fresh_seed
from interview.model.question import Card, Misconception, Question
from interview.model.verdict import Verdict
from interview.wording.verdict import finding_details, finding_message


@dataclass
class Proof:
    """What was found out about one question."""

    card: Card
    problems: list[str] = field(default_factory=list)
    wrong: int = 0
    """Misconceptions tried."""
    accepted: int = 0
    """Misconceptions that were accepted: each is a hole in the cases."""
    right: int = 0
    """Right alternatives tried, the reference among them not counted."""
    rejected: int = 0
    """Right alternatives that were rejected."""

    @property
    def sound(self) -> bool:
        return not self.problems


def prove_in_parallel(
    links: Links, cards: Sequence[Card], seed: int | None, jobs: int | None = None
) -> Iterator[Future[Proof]]:
    """A proof of each card in their order, under the seed or a fresh one each; several at a time.

    Each is waited for by its `result()`.
    """
    free: SimpleQueue[Link] = SimpleQueue()
    count = jobs or os.cpu_count() or 1
    for _ in range(count):
        free.put(links.link())

    def proved(card: Card) -> Proof:
        link = free.get()
        try:
            return prove_question(link, card, fresh_seed() if seed is None else seed)
        finally:
            free.put(link)

    pool = ThreadPoolExecutor(count)
    waiting = [pool.submit(proved, card) for card in cards]
    pool.shutdown(wait=False)
    try:
        yield from waiting
    except GeneratorExit:  # interrupted
        pool.shutdown(wait=False, cancel_futures=True)
        raise


def prove_question(link: Link, card: Card, seed: int) -> Proof:
    """Everything that is to be said against a question."""
    proof = Proof(card)
    try:
        question, prose, problems = load_with_problems(card.folder)
        proof.problems += problems
        if question is None or problems:
            return proof
        proof.problems += prose_problems(card, question, prose)
        for problem in grading_problems(link, card, question, seed, proof):
            proof.problems.append(f"{card.slug}: {problem}")
    except QuestionError as error:
        proof.problems += error.problems
    return proof


def grading_problems(
    link: Link, card: Card, question: Question, seed: int, proof: Proof
) -> Iterator[str]:
    reference = read_bank_file(card.reference)
    verdict = link.grade(card, str(card.reference), reference, seed)
    if verdict.status != "accepted":
        yield f"reference: expected accepted, got {verdict_in_one_line(verdict)}"
        return
    if card.stub.is_file():
        verdict = link.grade(card, str(card.stub), read_bank_file(card.stub), seed)
        if verdict.status != "not_written":
            yield f"stub.py: expected not_written, got {verdict_in_one_line(verdict)}"
    for misconception in question.exercise.misconceptions:
        proof.wrong += 1
        source = wrong_source(card.folder, reference, misconception)
        verdict = link.grade(card, f"{misconception.id}.py", source, seed)
        if verdict.status == "accepted":
            proof.accepted += 1
        yield from judgement_problems(misconception, verdict)
    alternatives = card.alternatives
    if len(alternatives) < 2:
        yield f"right/: expected at least 2 alternatives, got {len(alternatives)}"
    for path in alternatives:
        proof.right += 1
        verdict = link.grade(card, str(path), read_bank_file(path), seed)
        if verdict.status != "accepted":
            proof.rejected += 1
            yield f"right/{path.name}: expected accepted, got {verdict_in_one_line(verdict)}"


def judgement_problems(misconception: Misconception, verdict: Verdict) -> Iterator[str]:
    """Why a misconception's verdict is not the one it must get."""
    name = f"misconception {misconception.id}"
    if verdict.status == "accepted":
        yield f"{name}: accepted: add a case that tells it from the reference"
    elif verdict.status != "wrong":
        yield f"{name}: expected wrong, got {verdict_in_one_line(verdict)}"
    elif verdict.misconception != misconception.id:
        if verdict.misconception is None and misconception.id in verdict.candidates:
            others = ", ".join(c for c in verdict.candidates if c != misconception.id)
            yield f"{name}: not told apart from {others}: add a case that differs, or merge them"
        else:
            yield f"{name}: expected to be named, got {verdict.misconception or 'no name'}"


def verdict_in_one_line(verdict: Verdict) -> str:
    """A verdict in one line, with the first thing found."""
    findings = list(verdict.findings)
    line: str = verdict.status
    for case in verdict.cases:
        if case.findings:
            line += f" (in the case {case.name!r})"
            findings += case.findings
            break
    return line + "".join(
        f": {finding_message(f)} {'; '.join(finding_details(f)[:3])}".rstrip() for f in findings[:1]
    )
