"""Files are written whole or not at all: where a write fails, what was there stays."""

from __future__ import annotations

import errno
import os
import socket
import stat
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from interview.bank.finding import BANKS_VARIABLE
from interview.errors import UsageError
from interview.files import (
    apart_from_output,
    exported_file,
    keep_under,
    read_lines,
    write_file,
    write_new_file,
    write_new_files,
)
from tests.conftest import TOY
from tests.helpers.command import interview
from tests.helpers.disk import no_room


@pytest.fixture
def path(tmp_path):
    """A file with something in it, in a folder of its own."""
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "f.txt").write_text("before")
    return folder / "f.txt"


def refuse(*_arguments, **_settings):
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_a_file_is_replaced_only_by_a_complete_one(path):
    with exported_file(path) as file:
        file.write(b"half")
        assert path.read_text() == "before"
    assert path.read_text() == "half"
    with pytest.raises(RuntimeError), exported_file(path) as file:  # noqa: PT012
        file.write(b"more than half")
        raise RuntimeError
    assert path.read_text() == "half"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("step", ["fsync", "chmod", "replace"])
def test_whatever_fails_what_was_there_stays(path, monkeypatch, step):
    monkeypatch.setattr(Path if step == "chmod" else os, step, refuse)
    if step == "replace":
        monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UsageError, match=r"f\.txt: cannot be written: Input/output error: "):
        write_file(path, "after")
    assert path.read_text() == "before"
    assert list(path.parent.iterdir()) == [path]


def test_a_disk_that_is_full_is_told_with_what_to_do(path):
    with no_room(), pytest.raises(UsageError, match="nothing was changed: make room on its disk"):
        write_file(path, "after" * 10_000)
    assert path.read_text() == "before"
    assert list(path.parent.iterdir()) == [path]


def test_permissions_stay_and_new_files_have_those_of_any_other(path):
    path.chmod(0o640)
    write_file(path, "after")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    umask = os.umask(0o027)
    try:
        write_file(path.with_name("new"), "text")
    finally:
        os.umask(umask)
    assert stat.S_IMODE(path.with_name("new").stat().st_mode) == 0o640


def test_a_file_that_may_not_be_written_is_not_replaced_either(path, monkeypatch):
    """Forbidden by hand: permissions bind nobody who runs the tests as root."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(UsageError, match="Permission denied"):
        write_file(path, "after")
    assert path.read_text() == "before"


def test_a_link_stays_a_link_and_what_it_leads_to_is_replaced(path, tmp_path):
    (tmp_path / "one").symlink_to("two")
    (tmp_path / "two").symlink_to(path)
    write_file(tmp_path / "one", "after")
    assert (tmp_path / "one").is_symlink()
    assert (tmp_path / "two").is_symlink()
    assert path.read_text() == "after"
    (tmp_path / "nothing yet").symlink_to(path.with_name("new"))
    write_file(tmp_path / "nothing yet", "new")
    assert path.with_name("new").read_text() == "new"
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(UsageError, match="Too many levels of symbolic links"):
        write_file(tmp_path / "loop", "text")


def test_a_pipe_a_device_and_a_socket_are_written_to(tmp_path):
    got = []
    os.mkfifo(tmp_path / "pipe")
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_text()))
    reader.start()
    write_file(tmp_path / "pipe", "text")
    reader.join()
    write_file(Path("/dev/null"), "text")
    with pytest.raises(UsageError, match="No space left on device"):
        write_file(Path("/dev/full"), "text")
    here = Path.cwd()
    os.chdir(tmp_path)  # the name of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("socket")
            server.listen()
            write_file(Path("socket"), "more")
            link, _ = server.accept()
            with link:
                got.append(link.recv(100).decode())
    finally:
        os.chdir(here)
    assert got == ["text", "more"]
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert stat.S_ISSOCK((tmp_path / "socket").stat().st_mode)
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("what", ["a file", "a pipe", "a socket"])
def test_our_own_output_is_written_to_whatever_it_is(tmp_path, what):
    """Also where it has no name of its own; and no word about it stands within it."""
    ours, theirs = socket.socketpair()
    end, pipe = os.pipe()
    with (tmp_path / "out").open("wb") as file:
        output = {"a file": file.fileno(), "a pipe": pipe, "a socket": theirs.fileno()}[what]
        command = [sys.executable, "-m", "interview", "export", "/dev/stdout"]
        done = subprocess.run(command, stdout=output, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    os.close(pipe)
    theirs.close()
    got = {
        "a file": (tmp_path / "out").read_bytes,
        "a pipe": lambda: os.read(end, 1000),
        "a socket": lambda: ours.recv(1000),
    }[what]()
    assert got == b'{"format": "interview history", "version": 1}\n'
    os.close(end)
    ours.close()


def test_a_word_about_a_file_is_said_beside_it(path, tmp_path):
    assert apart_from_output([path, Path("/dev/stdout"), tmp_path / "none"]) == [path]


def test_nothing_is_written_over_by_what_must_be_new(path, tmp_path, monkeypatch):
    (tmp_path / "link").symlink_to("nowhere")
    for disk in ("with hard links", "without"):
        if disk == "without":
            monkeypatch.setattr(os, "link", refuse)
        for place in (path, tmp_path / "link", path.parent):
            assert not write_new_file(place, "after")
        assert write_new_file(tmp_path / disk, "new")
        assert (tmp_path / disk).read_text() == "new"
    assert path.read_text() == "before"
    assert (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("disk", ["with hard links", "without"])
def test_what_is_kept_is_there_whatever_comes_to_its_old_place(path, tmp_path, monkeypatch, disk):
    if disk == "without":
        monkeypatch.setattr(os, "link", refuse)
    (tmp_path / "link").symlink_to(path)
    keep_under(path.with_name("kept"), tmp_path / "link")
    write_file(tmp_path / "link", "after")
    assert path.with_name("kept").read_text() == "before"
    assert not path.with_name("kept").is_symlink()
    with pytest.raises(FileExistsError):
        keep_under(path.with_name("kept"), path)
    assert path.with_name("kept").read_text() == "before"


def test_of_several_new_files_all_are_written_or_none(path, tmp_path):
    texts = {tmp_path / "a" / "b" / "one": "1", tmp_path / "a" / "two": "2", path: "3"}
    with pytest.raises(
        UsageError, match=r"f\.txt: cannot be written: File exists: no file was made: "
    ):
        write_new_files(texts)
    assert not (tmp_path / "a").exists()
    assert path.read_text() == "before"
    del texts[path]
    write_new_files(texts)
    assert [place.read_text() for place in texts] == ["1", "2"]


@pytest.mark.parametrize("name", ["no/such/folder.html", "work", "f/file.html"])
def test_a_place_that_cannot_be_written_is_told(tmp_path, name):
    (tmp_path / "f").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        write_file(tmp_path / name, "text")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["f", "work"]


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        list(read_lines(tmp_path / "none"))
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="not UTF-8"):
        list(read_lines(tmp_path / "binary"))
    with pytest.raises(UsageError, match="a line without end"):
        list(read_lines(Path("/dev/zero")))


EVERY_EXPORT = {
    "history": ["export", "out"],
    "anki": ["export", "--anki", "out"],
    "progress": ["progress", "--html", "out"],
    "calendar": ["plan", "--ics", "out"],
}


@pytest.fixture
def planned():
    interview("plan", "--on", f"{datetime.now(UTC) + timedelta(days=14):%Y-%m-%d}")


@pytest.mark.usefixtures("planned")
@pytest.mark.parametrize("arguments", EVERY_EXPORT.values(), ids=EVERY_EXPORT)
def test_an_export_replaces_what_it_wrote_before_and_nothing_else(own_place, arguments):
    out = own_place / "out"
    for _twice in range(2):
        assert "out: written" in interview(*arguments).stdout
    others = [command for command in EVERY_EXPORT.values() if command != arguments]
    for other in others:
        assert "there is another file already" in interview(*other, status=2).stderr
    out.write_text("def attend(q, k, v): ...\n")
    told = interview(*arguments, status=2).stderr
    assert told == "out: there is another file already: move it, or name another place\n"
    assert out.read_text() == "def attend(q, k, v): ...\n"
    with out.open("ab") as file:  # `>> out` goes into what is there, as was asked for
        assert own_output_appended([*arguments[:-1], "/dev/stdout"], file) == 0
    assert out.read_bytes().startswith(b"def attend")


def own_output_appended(arguments, file):
    command = [sys.executable, "-m", "interview", *arguments]
    return subprocess.run(
        command, stdout=file, env={**os.environ, BANKS_VARIABLE: str(TOY)}
    ).returncode


@pytest.mark.usefixtures("planned")
@pytest.mark.parametrize("arguments", EVERY_EXPORT.values(), ids=EVERY_EXPORT)
def test_every_export_is_written_in_this_way(own_place, arguments):
    (own_place / "real").touch()
    (own_place / "out").symlink_to("real")
    assert "out: written" in interview(*arguments).stdout
    assert (own_place / "out").is_symlink()
    written = (own_place / "real").read_bytes()
    assert len(written) > 20
    (own_place / "out").unlink()
    (own_place / "out").mkdir()
    told = interview(*arguments, status=2).stderr
    assert told == "out: cannot be written: Is a directory: name another place\n"
    (own_place / "out").rmdir()
    (own_place / "out").symlink_to("/dev/full")
    told = interview(*arguments, status=2).stderr
    assert told.startswith("out: cannot be written: No space left on device: ")
    assert told.count("\n") == 1
