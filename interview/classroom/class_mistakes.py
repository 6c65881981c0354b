"""What goes wrong most often in each question, by the names of known mistakes, or else by what verdicts tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from interview.classroom.batch import BatchEntry
from interview.classroom.excerpts import Excerpt, common_words, different_excerpts, excerpt_of
from interview.classroom.likeness import known_answers
from interview.classroom.submissions import Submission
from interview.messages import _
from interview.model.card import Card
from interview.model.verdict import Verdict

MISTAKES_TOLD, EXCERPTS_TOLD = 3, 2
"""Of each question, and of each of its mistakes."""
UNJUDGED = ("accepted", "not_written", "judge_error")
Kind = tuple[str, str]
"""`named` and the id of a mistake; `stage` and what is missing; `error` and its type."""


@dataclass(frozen=True)
class CommonMistake:
    """A mistake that people make in a question."""

    kind: Kind
    says: str
    count: int
    """People."""
    excerpts: Sequence[Excerpt]


def kinds_of_mistakes(verdict: Verdict) -> dict[Kind, str]:
    """What is wrong with an attempt, each kind with a sentence."""
    if verdict.status in UNJUDGED:
        return {}
    if verdict.misconception:
        return {("named", verdict.misconception): verdict.explanation}
    named = {("named", c.misconception): c.explanation for c in verdict.cases if c.misconception}
    if named:
        return named
    if verdict.departure and verdict.departure.missing:
        text = _("No known mistake; no value equals the reference's {stage}.")
        departure = verdict.departure
        return {("stage", departure.missing): text.format(stage=departure.missing_says)}
    findings = (f for case in verdict.cases for f in case.findings)
    for finding in (*verdict.findings, *findings):
        if "trace" in finding.values and "type" in finding.values:
            error = str(finding.values["type"])
            return {("error", error): _("It ends with {error}.").format(error=error)}
    return {}


def mistakes_in(
    entries: Iterable[BatchEntry], excerpts: Mapping[tuple[str, Kind], Sequence[Excerpt]]
) -> dict[str, list[CommonMistake]]:
    """By a question's id: the mistakes that most people make, those first."""
    counts: dict[str, Counter[Kind]] = defaultdict(Counter)
    says: dict[tuple[str, Kind], str] = {}
    for entry in entries:
        question = entry.verdict.question
        for kind, sentence in kinds_of_mistakes(entry.verdict).items():
            counts[question][kind] += 1
            says.setdefault((question, kind), sentence)
    return {
        question: [
            CommonMistake(kind, says[question, kind], n, excerpts.get((question, kind), ()))
            for kind, n in sorted(kinds.items(), key=lambda one: (-one[1], one[0]))[:MISTAKES_TOLD]
        ]
        for question, kinds in counts.items()
    }


def excerpts_in_class(
    entries: Iterable[BatchEntry], submissions: Iterable[Submission]
) -> dict[tuple[str, Kind], list[Excerpt]]:
    """By a question's id and a kind of mistake: code at the lines where it goes wrong, of nobody in particular."""
    handed_in = {(s.person, s.card.id): s for s in submissions}
    groups: dict[tuple[str, Kind], list[tuple[Verdict, Submission]]] = defaultdict(list)
    for entry in entries:
        key = (entry.person, entry.verdict.question)
        for kind in kinds_of_mistakes(entry.verdict) if key in handed_in else ():
            groups[key[1], kind].append((entry.verdict, handed_in[key]))
    words: dict[Card, set[str]] = {}
    excerpts = {}
    for group, those in groups.items():
        card = those[0][1].card
        if card not in words:
            words[card] = common_words(known_answers(card))
        shown = (excerpt_of(verdict, one.data, words[card]) for verdict, one in those)
        excerpts[group] = [*different_excerpts(shown, EXCERPTS_TOLD)]
    return excerpts
