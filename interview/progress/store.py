"""The learner's history in SQLite: attempts, hints and solutions seen. Rows are only ever added."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from interview.errors import InterviewError
from interview.model import Verdict

T = TypeVar("T")
APPLICATION = "transformer-interview"
MIGRATIONS = (
    (
        "CREATE TABLE attempt (at TEXT NOT NULL, question TEXT NOT NULL, file TEXT NOT NULL, "
        "status TEXT NOT NULL, score REAL NOT NULL, misconception TEXT, seed INTEGER NOT NULL, "
        "seconds REAL NOT NULL)",
        "CREATE INDEX attempt_question ON attempt (question, at)",
        "CREATE TABLE reveal (at TEXT NOT NULL, question TEXT NOT NULL, what TEXT NOT NULL, "
        "number INTEGER NOT NULL)",
        "CREATE INDEX reveal_question ON reveal (question, at)",
    ),
    (
        "CREATE TABLE review (id INTEGER PRIMARY KEY, at TEXT NOT NULL, item TEXT NOT NULL, "
        "session TEXT NOT NULL, rating INTEGER NOT NULL, seconds REAL NOT NULL, answer TEXT NOT NULL, "
        "evidence TEXT NOT NULL, due TEXT NOT NULL, memory TEXT NOT NULL)",
        "CREATE INDEX review_item ON review (item, id)",
        "CREATE TABLE retraction (at TEXT NOT NULL, review INTEGER NOT NULL)",
        "CREATE INDEX retraction_review ON retraction (review)",
        "CREATE TABLE session (id TEXT PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, "
        "plan TEXT NOT NULL)",
        "CREATE INDEX session_kind ON session (kind)",
        "CREATE TABLE step (session TEXT NOT NULL, at TEXT NOT NULL, name TEXT NOT NULL, "
        "data TEXT NOT NULL)",
        "CREATE INDEX step_session ON step (session)",
    ),
)
"""Each brings a database from its place in the list to the next version; none is ever changed."""


class StoreError(InterviewError):
    """The history can't be read or written."""


def default_path() -> Path:
    from platformdirs import user_data_path

    return user_data_path(APPLICATION, appauthor=False) / "history.db"


class Store:
    """The history at `path`; every write is on disk before its method returns."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or default_path()

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """A connection to an up-to-date database; raises StoreError if there can't be one."""
        connection = None
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=10, isolation_level=None)
            connection.execute("PRAGMA journal_mode = WAL")
            migrate(connection, self.path)
            yield connection
        except (OSError, sqlite3.Error) as error:
            raise StoreError(f"{self.path}: the history cannot be used: {error}") from None
        finally:
            if connection is not None:
                connection.close()

    def record(self, verdict: Verdict) -> None:
        """Adds one graded attempt."""
        row = (
            now(),
            verdict.question,
            verdict.file,
            verdict.status,
            verdict.score,
            verdict.misconception,
            verdict.seed,
            verdict.seconds,
        )
        with self.open() as connection:
            connection.execute("INSERT INTO attempt VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def reveal(self, question: str, what: str, number: int = 0) -> None:
        """Adds that a hint or the solution was shown."""
        with self.open() as connection:
            row = (now(), question, what, number)
            connection.execute("INSERT INTO reveal VALUES (?, ?, ?, ?)", row)

    def hints_seen(self, question: str) -> int:
        """How many hints were shown since the question was last passed."""
        with self.open() as connection:
            query = (
                "SELECT COALESCE(MAX(number), 0) FROM reveal WHERE question = ? AND what = 'hint' "
                "AND at > COALESCE((SELECT MAX(at) FROM attempt "
                "WHERE question = ? AND status = 'accepted'), '')"
            )
            return int(connection.execute(query, (question, question)).fetchone()[0])

    def statuses(self) -> dict[str, str]:
        """Question id -> `accepted` if it was ever passed, else the status of its last attempt."""
        with self.open() as connection:
            rows = connection.execute("SELECT question, status FROM attempt ORDER BY at").fetchall()
        found: dict[str, str] = {}
        for question, status in rows:
            if found.get(question) != "accepted":
                found[question] = status
        return found


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Brings the database to the newest version; refuses one from the future."""
    if version_of(connection) == len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")  # another terminal may be doing the same
    version = version_of(connection)
    if version > len(MIGRATIONS):
        raise StoreError(
            f"{path}: written by a newer version ({version}): update the program to use it"
        )
    for statements in MIGRATIONS[version:]:
        for statement in statements:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    connection.execute("COMMIT")


def version_of(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def tolerant_statuses() -> dict[str, str]:
    """Question id -> status; nothing where there is no usable history, or none yet."""
    if not default_path().is_file():
        return {}
    try:
        return Store().statuses()
    except StoreError:
        return {}


class Recorder:
    """Records what happens, and goes on with one warning where it can't."""

    def __init__(self) -> None:
        self.store: Store | None = Store()

    def record(self, verdict: Verdict) -> None:
        self.tried(lambda store: store.record(verdict), None)

    def reveal(self, question: str, what: str, number: int = 0) -> None:
        self.tried(lambda store: store.reveal(question, what, number), None)

    def hints_seen(self, question: str) -> int:
        return self.tried(lambda store: store.hints_seen(question), 0)

    def statuses(self) -> dict[str, str]:
        return self.tried(lambda store: store.statuses(), {})

    def tried(self, action: Callable[[Store], T], otherwise: T) -> T:
        if self.store is None:
            return otherwise
        try:
            return action(self.store)
        except StoreError as error:
            self.store = None
            print(f"{error}: grading goes on, nothing is recorded", file=sys.stderr)
            return otherwise
