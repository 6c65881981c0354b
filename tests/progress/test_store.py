"""The history: rows are only added, and a history that can't be used stops nobody."""

from __future__ import annotations

import multiprocessing
import sqlite3

import pytest

from interview.model import Verdict
from interview.progress.store import Recorder, Store, StoreError, tolerant_statuses


def verdict(status, question="attend"):
    return Verdict(question, "f.py", status, 0.5, 1)


def record_some(path, count):
    for _ in range(count):
        Store(path).record(verdict("wrong"))


def test_a_question_once_passed_stays_passed():
    store = Store()
    for status in ("wrong", "accepted", "crashed"):
        store.record(verdict(status))
    store.record(verdict("timeout", "other"))
    assert store.statuses() == {"attend": "accepted", "other": "timeout"}


def test_hints_seen_count_until_the_question_is_passed():
    store = Store()
    store.reveal("attend", "hint", 1)
    store.reveal("attend", "hint", 2)
    assert store.hints_seen("attend") == 2
    store.record(verdict("wrong"))
    assert store.hints_seen("attend") == 2
    store.record(verdict("accepted"))
    assert store.hints_seen("attend") == 0


def test_two_processes_may_open_the_history_for_the_first_time_at_once(tmp_path):
    path = tmp_path / "h" / "history.db"
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=record_some, args=(path, 20)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    (count,) = sqlite3.connect(path).execute("SELECT COUNT(*) FROM attempt").fetchone()
    assert count == 60


def test_a_history_from_a_newer_version_is_refused(tmp_path):
    path = tmp_path / "history.db"
    Store(path).record(verdict("wrong"))
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="newer version"):
        Store(path).statuses()


@pytest.mark.parametrize("broken", [b"this is no database, but long enough to be read as one" * 20])
def test_a_broken_history_is_told_once_and_left_as_it_is(tmp_path, monkeypatch, capsys, broken):
    path = tmp_path / "history.db"
    path.write_bytes(broken)
    monkeypatch.setattr("interview.progress.store.default_path", lambda: path)
    recorder = Recorder()
    recorder.record(verdict("wrong"))
    recorder.reveal("attend", "hint", 1)
    assert recorder.hints_seen("attend") == 0
    assert tolerant_statuses() == {}
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "nothing is recorded" in told
    assert path.read_bytes() == broken
