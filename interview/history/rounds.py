"""Rounds of an exercise: from a fresh stub to the next one, and what happened in between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from interview.history.store import Store

TRIES = frozenset({"wrong", "crashed", "timeout", "out_of_memory", "forbidden", "accepted"})
"""Verdicts on code that was written and ran; a file that is no Python yet is no try."""


@dataclass(frozen=True)
class Round:
    """One time of writing an exercise from an empty stub."""

    since: str = ""
    """When the stub was handed out; empty if nobody saw it, as with a file brought along."""
    first: str = ""
    """When it was first tried."""
    tries: int = 0
    hints: int = 0
    solution: bool = False
    """Whether the reference was looked at."""
    passed: bool = False

    @property
    def began(self) -> str:
        return self.since or self.first


@dataclass(frozen=True)
class Event:
    """A verdict on an attempt, or something that was shown."""

    at: str
    what: str
    number: int = 0


def round_of(store: Store, question: str) -> Round:
    """The round a question's exercise is in."""
    query = (
        "SELECT at, status, 0 FROM attempt WHERE question = :question UNION ALL "
        "SELECT at, what, number FROM reveal WHERE question = :question ORDER BY at"
    )
    rows = store.do(lambda c: c.execute(query, {"question": question}).fetchall())
    return latest_round(Event(*row) for row in rows)


def latest_round(events: Iterable[Event]) -> Round:
    """The last round in what happened, oldest first.

    A round begins when a stub is handed out, and also when one turns up where a passed attempt was.
    Hints read just before that belong to the new round.
    """
    found, last_status = Round(), ""
    for event in events:
        back = event.what == "not_written" and last_status == "accepted"
        if event.what == "stub" or back:
            found = Round(since=event.at, hints=0 if found.tries else found.hints)
        elif event.what in TRIES:
            passed = found.passed or event.what == "accepted"
            first = found.first or event.at
            found = replace(found, tries=found.tries + 1, first=first, passed=passed)
        elif event.what == "hint":
            found = replace(found, hints=max(found.hints, event.number))
        elif event.what == "solution":
            found = replace(found, solution=True)
        last_status = event.what if event.what in TRIES | {"not_written"} else last_status
    return found
