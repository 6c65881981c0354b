"""Saves are seen with the system's notices and without: nothing makes `watch` deaf."""

from __future__ import annotations

import _thread
import itertools
import shutil
import threading
import time

import pytest

from interview.practice.exercise import saves
from interview.practice.exercise.saves import WatchedFolder
from tests.helpers.processes import until

NOTES: list[str] = []
FILES: list[str] = []
"""What was said, and which files were told, in the test that runs."""


class EnoughError(BaseException):
    """What was to be told was told."""


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "exercises"
    folder.mkdir()
    (folder / "a.py").write_text("as it was")
    (folder / "b.py").write_text("as it was")
    return folder


def told(folder, *happens, saved=1):
    """What is said and which files are told, while one thing after another happens, up to so many saves."""
    NOTES.clear()
    FILES.clear()

    def hear(path):
        FILES.append(path.name)
        if len(FILES) >= saved:
            raise EnoughError

    def happen():
        for do in happens:
            time.sleep(0.1)
            do()

    watched = WatchedFolder(folder, saved=hear, said=NOTES.append)
    deaf = threading.Timer(30, _thread.interrupt_main)
    deaf.start()
    threading.Thread(target=happen, daemon=True).start()
    with pytest.raises(EnoughError):
        watched.watch()
    deaf.cancel()
    return list(NOTES), list(FILES)


def write(path, text="new"):
    return lambda: path.write_text(text)


def replace(path, text="new"):
    def save():
        path.with_suffix(".tmp").write_text(text)
        path.with_suffix(".tmp").replace(path)

    return save


def test_a_save_in_place_by_another_file_and_after_a_removal_are_told(folder):
    for name, happens in (
        ("a.py", [write(folder / "a.py")]),
        ("b.py", [replace(folder / "b.py")]),
        ("a.py", [(folder / "a.py").unlink, write(folder / "a.py")]),
        ("new.py", [write(folder / "new.py")]),
    ):
        assert told(folder, *happens) == ([], [name])


def test_a_save_between_the_first_look_and_the_first_notice_is_told(folder, monkeypatch):
    begin = saves.notices

    def late(place):
        (folder / "a.py").write_text("in between")
        return begin(place)

    monkeypatch.setattr(saves, "notices", late)
    assert told(folder) == ([], ["a.py"])


@pytest.mark.parametrize("error", [OSError(28, "OS file watch limit reached"), RuntimeError("?")])
def test_where_the_system_has_no_watches_left_the_folder_is_looked_at_and_that_is_said_once(
    folder, monkeypatch, error
):
    def refuse(place):
        raise error
        yield

    monkeypatch.setattr(saves, "notices", refuse)
    said, files = told(folder, write(folder / "a.py"), replace(folder / "b.py"), saved=2)
    assert files == ["a.py", "b.py"]
    (note,) = said
    assert str(error) in note
    assert note.endswith("the folder is looked at every moment instead")


def test_a_system_that_tells_nothing_is_not_relied_on(folder, monkeypatch):
    def silent(place):
        while True:
            time.sleep(0.05)
            yield set()

    monkeypatch.setattr(saves, "notices", silent)
    assert told(folder, write(folder / "a.py")) == ([], ["a.py"])


def test_a_folder_on_another_machine_is_looked_at(folder, monkeypatch):
    monkeypatch.setattr(saves, "is_networked", lambda place: place == folder)
    said, files = told(folder, write(folder / "a.py"))
    assert files == ["a.py"]
    assert said == [
        f"{folder} lies on another machine: the folder is looked at every moment instead"
    ]


@pytest.mark.parametrize(("wish", "polls"), [("true", True), ("1", True), ("false", False)])
def test_looking_can_be_asked_for(folder, monkeypatch, wish, polls):
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", wish)
    said, files = told(folder, write(folder / "a.py"))
    assert files == ["a.py"]
    assert [note.partition(":")[0] for note in said] == (
        [f"WATCHFILES_FORCE_POLLING={wish}"] if polls else []
    )


@pytest.mark.parametrize("polling", [False, True], ids=["notices", "looking"])
def test_a_folder_that_is_moved_removed_or_made_anew_is_watched_again(
    folder, monkeypatch, polling, tmp_path
):
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", "true" if polling else "")
    away, notes = tmp_path / "away", []

    def wait_for_another_note():
        notes.append(until(lambda: NOTES[len(notes) + polling :])[0])

    said, files = told(
        folder,
        lambda: folder.rename(away),
        wait_for_another_note,
        lambda: away.rename(folder),  # nothing was saved in it
        write(folder / "a.py"),
        lambda: until(lambda: FILES),
        lambda: shutil.rmtree(folder),
        wait_for_another_note,
        folder.mkdir,
        write(folder / "b.py"),
        saved=2,
    )
    assert files == ["a.py", "b.py"]
    gone = f"{folder} is gone: saves are graded once it is there again"
    assert [note for note in said if "looked at" not in note] == [gone, gone]


def test_a_save_that_takes_a_while_is_told_once_at_its_end(folder, monkeypatch):
    """Where there are no notices, it is looked at until nothing changes any more."""
    looks = itertools.chain([{}, {"a": 1}, {"a": 2}, {"a": 3}], itertools.repeat({"a": 3}))
    monkeypatch.setattr(saves, "look", lambda place: next(looks))
    monkeypatch.setattr(saves.time, "sleep", lambda seconds: None)
    heard = []
    watched = WatchedFolder(folder, saved=heard.append, said=print)
    watched.tell(settled=False)
    watched.tell(settled=False)
    assert heard == ["a"]
    assert watched.before == {"a": 3}
