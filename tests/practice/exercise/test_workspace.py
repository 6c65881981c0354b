"""Exercise files are never lost and always recognised."""

from __future__ import annotations

import os

import pytest

from interview.bank import Bank
from interview.errors import UsageError
from interview.grading.client.source import NotText, read_source
from interview.practice.exercise import workspace
from interview.practice.exercise.watch import watch_events
from interview.practice.talk.language import choose_language
from tests.conftest import TOY

BANK = Bank(TOY)
(CARD,) = BANK.cards


def test_start_writes_the_stub_once():
    path, new = workspace.write_stub(CARD)
    assert new
    assert path.read_text() == CARD.stub.read_text()
    path.write_text("mine")
    assert workspace.write_stub(CARD) == (path, False)
    assert path.read_text() == "mine"


def test_a_file_where_the_folder_should_be_is_no_exercise(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("INTERVIEW_EXERCISES", str(tmp_path / "file"))
    with pytest.raises(UsageError, match=r"01_attend\.py: cannot be written: File exists"):
        workspace.write_stub(CARD)
    told = pytest.raises(UsageError, match="file: cannot be written: File exists")
    with told, watch_events(workspace.exercises_folder()):
        pass


def test_reset_sets_aside_what_was_written():
    path, _ = workspace.write_stub(CARD)
    path.write_text("mine")
    same, kept = workspace.restore_stub(CARD)
    assert same.read_text() == CARD.stub.read_text()
    assert kept.read_text() == "mine"
    path.write_text("mine again")
    _, again = workspace.restore_stub(CARD)
    assert again != kept
    assert [started.path for started in workspace.started_exercises(BANK)] == [path]


def test_a_stub_nobody_wrote_in_is_not_set_aside():
    workspace.write_stub(CARD)
    path, kept = workspace.restore_stub(CARD)
    assert kept is None
    assert path.read_text() == CARD.stub.read_text()
    assert not (path.parent / workspace.SET_ASIDE_FOLDER).exists()


def test_what_cannot_be_set_aside_stays_and_is_told():
    path, _ = workspace.write_stub(CARD)
    path.write_text("mine")
    (path.parent / workspace.SET_ASIDE_FOLDER).write_text("a file where the folder should be")
    with pytest.raises(UsageError, match=r"01_attend\.py: cannot be set aside: File exists: "):
        workspace.restore_stub(CARD)
    assert path.read_text() == "mine"


def test_a_file_tells_its_question_by_its_first_line_else_by_its_name(tmp_path):
    renamed = tmp_path / "my answer.py"
    renamed.write_text("# interview: attend\n")
    named = tmp_path / "01_attend.py"
    named.write_text("x = 1\n")
    unknown = tmp_path / "unknown.py"
    unknown.write_text("x = 1\n")
    assert [t.card.id for t in workspace.exercises_to_grade(BANK, [str(renamed), str(named)])] == [
        "attend"
    ] * 2
    with pytest.raises(UsageError, match="cannot tell its question"):
        workspace.find_exercise(BANK, str(unknown))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("none.py", "no such file"),
        ("1", "not started yet"),
        ("99", "no such question"),
        (".", "got a folder"),
        ("/dev/null", "got something else"),
        ("a" * 300 + ".py", "cannot be read: File name too long: "),
    ],
)
def test_a_target_that_is_none_is_told(text, told):
    with pytest.raises(UsageError, match=told):
        workspace.find_exercise(BANK, text)


@pytest.mark.parametrize("forbidden", ["open", "stat"])
def test_a_file_that_must_not_be_read_is_told(tmp_path, monkeypatch, forbidden):
    """Forbidden by hand: permissions bind nobody who runs the tests as root."""
    path = tmp_path / "attend.py"
    path.write_text("x = 1\n")

    def refuse(*_arguments, **_settings):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(workspace.Path if forbidden == "stat" else os, forbidden, refuse)
    with pytest.raises(UsageError, match=r"attend\.py: cannot be read: Permission denied: "):
        workspace.find_exercise(BANK, str(path))


def test_nothing_started_is_told():
    with pytest.raises(UsageError, match="nothing started yet"):
        workspace.exercises_to_grade(BANK, [])


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\xff\xfe", "UTF-8"),
        (b"a\0b", "NUL"),
        (b"#" * 300_000, "larger than"),
    ],
)
def test_a_file_that_is_no_text_is_told(tmp_path, data, told):
    path = tmp_path / "a.py"
    path.write_bytes(data)
    with pytest.raises(NotText, match=told):
        read_source(path)


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path):
    path = tmp_path / "a.py"
    path.write_bytes(b"\xef\xbb\xbfx = 1\r\ny = 2\r\n")
    assert read_source(path) == "x = 1\ny = 2\n"


def test_the_language_is_asked_for_or_found_out(monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert choose_language(None) == "zh"
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert choose_language(None) == "en"
    monkeypatch.setenv("INTERVIEW_LANG", "zh")
    assert choose_language(None) == "zh"
    assert choose_language("en") == "en"
    with pytest.raises(UsageError, match="expected en or zh"):
        choose_language("fr")
