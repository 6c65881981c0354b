"""How far an answer is right, in one line: its core and what is left at the edges; and what a name rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from interview.messages import _, ngettext
from interview.model.question import Case, Raise
from interview.model.verdict import CaseResult, Verdict
from interview.wording.names import case_name, quoted_names

NAMES_TOLD = 3
"""So many of the cases that are left are told by name, in each group."""
LeftCase: TypeAlias = CaseResult | Case | Raise


def core_in_words(verdict: Verdict) -> str:
    """`core right; 2 edge cases left: “…”, “…”`; nothing where it is accepted, or no core is right."""
    if verdict.status in ("accepted", "forbidden"):
        return ""
    cores = {result.of: result.right for result in verdict.groups if result.group == "core"}
    if verdict.core_right:
        left = [case for case in verdict.cases if case.status != "passed"]
        several = len({result.of for result in verdict.groups}) > 1
        return core_right_but(left, several)
    if not any(cores.values()):
        return ""
    names = {right: [of for of in cores if cores[of] is right] for right in (True, False)}
    text = _("core right in {right}, not yet in {open}")
    return text.format(right=_(", ").join(names[True]), open=_(", ").join(names[False]))


def core_right_but(left: Sequence[LeftCase], several: bool) -> str:
    """That the core is right, and which cases are left; of `several` functions also in which."""
    told = _("core right")
    for group, sentence in LEFT_SENTENCES.items():
        if mine := [case for case in left if case.group == group]:
            told = _("{told}; {left}").format(told=told, left=sentence(mine, several))
    return told


def edges_left(cases: Sequence[LeftCase], several: bool) -> str:
    text = ngettext(
        "{count} edge case left: {names}", "{count} edge cases left: {names}", len(cases)
    )
    return text.format(count=len(cases), names=names_of_cases(cases, several))


def errors_left(cases: Sequence[LeftCase], several: bool) -> str:
    text = ngettext(
        "{count} promised error left: {names}", "{count} promised errors left: {names}", len(cases)
    )
    return text.format(count=len(cases), names=names_of_cases(cases, several))


def numerics_left(cases: Sequence[LeftCase], several: bool) -> str:
    text = ngettext(
        "{count} case of precision left: {names}",
        "{count} cases of precision left: {names}",
        len(cases),
    )
    return text.format(count=len(cases), names=names_of_cases(cases, several))


LEFT_SENTENCES: dict[str, Callable[[Sequence[LeftCase], bool], str]] = {
    "edges": edges_left,
    "errors": errors_left,
    "numerics": numerics_left,
}
"""Every group beside the core, with its sentence."""


def names_of_cases(cases: Sequence[LeftCase], several: bool) -> str:
    names = [f"{case.of}: {case_name(case)}" if several else case_name(case) for case in cases]
    return quoted_names(names, NAMES_TOLD)


def mistake_in_words(verdict: Verdict) -> str:
    """The mistake that is named for the whole attempt, and in how many failed cases it gives the same."""
    found = [case.evidence for case in verdict.cases if case.evidence]
    if not found:
        text = _("{name}: {text}")
        return text.format(name=verdict.misconception, text=verdict.explanation)
    text = ngettext(
        "{id}: {says} (the same in {count} failed case, values compared: {values})",
        "{id}: {says} (the same in all {count} failed cases, values compared: {values})",
        len(found),
    )
    return text.format(
        id=verdict.misconception,
        says=verdict.explanation,
        count=len(found),
        values=sum(evidence.values for evidence in found),
    )
