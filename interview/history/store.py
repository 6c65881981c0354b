"""The learner's history in SQLite: attempts, hints and solutions seen. Rows are only ever added."""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from interview.errors import InterviewError
from interview.history.damage import file_identity, is_busy, is_damage, set_damaged_aside
from interview.history.filesystem import is_networked
from interview.history.migrations import MIGRATIONS
from interview.history.waiting import PAUSE, Wait
from interview.messages import _

if TYPE_CHECKING:
    from interview.model.verdict import Verdict

T = TypeVar("T")
LONE_SURROGATES = re.compile("[\ud800-\udfff]")
HINTS = 3
"""So many every exercise has."""
APPLICATION_NAME = "transformer-interview"


class StoreError(InterviewError):
    """The history can't be read or written."""


class HistoryDamaged(StoreError):
    """The file was no database; it is set aside, and the next use begins a fresh one."""


class HistoryBusy(StoreError):
    """Another session is at it."""


def history_path() -> Path:
    """Where the history is; raises StoreError where no home folder is known."""
    from platformdirs import user_data_path

    try:
        path = user_data_path(APPLICATION_NAME, appauthor=False) / "history.db"
        if path.is_absolute():
            return path
    except RuntimeError:
        pass
    raise StoreError(_("no home folder is known for the history: set HOME or XDG_DATA_HOME"))


class Store:
    """The history at `path`; every write is on disk before its method returns."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or history_path()

    def do(self, action: Callable[[sqlite3.Connection], T]) -> T:
        """The action's result; where the file turns out to be damaged, on the fresh one begun for it.

        While another session is at it, the action begins anew: what it did so far was rolled back.
        """
        wait, fresh = Wait(self.path), False
        while True:
            try:
                with self.open() as connection:
                    return action(connection)
            except HistoryBusy:
                if wait.is_over():
                    raise
            except HistoryDamaged:
                if fresh:
                    raise
                fresh = True

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """A connection to an up-to-date database; raises StoreError if there can't be one."""
        connection = None
        seen = file_identity(self.path)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=PAUSE, isolation_level=None)
            set_journal_mode(connection, is_networked(self.path.parent))
            migrate_database(connection, self.path)
            yield connection
        except (OSError, sqlite3.Error) as error:
            if connection is not None and is_damage(error):
                connection.close()
                self.set_aside(seen)
                raise HistoryDamaged(f"{self.path}: {error}") from None
            if is_busy(error):
                raise self.held(error) from None
            raise self.unusable(error) from None
        finally:
            if connection is not None:
                connection.close()

    def set_aside(self, seen: int | None) -> None:
        try:
            set_damaged_aside(self.path, seen)
        except OSError as error:
            raise self.unusable(error) from None

    def unusable(self, error: Exception) -> StoreError:
        text = _(
            "{path}: the history cannot be used: {error}: make room for it, "
            "or set XDG_DATA_HOME to a folder of your own"
        )
        reason = getattr(error, "strerror", None) or error
        return StoreError(text.format(path=self.path, error=reason))

    def held(self, error: Exception) -> HistoryBusy:
        text = _(
            "{path}: the history cannot be used: {error}: another program holds it: end that one"
        )
        return HistoryBusy(text.format(path=self.path, error=error))

    def record(self, verdict: Verdict) -> None:
        """Adds one graded attempt."""
        row = (
            verdict.question,
            storable(verdict.file),
            verdict.status,
            verdict.score,
            verdict.misconception,
            verdict.seed,
            verdict.seconds,
            int(verdict.core_right),
            json.dumps(verdict.case_misconceptions, ensure_ascii=False),
        )
        statement = "INSERT INTO attempt VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        self.do(lambda c: c.execute(statement, (stamp_after_last(c, verdict.question), *row)))

    def reveal(self, question: str, what: str, number: int = 0) -> None:
        """Adds that a `hint` or the `solution` was shown, or a fresh `stub` handed out."""
        statement = "INSERT INTO reveal VALUES (?, ?, ?, ?)"
        self.do(
            lambda c: c.execute(statement, (stamp_after_last(c, question), question, what, number))
        )

    def hints_seen(self, question: str) -> int:
        """How many hints were shown since the question was last passed."""
        query = (
            f"SELECT MIN({HINTS}, COALESCE(MAX(number), 0)) FROM reveal WHERE question = ? AND what = 'hint' "
            "AND at > COALESCE((SELECT MAX(at) FROM attempt "
            "WHERE question = ? AND status = 'accepted'), '')"
        )
        return int(self.do(lambda c: c.execute(query, (question, question)).fetchone()[0]))

    def handed_out(self) -> frozenset[str]:
        """The questions whose stub was ever handed out."""
        query = "SELECT DISTINCT question FROM reveal WHERE what = 'stub'"
        return frozenset(id for (id,) in self.do(lambda c: c.execute(query).fetchall()))

    def statuses(self) -> dict[str, str]:
        """Question id -> `accepted` if it was ever passed, else the status of its last attempt."""
        query = "SELECT question, status FROM attempt ORDER BY at"
        rows = self.do(lambda c: c.execute(query).fetchall())
        statuses: dict[str, str] = {}
        for question, status in rows:
            if statuses.get(question) != "accepted":
                statuses[question] = status
        return statuses


def storable(text: str) -> str:
    """The text without what no UTF-8 can say: half characters, as of a name or a key that is none."""
    return LONE_SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)


def set_journal_mode(connection: sqlite3.Connection, shared: bool) -> None:
    """A write-ahead log, or a rollback journal where another machine may `share` the file."""
    if not shared:
        connection.execute("PRAGMA journal_mode = WAL")
        return
    with suppress(sqlite3.OperationalError):  # it had a log, and is in use: the next one changes it
        connection.execute("PRAGMA journal_mode = DELETE")


def migrate_database(connection: sqlite3.Connection, path: Path) -> None:
    """Brings the database to the newest version; refuses one from the future."""
    if database_version(connection) == len(MIGRATIONS):
        return
    connection.execute("BEGIN IMMEDIATE")  # another terminal may be doing the same
    version = database_version(connection)
    if version > len(MIGRATIONS):
        text = _("{path}: written by a newer version ({version}): update the program to use it")
        raise StoreError(text.format(path=path, version=version))
    for statements in MIGRATIONS[version:]:
        for statement in statements:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    connection.execute("COMMIT")


def database_version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def stamp_now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def stamp_after_last(connection: sqlite3.Connection, question: str) -> str:
    """Now, but after everything recorded of a question: a clock set back counts as no time passed."""
    query = (
        "SELECT MAX((SELECT COALESCE(MAX(at), '') FROM attempt WHERE question = :question), "
        "(SELECT COALESCE(MAX(at), '') FROM reveal WHERE question = :question))"
    )
    (last,) = connection.execute(query, {"question": question}).fetchone()
    current = stamp_now()
    if last < current:
        return current
    return (datetime.fromisoformat(last) + timedelta(microseconds=1)).isoformat(
        timespec="microseconds"
    )


def tolerant_statuses() -> dict[str, str]:
    """Question id -> status; nothing where there is no usable history, or none yet."""
    try:
        return Store().statuses() if history_path().is_file() else {}
    except StoreError:
        return {}


class Recorder:
    """Records what happens, and goes on with one warning where it can't."""

    def __init__(self) -> None:
        self.store: Store | None = None
        try:
            self.store = Store()
        except StoreError as error:
            self.give_up(error)

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
            self.give_up(error)
            return otherwise

    def give_up(self, error: StoreError) -> None:
        """Nothing is recorded from here on, and that is said."""
        self.store = None
        text = _("{error}: practice goes on, nothing is recorded")
        print(text.format(error=error), file=sys.stderr)
