"""The known mistakes that a verdict names: for the whole attempt, or for single cases of it."""

from __future__ import annotations

from dataclasses import dataclass

from interview.messages import _
from interview.model.verdict import Verdict
from interview.wording.names import quoted_names

CASES_OF_A_MISTAKE = 2
"""So many cases are named with a mistake that is theirs alone."""


@dataclass(frozen=True)
class NamedMistake:
    """A mistake by its id, what it is, and the line that says of what it gives the results."""

    id: str
    says: str
    label: str


def mistakes_named(verdict: Verdict) -> list[NamedMistake]:
    """The one for the whole attempt; else those of single cases, where the others may have both in them."""
    if verdict.misconception:
        label = _("This is exactly what a known mistake gives ({id}):")
        label = label.format(id=verdict.misconception)
        return [NamedMistake(verdict.misconception, verdict.explanation, label)]
    named = []
    for id in verdict.case_misconceptions:
        own = [case for case in verdict.cases if case.misconception == id]
        label = _("In {cases}, this is exactly what a known mistake gives ({id}):")
        names = quoted_names([case.name for case in own], CASES_OF_A_MISTAKE)
        named.append(NamedMistake(id, own[0].explanation, label.format(cases=names, id=id)))
    return named


def candidates_in_words(verdict: Verdict) -> str:
    """That several mistakes do the same, so that none is named."""
    label = _("Several known mistakes give these results, so none is named: {names}")
    return label.format(names=_(", ").join(verdict.candidates))
