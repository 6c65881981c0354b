"""Exercise files are never lost and always recognised."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path
from unittest.mock import Mock

import pytest

from interview.bank import Bank
from interview.errors import UsageError
from interview.grading.client.source import NotText, read_source
from interview.practice.exercise import workspace
from interview.practice.exercise.places import (
    exercise_path,
    exercises_folder,
    is_begun,
    is_stub,
    misplaced_things,
)
from interview.practice.exercise.stubs import stub_text
from interview.practice.exercise.watch_events import watch_events
from interview.practice.talk.language import choose_language
from tests.conftest import TOY
from tests.helpers.disk import no_room

BANK = Bank(TOY)
(CARD,) = BANK.cards


def test_start_writes_the_stub_once():
    path, new = workspace.write_stub(CARD)
    assert new
    assert path.read_text() == stub_text(CARD, None)
    path.write_text("mine")
    assert workspace.write_stub(CARD) == (path, False)
    assert path.read_text() == "mine"


def test_a_file_where_the_folder_should_be_is_no_exercise(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("INTERVIEW_EXERCISES", str(tmp_path / "file"))
    for told in (workspace.write_stub, workspace.restore_stub):
        with pytest.raises(UsageError, match=r"01_attend\.py: cannot be written: Not a directory"):
            told(CARD)
    told = pytest.raises(UsageError, match="file: cannot be written: File exists")
    with told, watch_events([exercises_folder()]):
        pass


def test_reset_sets_aside_what_was_written():
    path, _ = workspace.write_stub(CARD)
    path.write_text("mine")
    same, kept = workspace.restore_stub(CARD)
    assert same.read_text() == stub_text(CARD, None)
    assert kept.read_text() == "mine"
    path.write_text("mine again")
    _, again = workspace.restore_stub(CARD)
    assert again != kept
    assert [started.path for started in workspace.started_exercises(BANK)] == [path]


def test_a_stub_nobody_wrote_in_is_not_set_aside():
    workspace.write_stub(CARD)
    path, kept = workspace.restore_stub(CARD)
    assert kept is None
    assert path.read_text() == stub_text(CARD, None)
    assert not (path.parent / workspace.SET_ASIDE_FOLDER).exists()


def test_what_cannot_be_set_aside_stays_and_is_told():
    path, _ = workspace.write_stub(CARD)
    path.write_text("mine")
    (path.parent / workspace.SET_ASIDE_FOLDER).write_text("a file where the folder should be")
    with pytest.raises(UsageError, match=r"01_attend\.py: cannot be set aside: File exists: "):
        workspace.restore_stub(CARD)
    assert path.read_text() == "mine"


@pytest.mark.parametrize("hard_links", [True, False], ids=["hard links", "none"])
@pytest.mark.parametrize("linked", [False, True], ids=["plain", "linked"])
def test_where_a_disk_is_full_what_was_written_stays(tmp_path, monkeypatch, linked, hard_links):
    path = exercise_path(CARD)
    path.parent.mkdir(parents=True)
    real = tmp_path / "mine.py" if linked else path
    real.write_text("mine")
    if linked:
        path.symlink_to(real)
    if not hard_links:
        monkeypatch.setattr(os, "link", Mock(side_effect=OSError(errno.EPERM, "no links")))
    with no_room(), pytest.raises(UsageError, match="nothing was changed: make room on its disk"):
        workspace.restore_stub(CARD)
    assert path.read_text() == "mine"
    assert path.is_symlink() is linked
    assert list((path.parent / workspace.SET_ASIDE_FOLDER).iterdir()) == []


def test_a_stub_that_found_no_room_is_not_there_and_an_empty_file_is_none():
    with no_room(), pytest.raises(UsageError, match="make room on its disk"):
        workspace.write_stub(CARD)
    path = exercise_path(CARD)
    assert list(path.parent.iterdir()) == []
    path.write_bytes(b"")  # as earlier versions left it
    assert not is_begun(CARD)
    assert workspace.write_stub(CARD) == (path, True)
    path.write_bytes(b"")
    assert workspace.restore_stub(CARD) == (path, None)
    assert path.read_text() == stub_text(CARD, None)


def test_a_link_to_an_exercise_stays_a_link(tmp_path):
    path = exercise_path(CARD)
    path.parent.mkdir(parents=True)
    (tmp_path / "mine.py").write_text("mine")
    path.symlink_to(tmp_path / "mine.py")
    assert workspace.write_stub(CARD) == (path, False)
    _, kept = workspace.restore_stub(CARD)
    assert kept.read_text() == "mine"
    assert not kept.is_symlink()
    assert path.is_symlink()
    assert (tmp_path / "mine.py").read_text() == stub_text(CARD, None)


def socket_at(path):
    with socket.socket(socket.AF_UNIX) as server:
        os.chdir(path.parent)  # the name of a socket is short
        server.bind(path.name)


ODD_THINGS = {
    "a link to nothing": (lambda path: path.symlink_to("nowhere"), "a link to nowhere, where nothing is"),
    "a link in a circle": (lambda path: path.symlink_to(path.name), "Too many levels of symbolic links"),
    "a folder": (Path.mkdir, "expected a file, got a folder: move it out of the way"),
    "a pipe": (os.mkfifo, "expected a file, got something else: move it out of the way"),
    "a socket": (socket_at, "expected a file, got something else: move it out of the way"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "expected a file, got something else"),
}  # fmt: skip


@pytest.mark.parametrize("thing", ODD_THINGS)
def test_of_what_is_no_file_everything_says_the_same_and_leaves_it(thing):
    make, told = ODD_THINGS[thing]
    path = exercise_path(CARD)
    path.parent.mkdir(parents=True)
    make(path)
    before = path.lstat()
    for way in (workspace.write_stub, workspace.restore_stub):
        with pytest.raises(UsageError, match=told):
            way(CARD)
    for texts in (["1"], []):
        with pytest.raises(UsageError, match=told):
            workspace.exercises_to_grade(BANK, texts)
    with pytest.raises(UsageError, match=told.partition(": move")[0]):
        workspace.find_exercise(BANK, str(path))
    (line,) = misplaced_things(BANK)
    assert told in line
    assert not is_begun(CARD)
    assert not is_stub(path, CARD)
    assert path.lstat() == before


def test_what_cannot_be_graded_is_told_and_the_rest_is_graded(tmp_path):
    path, _ = workspace.write_stub(CARD)
    exercises, problems = workspace.exercises_to_grade(BANK, ["none.py", "1", str(tmp_path)])
    assert [exercise.path for exercise in exercises] == [path]
    assert [line.partition(": ")[0] for line in problems] == ["none.py", str(tmp_path)]


def test_a_file_tells_its_question_by_its_first_line_else_by_its_name(tmp_path):
    renamed = tmp_path / "my answer.py"
    renamed.write_text("# interview: attend\n")
    named = tmp_path / "01_attend.py"
    named.write_text("x = 1\n")
    unknown = tmp_path / "unknown.py"
    unknown.write_text("x = 1\n")
    exercises, problems = workspace.exercises_to_grade(BANK, [str(renamed), str(named)])
    assert [t.card.id for t in exercises] == ["toy:attend"] * 2
    assert problems == []
    with pytest.raises(UsageError, match="cannot tell its question"):
        workspace.find_exercise(BANK, str(unknown))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("none.py", "no such file"),
        ("1", "not started yet"),
        ("99", "no such question"),
        (".", "got a folder: name a .py file"),
        ("/dev/null", "got something else"),
        ("a" * 300 + ".py", "cannot be read: File name too long: "),
    ],
)
def test_a_target_that_is_none_is_told(text, told):
    with pytest.raises(UsageError, match=told):
        workspace.find_exercise(BANK, text)


@pytest.mark.parametrize("forbidden", ["open", "lstat"])
def test_a_file_that_must_not_be_read_is_told(tmp_path, monkeypatch, forbidden):
    """Forbidden by hand: permissions bind nobody who runs the tests as root."""
    path = tmp_path / "attend.py"
    path.write_text("x = 1\n")

    def refuse(*_arguments, **_settings):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, forbidden, refuse)
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
