"""Replies as verdicts, those on what could not be judged among them: whose fault it is.

Imported once there is a reply: what a verdict is made of takes longer to import than to send for one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from interview.errors import QuestionError
from interview.grading.client.failures import JudgeLost
from interview.model.card import Card
from interview.model.cells import in_cells
from interview.model.question import Question
from interview.model.verdict import Finding, Verdict, verdict_from_data
from interview.wording.translation import verdict_in_words_of


def verdict_from_reply(
    reply: dict[str, Any] | JudgeLost,
    card: Card,
    file: str,
    source: str,
    seed: int,
    words: Callable[[], Question] | None,
) -> Verdict:
    """The verdict on `source`, with names in the `words` of the question, where they are not its own."""
    if isinstance(reply, JudgeLost):
        return not_judged_verdict(card, file, seed, reply)
    if "failure" in reply:
        return judge_failure_verdict(card, file, seed, reply["failure"])
    verdict = in_cells(verdict_from_data(reply["verdict"]), source)
    verdict = replace(verdict, question=card.id)
    if words is None:
        return verdict
    with contextlib.suppress(QuestionError):  # `check` tells what is wrong with the words
        return verdict_in_words_of(words(), verdict)
    return verdict


def not_judged_verdict(card: Card, file: str, seed: int, lost: JudgeLost) -> Verdict:
    """What a submission gave back kept its judge from judging it: that is its own doing."""
    finding = Finding("answer", "not_judged", {"seconds": lost.seconds})
    return Verdict(card.id, file, "crashed", 0.0, seed, findings=(finding,))


def judge_failure_verdict(card: Card, file: str, seed: int, trace: str) -> Verdict:
    """Our failure, told as ours."""
    values = {"error": trace.strip().splitlines()[-1], "trace": trace}
    finding = Finding("judge", "judge_failed", values)
    return Verdict(card.id, file, "judge_error", 0.0, seed, findings=(finding,))


def broken_question_verdict(card: Card, file: str, seed: int, problems: list[str]) -> Verdict:
    """Not graded, as the question itself is broken: nobody's fault who wrote an attempt."""
    finding = Finding("judge", "broken_question", {"problems": problems})
    return Verdict(card.id, file, "judge_error", 0.0, seed, findings=(finding,))
