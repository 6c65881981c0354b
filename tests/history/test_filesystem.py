"""A history on a network file system does without the write-ahead log, and two hosts' worth of writers lose nothing."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from interview.history import filesystem
from interview.history.store import Store


@pytest.fixture
def mounted(tmp_path, monkeypatch):
    """Makes the system say that a folder of this test's is a file system of some kind."""

    def mount(folder: str, kind: str):
        place = tmp_path / folder
        place.mkdir()
        escaped = str(place).replace(" ", "\\040")
        lines = ["/dev/vda / ext4 rw 0 0", f"server:/home {escaped} {kind} rw,vers=4.2 0 0"]
        monkeypatch.setattr(filesystem, "MOUNTS_FILE", tmp_path / "mounts")
        filesystem.MOUNTS_FILE.write_text("\n".join(lines) + "\n")
        filesystem.is_networked.cache_clear()
        return place

    yield mount
    filesystem.is_networked.cache_clear()


def journal(store: Store) -> str:
    with closing(sqlite3.connect(store.path)) as connection:
        return connection.execute("PRAGMA journal_mode").fetchone()[0]


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p"])
@pytest.mark.parametrize("folder", ["home", "a home with spaces"])
def test_a_network_file_system_gets_a_rollback_journal(mounted, kind, folder):
    store = Store(mounted(folder, kind) / "below" / "history.db")
    store.reveal("attend", "hint", 1)
    assert journal(store) == "delete"
    assert store.hints_seen("attend") == 1


def test_a_local_one_beside_it_keeps_the_log(mounted, tmp_path):
    mounted("home", "nfs4")
    store = Store(tmp_path / "home2" / "history.db")
    store.reveal("attend", "hint", 1)
    assert journal(store) == "wal"


def test_a_history_that_was_moved_there_is_changed_over_and_keeps_everything(mounted, tmp_path):
    local = Store(tmp_path / "history.db")
    local.reveal("attend", "hint", 2)
    assert journal(local) == "wal"
    place = mounted("home", "nfs")
    moved = Store(local.path.rename(place / "history.db"))
    moved.reveal("attend", "hint", 3)
    assert journal(moved) == "delete"
    assert moved.hints_seen("attend") == 3


def test_while_another_holds_it_open_it_is_changed_over_later(mounted, tmp_path):
    local = Store(tmp_path / "history.db")
    local.reveal("attend", "hint", 1)
    moved = Store(local.path.rename(mounted("home", "nfs") / "history.db"))
    with closing(sqlite3.connect(moved.path)) as other:
        other.execute("SELECT * FROM reveal").fetchall()
        moved.reveal("attend", "hint", 2)
    moved.reveal("attend", "hint", 3)
    assert journal(moved) == "delete"
    assert moved.hints_seen("attend") == 3


def test_writers_at_the_same_time_all_get_their_turn(mounted):
    path = mounted("home", "nfs4") / "history.db"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: Store(path).reveal(f"question {n}", "stub"), range(20)))
    assert len(Store(path).handed_out()) == 20


def test_where_the_system_tells_nothing_it_is_taken_for_local(tmp_path, monkeypatch):
    monkeypatch.setattr(filesystem, "MOUNTS_FILE", tmp_path / "none")
    filesystem.is_networked.cache_clear()
    assert not filesystem.is_networked(tmp_path)
    filesystem.is_networked.cache_clear()
