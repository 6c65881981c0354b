"""Several things recorded as one: whatever ends the command, all of them are in the history or none."""

from __future__ import annotations

from collections.abc import Callable
from sqlite3 import Connection
from typing import TypeVar

from interview.history.store import Store

T = TypeVar("T")


class StoreInTransaction(Store):
    """The history within one transaction."""

    def __init__(self, store: Store, connection: Connection) -> None:
        super().__init__(store.path)
        self.connection = connection

    def do(self, action: Callable[[Connection], T]) -> T:
        return action(self.connection)


def at_once(store: Store, action: Callable[[Store], T]) -> T:
    """The action's result; all that it records is on disk when this returns."""

    def whole(connection: Connection) -> T:
        connection.execute("BEGIN IMMEDIATE")
        result = action(StoreInTransaction(store, connection))
        connection.execute("COMMIT")
        return result

    return store.do(whole)
