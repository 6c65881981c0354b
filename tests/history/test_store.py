"""The history: rows are only added, and a history that can't be used stops nobody."""

from __future__ import annotations

import multiprocessing
import sqlite3
from dataclasses import replace

import pytest

from interview.history.damage import file_identity, set_damaged_aside
from interview.history.rounds import current_round
from interview.history.store import MIGRATIONS, Recorder, Store, StoreError, tolerant_statuses
from interview.model.verdict import GroupResult, Verdict


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


def test_an_attempt_whose_name_is_no_utf8_is_recorded():
    Store().record(replace(verdict("wrong"), file="\udcff.py"))
    assert Store().statuses() == {"attend": "wrong"}


def test_hints_seen_count_until_the_question_is_passed():
    store = Store()
    store.reveal("attend", "hint", 1)
    store.reveal("attend", "hint", 2)
    assert store.hints_seen("attend") == 2
    store.record(verdict("wrong"))
    assert store.hints_seen("attend") == 2
    store.record(verdict("accepted"))
    assert store.hints_seen("attend") == 0


def test_hints_are_counted_on_while_only_the_core_is_right():
    store = Store()
    store.reveal("attend", "hint", 1)
    store.record(replace(verdict("wrong"), groups=(GroupResult("attend", "core", 0.6, 1, 1),)))
    assert store.hints_seen("attend") == 1
    assert store.statuses() == {"attend": "wrong"}
    assert current_round(store, "attend").passed
    assert not current_round(store, "attend").accepted


def test_a_session_waits_for_another_one_that_begins_the_same_history(tmp_path, monkeypatch):
    path = tmp_path / "history.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")  # what SQLite itself does not wait for, to change the journal
    waits = []

    def other_finishes(seconds):
        waits.append(seconds)
        other.rollback()

    monkeypatch.setattr("interview.history.waiting.time.sleep", other_finishes)
    Store(path).record(verdict("wrong"))
    assert len(waits) == 1


def test_who_waits_too_long_for_another_session_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("interview.history.waiting.PATIENCE", 0.05)
    path = tmp_path / "history.db"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="database is locked"):
        Store(path).record(verdict("wrong"))


def test_a_wait_that_lasts_is_told_once(tmp_path, monkeypatch, capsys):
    path = tmp_path / "history.db"
    Store(path).record(verdict("wrong"))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    clock = iter(range(100))
    steps = []

    def other_finishes_at_last(seconds):
        steps.append(seconds)
        if len(steps) == 4:
            other.rollback()

    monkeypatch.setattr("interview.history.waiting.time.monotonic", lambda: next(clock) / 2)
    monkeypatch.setattr("interview.history.waiting.time.sleep", other_finishes_at_last)
    Store(path).record(verdict("accepted"))
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "another program holds the history: waiting, at most 10 seconds" in told
    assert Store(path).statuses() == {"attend": "accepted"}


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


GARBAGE = b"this is no database, but long enough to be read as one" * 200


def cut_short(path):
    """A database whose second half is gone, as after a crash of the whole machine."""
    for number in range(200):
        Store(path).reveal(f"question-{number}", "hint", 1)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = path.read_bytes()
    return data[: len(data) // 3] + bytes(len(data) // 3)


@pytest.mark.parametrize("damage", [lambda path: GARBAGE, cut_short], ids=["garbage", "cut short"])
def test_a_damaged_history_is_set_aside_untouched_and_a_fresh_one_begun(tmp_path, capsys, damage):
    path = tmp_path / "history.db"
    broken = damage(path)
    path.write_bytes(broken)
    Store(path).record(verdict("wrong"))
    assert Store(path).statuses() == {"attend": "wrong"}
    kept = next(path for path in tmp_path.glob("history.db.damaged-*") if path.name[-4:] != "-wal")
    assert kept.read_bytes() == broken
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert str(kept.name) in told


def test_a_second_damaged_history_does_not_replace_the_first(tmp_path):
    path = tmp_path / "history.db"
    for text in (b"one" * 999, b"two" * 999):
        path.write_bytes(text)
        assert Store(path).statuses() == {}
    kept = sorted(tmp_path.glob("history.db.damaged-*"))
    assert [path.read_bytes()[:3] for path in kept] == [b"one", b"two"]


def test_two_sessions_that_meet_the_same_damage_keep_what_the_first_began(tmp_path):
    path = tmp_path / "history.db"
    path.write_bytes(GARBAGE)
    seen = file_identity(path)
    Store(path).record(verdict("wrong"))
    set_damaged_aside(path, seen)
    assert Store(path).statuses() == {"attend": "wrong"}


def test_the_recorder_goes_on_after_damage_as_if_nothing_was(tmp_path, monkeypatch, capsys):
    path = tmp_path / "history.db"
    path.write_bytes(GARBAGE)
    monkeypatch.setattr("interview.history.store.history_path", lambda: path)
    recorder = Recorder()
    recorder.reveal("attend", "hint", 1)
    assert recorder.hints_seen("attend") == 1
    assert "nothing is recorded" not in capsys.readouterr().err


def test_an_empty_file_is_an_empty_history(tmp_path):
    path = tmp_path / "history.db"
    path.write_bytes(b"")
    Store(path).record(verdict("wrong"))
    assert [path.name for path in tmp_path.glob("*damaged*")] == []


def test_a_recorder_that_cannot_record_says_so_once(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "history.db"
    monkeypatch.setattr("interview.history.store.history_path", lambda: path)
    recorder = Recorder()
    recorder.record(verdict("wrong"))
    recorder.reveal("attend", "hint", 1)
    assert recorder.hints_seen("attend") == 0
    assert tolerant_statuses() == {}
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "nothing is recorded" in told


def test_each_earlier_version_is_brought_up_to_date_with_what_it_holds(tmp_path):
    for version in range(len(MIGRATIONS)):
        path = tmp_path / f"{version}.db"
        with sqlite3.connect(path) as connection:
            for statement in (sql for step in MIGRATIONS[:version] for sql in step):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version}")
            if version:
                row = ("2026-01-01T00:00:00+00:00", "attend", "f", "accepted", 1.0, None, 1, 0.1)
                columns = "at, question, file, status, score, misconception, seed, seconds"
                values = f"INSERT INTO attempt ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                connection.execute(values, row)
        assert Store(path).statuses() == ({"attend": "accepted"} if version else {})
        assert current_round(Store(path), "attend").passed is bool(version)
        Store(path).record(verdict("wrong"))


def test_a_clock_set_back_changes_neither_order_nor_what_counts(monkeypatch):
    store = Store()
    store.reveal("attend", "hint", 1)
    store.record(verdict("accepted"))
    monkeypatch.setattr(
        "interview.history.store.stamp_now", lambda: "2001-01-01T00:00:00.000000+00:00"
    )
    store.reveal("attend", "hint", 1)
    store.record(verdict("wrong", "other"))
    store.record(verdict("crashed", "other"))
    assert store.hints_seen("attend") == 1
    assert store.statuses() == {"attend": "accepted", "other": "crashed"}
