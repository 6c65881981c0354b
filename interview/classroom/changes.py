"""Two batches compared: whose score changed, and why."""

from __future__ import annotations

from dataclasses import dataclass

from interview.classroom.batch import Entry
from interview.messages import _
from interview.model.verdict import Verdict


@dataclass(frozen=True)
class Change:
    """One submission that is judged otherwise than before."""

    person: str
    question: str
    before: float | None
    """Its score then; None if it was not there."""
    after: float | None
    reasons: tuple[str, ...]


def changes(old: list[Entry], new: list[Entry], same_seed: bool) -> list[Change]:
    """Every submission whose score or verdict changed, in the order of the new batch."""
    before = {(e.person, e.verdict.question): e for e in old}
    after = {(e.person, e.verdict.question): e for e in new}
    found = []
    for key in [*after, *(k for k in before if k not in after)]:
        then, now = before.get(key), after.get(key)
        if then and now and told(then.verdict) == told(now.verdict):
            continue
        found.append(
            Change(
                *key,
                then.verdict.score if then else None,
                now.verdict.score if now else None,
                tuple(reasons(then, now, same_seed)),
            )
        )
    return found


def told(verdict: Verdict) -> tuple[object, ...]:
    return verdict.score, verdict.status


def reasons(then: Entry | None, now: Entry | None, same_seed: bool) -> list[str]:
    """What is different: the submission, the question, the seed, and which cases it shows in."""
    if then is None:
        return [_("newly handed in")]
    if now is None:
        return [_("no longer handed in")]
    found = []
    if then.digest != now.digest:
        found.append(_("the submission was changed"))
    if then.edition != now.edition:
        found.append(_("the question was edited"))
    if not same_seed:
        found.append(_("other inputs were drawn (another seed)"))
    if then.verdict.status != now.verdict.status:
        text = _("{before} became {after}")
        found.append(text.format(before=said(then.verdict.status), after=said(now.verdict.status)))
    return found + case_changes(then.verdict, now.verdict)


def case_changes(then: Verdict, now: Verdict) -> list[str]:
    """Cases that were added, removed, or end otherwise."""
    before = {(c.of, c.name): c for c in then.cases}
    after = {(c.of, c.name): c for c in now.cases}
    found = []
    for key, case in after.items():
        if key not in before:
            text = _("new case {name!r}: {after}")
            found.append(text.format(name=case.name, after=said(case.status)))
        elif before[key].status != case.status:
            text = _("case {name!r}: {before}, now {after}")
            statuses = {"before": said(before[key].status), "after": said(case.status)}
            found.append(text.format(name=case.name, **statuses))
    gone = _("case {name!r} is gone")
    found += [gone.format(name=case.name) for key, case in before.items() if key not in after]
    return found


def said(status: str) -> str:
    """A status as a person reads it."""
    return _(status.replace("_", " "))
