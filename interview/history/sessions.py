"""Sessions that can be left and taken up again: a plan, and the steps done so far. Rows are only ever added."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeAlias

from interview.history.store import Store, stamp_now, storable

StepName: TypeAlias = Literal[
    "sat down",  # the clock of a mock interview begins to run
    "typed",  # a line, or half of one, of an answer that is not at its end, or what was ticked of it
    "answered",  # and once more with each change of what is ticked
    "asked on",  # an answer to a follow-up
    "ticked",
    "rated",
    "skipped",
    "drill",
    "handed out",
    "graded",
    "named",  # a choice of what the mistake was
    "gave up",
    "gave up naming",
    "paused",
    "left",
    "done",  # a part of a mock interview, to its end
    "ended",  # a part, or the interview, before its end
    "finished",
]
"""What can happen in a session."""
SessionKind: TypeAlias = Literal["quiz", "drill", "debug", "mock", "plan"]
SAT_DOWN: StepName = "sat down"
"""The step by which the clock of a mock interview begins to run."""
RECENT_SESSIONS = 50
"""Sessions: what was left open in an older one is history."""


@dataclass(frozen=True)
class Step:
    """One thing that happened in a session; nothing that was answered is ever lost."""

    name: StepName
    data: dict[str, Any]
    at: str


@dataclass(frozen=True)
class Session:
    """A sitting: what was planned, and what has happened."""

    id: str
    kind: str
    """quiz, drill, debug, mock or plan."""
    at: str
    plan: dict[str, Any]
    steps: tuple[Step, ...]


class Sessions:
    """The sessions in a history."""

    def __init__(self, store: Store | None = None) -> None:
        self.store = store or Store()

    def begin(self, kind: str, plan: dict[str, Any]) -> str:
        """A new session; returns its id."""
        id = os.urandom(8).hex()  # `secrets` would cost every command a tenth of its time
        row = (
            id,
            stamp_now(),
            kind,
            storable(json.dumps(plan, ensure_ascii=False, allow_nan=False)),
        )
        self.store.do(lambda c: c.execute("INSERT INTO session VALUES (?, ?, ?, ?)", row))
        return id

    def step(self, session: str, name: StepName, data: dict[str, Any]) -> None:
        """Adds a step; it is on disk when this returns."""
        row = (
            session,
            stamp_now(),
            name,
            storable(json.dumps(data, ensure_ascii=False, allow_nan=False)),
        )
        self.store.do(lambda c: c.execute("INSERT INTO step VALUES (?, ?, ?, ?)", row))

    def get(self, id: str) -> Session | None:
        query = "SELECT id, at, kind, plan FROM session WHERE id = ?"
        row = self.store.do(lambda c: c.execute(query, (id,)).fetchone())
        if row is None:
            return None
        rest = "SELECT name, data, at FROM step WHERE session = ? ORDER BY rowid"
        steps = self.store.do(lambda c: c.execute(rest, (id,)).fetchall())
        all_steps = tuple(Step(name, json.loads(data), at) for name, data, at in steps)
        return Session(row[0], row[2], row[1], json.loads(row[3]), all_steps)

    def latest(self, kind: str) -> Session | None:
        """The last session of a kind that was begun."""
        query = "SELECT id FROM session WHERE kind = ? ORDER BY rowid DESC LIMIT 1"
        row = self.store.do(lambda c: c.execute(query, (kind,)).fetchone())
        return self.get(row[0]) if row else None

    def recent_steps(self, kind: str, names: Sequence[StepName]) -> list[Step]:
        """The steps of these names in the last sessions of a kind, oldest first."""
        query = (
            "SELECT name, data, at FROM step WHERE session IN "
            "(SELECT id FROM session WHERE kind = ? ORDER BY rowid DESC LIMIT ?) "
            f"AND name IN ({', '.join('?' * len(names))}) ORDER BY rowid"
        )
        rows = self.store.do(lambda c: c.execute(query, (kind, RECENT_SESSIONS, *names)).fetchall())
        return [Step(name, json.loads(data), at) for name, data, at in rows]

    def left(self, kind: str, step: str, since: datetime) -> bool:
        """Whether a session of a kind since then got as far as this step and not to its end."""
        query = (
            "SELECT EXISTS(SELECT 1 FROM session WHERE kind = ? AND at >= ? AND EXISTS "
            "(SELECT 1 FROM step WHERE step.session = session.id AND name = ?) AND NOT EXISTS "
            "(SELECT 1 FROM step WHERE step.session = session.id AND name = 'finished'))"
        )
        values = kind, since.astimezone(UTC).isoformat(timespec="microseconds"), step
        return bool(self.store.do(lambda c: c.execute(query, values).fetchone()[0]))

    def unfinished(self, kind: str) -> list[Session]:
        """The sessions of a kind that have no step `finished`, the latest first."""
        query = (
            "SELECT id FROM session WHERE kind = ? AND NOT EXISTS (SELECT 1 FROM step "
            "WHERE step.session = session.id AND name = 'finished') ORDER BY rowid DESC"
        )
        rows = self.store.do(lambda c: c.execute(query, (kind,)).fetchall())
        sessions = (self.get(id) for (id,) in rows)
        return [session for session in sessions if session]
