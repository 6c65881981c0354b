"""Notes and marks: added, taken back, carried to another machine, and never lost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from interview.errors import UsageError
from interview.export.history import history_as_text, rows_from_lines
from interview.history.notes import Notes, tolerant_notes
from interview.history.store import Store
from interview.history.transfer import merge_rows, read_tables
from interview.practice.memory.scheduling import memory_after_past_review


def test_notes_stand_until_they_are_taken_back_and_marks_until_they_are_removed():
    notes = Notes()
    for text in ("first", "第二 \ud800"):
        notes.add("attend", text)
    notes.add("mask", "other")
    notes.mark("attend", True)
    notes.mark("mask", True)
    notes.mark("mask", False)
    there = notes.all()
    assert [note.text for note in there.of("attend")] == ["first", "第二 \N{REPLACEMENT CHARACTER}"]
    assert there.marked == {"attend"}
    notes.drop(there.of("attend")[0])
    assert [note.text for note in notes.all().notes] == ["第二 \N{REPLACEMENT CHARACTER}", "other"]


def test_where_there_is_no_history_there_is_no_note_and_none_is_begun(tmp_path):
    assert tolerant_notes().notes == ()
    assert not (tmp_path / "data").exists()


def test_they_are_exported_and_come_in_once(tmp_path):
    here = Notes()
    here.add("attend", "mine")
    here.mark("attend", True)
    text = history_as_text(read_tables(here.store))
    other = Store(tmp_path / "other.db")
    for expected in (2, 0):
        rows = rows_from_lines(text.splitlines(), "file", datetime.now(UTC))
        assert merge_rows(other, rows, memory_after_past_review).new == expected
    assert Notes(other).all() == here.all()
    broken = text.replace('"marked"', '"underlined"')
    with pytest.raises(UsageError, match=r"file:3: note\.what: expected note, dropped"):
        rows_from_lines(broken.splitlines(), "file", datetime.now(UTC))
