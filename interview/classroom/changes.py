"""Two batches compared: whose score changed, and why."""

from __future__ import annotations

from dataclasses import dataclass

from interview.classroom.batch import BatchEntry
from interview.messages import _
from interview.model.verdict import Verdict
from interview.wording.names import name_in_words


@dataclass(frozen=True)
class ChangedVerdict:
    """One submission that is judged otherwise than before."""

    person: str
    question: str
    before: float | None
    """Its score then; None if it was not there."""
    after: float | None
    reasons: tuple[str, ...]


def compare_batches(
    old: list[BatchEntry], new: list[BatchEntry], same_seed: bool
) -> list[ChangedVerdict]:
    """Every submission whose score or verdict changed, in the order of the new batch."""
    before = {(e.person, e.verdict.question): e for e in old}
    after = {(e.person, e.verdict.question): e for e in new}
    changed = []
    for key in [*after, *(k for k in before if k not in after)]:
        then, now = before.get(key), after.get(key)
        if then and now and score_and_status(then.verdict) == score_and_status(now.verdict):
            continue
        changed.append(
            ChangedVerdict(
                *key,
                then.verdict.score if then else None,
                now.verdict.score if now else None,
                tuple(reasons_for_change(then, now, same_seed)),
            )
        )
    return changed


def score_and_status(verdict: Verdict) -> tuple[object, ...]:
    return verdict.score, verdict.status


def reasons_for_change(
    then: BatchEntry | None, now: BatchEntry | None, same_seed: bool
) -> list[str]:
    """What is different: the submission, the question, the seed, and which cases it shows in."""
    if then is None:
        return [_("newly handed in")]
    if now is None:
        return [_("no longer handed in")]
    reasons = []
    if then.digest != now.digest:
        reasons.append(_("the submission was changed"))
    judged = now.verdict.groups and then.verdict.cases
    if judged and not then.verdict.groups:  # before version 3
        reasons.append(_("credit is given by groups of cases now, no longer by cases"))
    elif then.verdict.groups and now.verdict.edition not in ("", then.verdict.edition):
        reasons.append(_("the question was edited"))
    if not same_seed:
        reasons.append(_("other inputs were drawn (another seed)"))
    if then.verdict.status != now.verdict.status:
        text = _("{before} became {after}")
        reasons.append(
            text.format(
                before=name_in_words(then.verdict.status),
                after=name_in_words(now.verdict.status),
            )
        )
    return reasons + case_changes(then.verdict, now.verdict)


def case_changes(then: Verdict, now: Verdict) -> list[str]:
    """Cases that were added, removed, or end otherwise."""
    before = {(c.of, c.name): c for c in then.cases}
    after = {(c.of, c.name): c for c in now.cases}
    changes = []
    for key, case in after.items():
        if key not in before:
            text = _("new case {name!r}: {after}")
            changes.append(text.format(name=case.name, after=name_in_words(case.status)))
        elif before[key].status != case.status:
            text = _("case {name!r}: {before}, now {after}")
            statuses = {
                "before": name_in_words(before[key].status),
                "after": name_in_words(case.status),
            }
            changes.append(text.format(name=case.name, **statuses))
    gone = _("case {name!r} is gone")
    changes += [gone.format(name=case.name) for key, case in before.items() if key not in after]
    return changes
