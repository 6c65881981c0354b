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

from interview.history.reviews import COLUMNS, Memory, Review, insert, read, stamp
from interview.history.store import Store

Row: TypeAlias = dict[str, Any]
"""Its table under `row`, and the columns of that table."""
Stored: TypeAlias = tuple[Any, ...]
"""The values of a row as the database holds them; what is JSON is still text."""
Remembering: TypeAlias = Callable[[Memory | None, Review], Memory]
"""What is remembered after a review, from what was remembered before it."""
COLUMNS_OF: dict[str, tuple[str, ...]] = {
    "attempt": (
        *("at", "question", "file", "status", "score", "misconception", "seed", "seconds"),
    ),
    "reveal": ("at", "question", "what", "number"),
    "session": ("id", "at", "kind", "plan"),
    "step": ("session", "at", "name", "data"),
    "review": ("id", "at", "item", "session", "rating", "seconds", "answer", "evidence"),
    "retraction": ("at", "review"),
}
DATA = frozenset({"evidence", "plan", "data"})
"""Columns that hold JSON."""


@dataclass(frozen=True)
class Added:
    """What an import came to."""

    new: int
    known: int


def tables(store: Store) -> dict[str, list[Stored]]:
    """Every row of every table, in the order in which it was added."""

    def everything(connection: Connection) -> dict[str, list[Stored]]:
        connection.execute("BEGIN")  # one moment of it, whatever other sessions add
        return {
            table: connection.execute(
                f"SELECT {', '.join(columns)} FROM {table} ORDER BY rowid"
            ).fetchall()
            for table, columns in COLUMNS_OF.items()
        }

    return store.do(everything)


def merge(store: Store, new: Iterable[Row], remembering: Remembering) -> Added:
    """Adds the rows that are not there yet, all of them or none."""
    found: dict[str, list[Row]] = {table: [] for table in COLUMNS_OF}
    for one in sorted(new, key=lambda one: str(one["at"])):
        found[one["row"]].append(one)
    return store.do(lambda connection: Merger(connection, remembering).run(found))


class Merger:
    """One import, in one transaction."""

    def __init__(self, connection: Connection, remembering: Remembering) -> None:
        self.connection = connection
        self.remembering = remembering
        self.numbers: dict[int, int] = {}
        """A review's number in the file -> its number here."""
        self.new = self.known = 0

    def run(self, rows: dict[str, list[Row]]) -> Added:
        self.connection.execute("BEGIN IMMEDIATE")
        for table in ("attempt", "reveal", "session", "step"):
            self.plain(table, rows[table])
        gone = {one["review"] for one in rows["retraction"]}
        self.remember(self.unknown(rows["review"]), gone)
        back = [{**one, "review": self.numbers[one["review"]]} for one in rows["retraction"]]
        self.plain("retraction", back)
        self.connection.execute("COMMIT")
        return Added(self.new, self.known)

    def plain(self, table: str, new: list[Row]) -> None:
        """Adds rows that are told apart by what they hold, a session by its id."""
        key = slice(1) if table == "session" else slice(None)
        query = f"SELECT {', '.join(COLUMNS_OF[table])} FROM {table}"
        there = {values[key] for values in self.connection.execute(query)}
        for values in (stored(table, one) for one in new):
            if values[key] in there:
                self.known += 1
                continue
            marks = ", ".join("?" * len(values))
            self.connection.execute(f"INSERT INTO {table} VALUES ({marks})", values)
            there.add(values[key])
            self.new += 1

    def unknown(self, new: list[Row]) -> list[Row]:
        """The reviews that are not here yet; two are the same if all but their numbers is."""
        query = f"SELECT {COLUMNS} FROM review"
        there = {values[1:]: values[0] for values in self.connection.execute(query)}
        found = []
        for one in new:
            number = there.get(stored("review", one)[1:])
            if number is None:
                found.append(one)
            else:
                self.numbers[one["id"]] = number
        self.known += len(new) - len(found)
        self.new += len(found)
        return found

    def remember(self, new: list[Row], gone: set[int]) -> None:
        """Adds reviews, each with what is remembered of its item by then."""
        by_item: dict[str, list[Row]] = {}
        for one in new:
            by_item.setdefault(one["item"], []).append(one)
        memories: dict[int, Memory] = {}
        for item, some in by_item.items():
            memories.update(self.replayed(item, some, gone))
        for one in new:
            memory = memories[one["id"]]
            values = (*stored("review", one)[1:], stamp(memory.due), json.dumps(memory.state))
            self.numbers[one["id"]] = insert(self.connection, values)

    def replayed(self, item: str, new: list[Row], gone: set[int]) -> dict[int, Memory]:
        """What is remembered after each new review of an item, those already here among them.

        The last one that stands holds the whole, because there it will be looked up.
        """
        taken_back = {self.numbers[number] for number in gone if number in self.numbers}
        query = (
            f"SELECT {COLUMNS} FROM review WHERE item = ? "
            "AND id NOT IN (SELECT review FROM retraction) ORDER BY id"
        )
        here = [read(values) for values in self.connection.execute(query, (item,))]
        both = [(review, 0) for review in here if review.id not in taken_back]
        both += [(read(stored("review", one)), one["id"]) for one in new]
        memory: Memory | None = None
        found: dict[int, Memory] = {}
        for review, number in sorted(both, key=lambda pair: pair[0].at):
            after = self.remembering(memory, review)
            if number:
                found[number] = after
            if number not in gone:
                memory = after
        standing = [one["id"] for one in new if one["id"] not in gone]
        if standing and memory:
            found[standing[-1]] = memory
        return found


def stored(table: str, one: Row) -> Stored:
    """A row as the database holds it."""
    return tuple(
        json.dumps(one[name], ensure_ascii=False) if name in DATA else one[name]
        for name in COLUMNS_OF[table]
    )
