"""Reviews: every answered item, kept for ever, and what is remembered of it. Rows are only ever added.

An *item* is what can come due: `question:cross-attention`, `drill:cross-attention:0`,
`exercise:cross-attention` or `debug:cross-attention:no-scaling`. What is remembered of an item is
the state the scheduler computed at its last review that was not taken back, so that nothing is ever
replayed and a long history costs no more than a short one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from sqlite3 import Connection
from typing import Any

from interview.history.items import Item
from interview.history.store import Store, stamp_now, storable

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4


@dataclass(frozen=True)
class Memory:
    """What the scheduler knows of an item after its last review."""

    due: datetime
    state: dict[str, Any]
    """The scheduler's own record, opaque here."""


@dataclass(frozen=True)
class Standing:
    """Where an item stands after its last review."""

    due: datetime
    rating: int


@dataclass(frozen=True)
class Review:
    """One answered item."""

    item: str
    rating: int
    """1 again, 2 hard, 3 good, 4 easy."""
    session: str = ""
    """Groups the reviews of one sitting."""
    seconds: float = 0.0
    answer: str = ""
    """What was typed; empty if it was said aloud."""
    evidence: dict[str, Any] = field(default_factory=dict)
    """Why this rating: points covered, tries, hints, the right value, the seed, ..."""
    at: str = ""
    """When, in UTC; set when it is added."""
    id: int = 0
    """Its number; set when it is added."""

    @property
    def kind(self) -> str:
        return Item(self.item).kind

    @property
    def question(self) -> str:
        """The id of the question it belongs to."""
        return Item(self.item).question


REVIEW_COLUMNS = "id, at, item, session, rating, seconds, answer, evidence"
STANDING_REVIEWS = "review WHERE id NOT IN (SELECT review FROM retraction)"


class Reviews:
    """The reviews in a history."""

    def __init__(self, store: Store | None = None) -> None:
        self.store = store or Store()

    def add(self, review: Review, memory: Memory) -> int:
        """Adds a review with what is remembered after it; returns its number."""
        row = (
            review.at or stamp_now(),
            review.item,
            review.session,
            review.rating,
            review.seconds,
            storable(review.answer),
            storable(json.dumps(review.evidence, ensure_ascii=False, allow_nan=False)),
            time_stamp(memory.due),
            json.dumps(memory.state, allow_nan=False),
        )
        return self.store.do(lambda connection: insert_review(connection, row))

    def retract(self, id: int) -> None:
        """Takes a review back; it stays in the history, and the one before it counts again."""
        self.store.do(
            lambda c: c.execute("INSERT INTO retraction VALUES (?, ?)", (stamp_now(), id))
        )

    def memories(self) -> dict[str, Memory]:
        """What is remembered of every item that was ever reviewed."""
        query = (
            "SELECT item, due, memory FROM review WHERE id IN "
            f"(SELECT MAX(id) FROM {STANDING_REVIEWS} GROUP BY item)"
        )
        rows = self.store.do(lambda c: c.execute(query).fetchall())
        return {item: Memory(moment_of(due), json.loads(state)) for item, due, state in rows}

    def memory(self, item: str) -> Memory | None:
        """What is remembered of one item; None if it was never reviewed."""
        query = f"SELECT due, memory FROM {STANDING_REVIEWS} AND item = ? ORDER BY id DESC LIMIT 1"
        row = self.store.do(lambda c: c.execute(query, (item,)).fetchone())
        return Memory(moment_of(row[0]), json.loads(row[1])) if row else None

    def standings(self) -> dict[str, Standing]:
        """When every item that was ever reviewed is due, and its last rating."""
        query = (
            "SELECT item, due, rating FROM review WHERE id IN "
            f"(SELECT MAX(id) FROM {STANDING_REVIEWS} GROUP BY item)"
        )
        rows = self.store.do(lambda c: c.execute(query).fetchall())
        return {item: Standing(moment_of(due), rating) for item, due, rating in rows}

    def last(self, item: str) -> Review | None:
        """The last review of an item; None if it was never reviewed."""
        query = (
            f"SELECT {REVIEW_COLUMNS} FROM {STANDING_REVIEWS} AND item = ? ORDER BY id DESC LIMIT 1"
        )
        row = self.store.do(lambda c: c.execute(query, (item,)).fetchone())
        return review_from_row(row) if row else None

    def all(self, since: str = "", item: str | None = None) -> list[Review]:
        """Every standing review, oldest first."""
        query = f"SELECT {REVIEW_COLUMNS} FROM {STANDING_REVIEWS} AND at >= ?"
        values: list[str] = [since]
        if item is not None:
            query, values = f"{query} AND item = ?", [since, item]
        rows = self.store.do(lambda c: c.execute(f"{query} ORDER BY id", values).fetchall())
        return [review_from_row(row) for row in rows]


def insert_review(connection: Connection, row: tuple[Any, ...]) -> int:
    """Adds a row of a review without its number; returns the number it gets."""
    statement = (
        "INSERT INTO review (at, item, session, rating, seconds, answer, evidence, due, memory) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    return int(connection.execute(statement, row).lastrowid or 0)


def review_from_row(row: tuple[Any, ...]) -> Review:
    id, at, item, session, rating, seconds, answer, evidence = row
    return Review(item, rating, session, seconds, answer, json.loads(evidence), at, id)


def time_stamp(moment: datetime) -> str:
    """UTC text that sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment_of(text: str) -> datetime:
    return datetime.fromisoformat(text)
