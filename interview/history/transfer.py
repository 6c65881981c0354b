"""The facts of a history as plain rows, out of one database and into another; no row is added twice.

What is remembered of an item is derived, so it is not among them: who adds reviews says how it is
computed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any, TypeAlias

from interview.errors import UsageError
from interview.history.reviews import (
    REVIEW_COLUMNS,
    Memory,
    Review,
    insert_review,
    review_from_row,
    time_stamp,
)
from interview.history.store import Store
from interview.messages import _

HistoryRow: TypeAlias = dict[str, Any]
"""Its table under `row`, and the columns of that table."""
RowValues: TypeAlias = tuple[Any, ...]
"""The values of a row as the database holds them; what is JSON is still text."""
Remembering: TypeAlias = Callable[[Memory | None, Review], Memory]
"""What is remembered after a review, from what was remembered before it."""
TABLE_COLUMNS: dict[str, tuple[str, ...]] = {
    "attempt": (
        *("at", "question", "file", "status", "score", "misconception", "seed", "seconds", "core"),
        "case_misconceptions",
    ),
    "reveal": ("at", "question", "what", "number"),
    "note": ("at", "question", "what", "text"),
    "session": ("id", "at", "kind", "plan"),
    "step": ("session", "at", "name", "data"),
    "review": ("id", "at", "item", "session", "rating", "seconds", "answer", "evidence"),
    "retraction": ("at", "review"),
}
LATER_COLUMNS: dict[str, Any] = {"core": 0, "case_misconceptions": []}
"""Columns that older files lack, with what stands in them then."""
TOLD_APART_BY = {"session": slice(1), "attempt": slice(-len(LATER_COLUMNS))}
"""The columns that make a row another one, where not all do: a file may have gone through an older program."""
JSON_COLUMNS = frozenset({"evidence", "plan", "data", "case_misconceptions"})
"""Columns that hold JSON."""


@dataclass(frozen=True)
class ImportCounts:
    """What an import came to."""

    new: int
    known: int


def read_tables(store: Store) -> dict[str, list[RowValues]]:
    """Every row of every table, in the order in which it was added."""

    def everything(connection: Connection) -> dict[str, list[RowValues]]:
        connection.execute("BEGIN")  # one moment of it, whatever other sessions add
        return {
            table: connection.execute(
                f"SELECT {', '.join(columns)} FROM {table} ORDER BY rowid"
            ).fetchall()
            for table, columns in TABLE_COLUMNS.items()
        }

    return store.do(everything)


def merge_rows(store: Store, new: Iterable[HistoryRow], remembering: Remembering) -> ImportCounts:
    """Adds the rows that are not there yet, all of them or none."""
    by_table: dict[str, list[HistoryRow]] = {table: [] for table in TABLE_COLUMNS}
    for row in sorted(new, key=lambda row: str(row["at"])):
        by_table[row["row"]].append(row)
    return store.do(lambda connection: Merger(connection, remembering).run(by_table))


class Merger:
    """One import, in one transaction."""

    def __init__(self, connection: Connection, remembering: Remembering) -> None:
        self.connection = connection
        self.remembering = remembering
        self.numbers: dict[int, int] = {}
        """A review's number in the file -> its number here."""
        self.new = self.known = 0

    def run(self, rows: dict[str, list[HistoryRow]]) -> ImportCounts:
        self.connection.execute("BEGIN IMMEDIATE")
        for row in rows["session"]:
            self.require_same_session(row)
        for table in ("attempt", "reveal", "note", "session", "step"):
            self.plain(table, rows[table])
        gone = {row["review"] for row in rows["retraction"]}
        self.remember(self.unknown(rows["review"]), gone)
        back = [{**row, "review": self.numbers[row["review"]]} for row in rows["retraction"]]
        self.plain("retraction", back)
        self.connection.execute("COMMIT")
        return ImportCounts(self.new, self.known)

    def require_same_session(self, row: HistoryRow) -> None:
        """Raises UsageError where a session here has its id and is another: its steps would not fit."""
        query = "SELECT kind, plan FROM session WHERE id = ?"
        here = self.connection.execute(query, (row["id"],)).fetchone()
        if here and (here[0], json.loads(here[1])) != (row["kind"], row["plan"]):
            text = _("session {id!r}: another one has this id here: export both once more")
            raise UsageError(text.format(id=row["id"]))

    def plain(self, table: str, new: list[HistoryRow]) -> None:
        """Adds rows that are told apart by what they hold, a session by its id."""
        key = TOLD_APART_BY.get(table, slice(None))
        query = f"SELECT {', '.join(TABLE_COLUMNS[table])} FROM {table}"
        there = {values[key] for values in self.connection.execute(query)}
        for values in (row_values(table, row) for row in new):
            if values[key] in there:
                self.known += 1
                continue
            marks = ", ".join("?" * len(values))
            self.connection.execute(f"INSERT INTO {table} VALUES ({marks})", values)
            there.add(values[key])
            self.new += 1

    def unknown(self, new: list[HistoryRow]) -> list[HistoryRow]:
        """The reviews that are not here yet; two are the same if all but their numbers is."""
        query = f"SELECT {REVIEW_COLUMNS} FROM review"
        there = {values[1:]: values[0] for values in self.connection.execute(query)}
        unknown = []
        for row in new:
            number = there.get(row_values("review", row)[1:])
            if number is None:
                unknown.append(row)
            else:
                self.numbers[row["id"]] = number
        self.known += len(new) - len(unknown)
        self.new += len(unknown)
        return unknown

    def remember(self, new: list[HistoryRow], gone: set[int]) -> None:
        """Adds reviews, each with what is remembered of its item by then."""
        by_item: dict[str, list[HistoryRow]] = {}
        for row in new:
            by_item.setdefault(row["item"], []).append(row)
        memories: dict[int, Memory] = {}
        for item, some in by_item.items():
            memories.update(self.replayed(item, some, gone))
        for row in new:
            memory = memories[row["id"]]
            values = (
                *row_values("review", row)[1:],
                time_stamp(memory.due),
                json.dumps(memory.state),
            )
            self.numbers[row["id"]] = insert_review(self.connection, values)

    def replayed(self, item: str, new: list[HistoryRow], gone: set[int]) -> dict[int, Memory]:
        """What is remembered after each new review of an item, those already here among them.

        The last one that stands holds the whole, because there it will be looked up.
        """
        taken_back = {self.numbers[number] for number in gone if number in self.numbers}
        query = (
            f"SELECT {REVIEW_COLUMNS} FROM review WHERE item = ? "
            "AND id NOT IN (SELECT review FROM retraction) ORDER BY id"
        )
        here = [review_from_row(values) for values in self.connection.execute(query, (item,))]
        both = [(review, 0) for review in here if review.id not in taken_back]
        both += [(review_from_row(row_values("review", row)), row["id"]) for row in new]
        memory: Memory | None = None
        memories: dict[int, Memory] = {}
        for review, number in sorted(both, key=lambda pair: pair[0].at):
            after = self.remembering(memory, review)
            if number:
                memories[number] = after
            if number not in gone:
                memory = after
        standing = [row["id"] for row in new if row["id"] not in gone]
        if standing and memory:
            memories[standing[-1]] = memory
        return memories


def row_values(table: str, row: HistoryRow) -> RowValues:
    """A row as the database holds it."""
    return tuple(
        json.dumps(row[name], ensure_ascii=False) if name in JSON_COLUMNS else row[name]
        for name in TABLE_COLUMNS[table]
    )
