"""`interview watch` in a real pseudo-terminal: saves, keys, moving on, and a terminal left as it was."""

from __future__ import annotations

import os
import re
import shutil
import time
from pathlib import Path

import pytest

from interview import messages
from interview.messages import _
from tests.conftest import TOY
from tests.helpers.terminal import Terminal
from tests.helpers.toy import REFERENCE

QUIET = {"NO_COLOR": "1", "WATCHFILES_FORCE_POLLING": "true"}
"""No colours, and no notices of saves."""


@pytest.fixture
def file():
    return Path(os.environ["INTERVIEW_EXERCISES"]) / "toy" / "01_attend.py"


@pytest.fixture
def watching(file):
    terminal = Terminal("watch", rows=70)
    terminal.wait_for("quit")
    return terminal


def save(file, text):
    """As many editors do: a new file moved over the old one."""
    fresh = file.with_suffix(".tmp")
    fresh.write_text(text)
    fresh.rename(file)


def test_it_writes_the_stub_and_asks_the_question(watching, file):
    assert "NotImplementedError" in file.read_text()
    assert "What is attention?" in watching.text
    assert "0 of 1 passed" in watching.text


def test_a_save_is_graded_and_a_pass_counted(watching, file):
    wrong = REFERENCE.replace(" / math.sqrt(q.size(-1))", "")
    save(file, wrong)
    watching.wait_for("no-scaling")
    file.write_text(REFERENCE)
    watching.wait_for("Every one of them is passed")
    assert "1 of 1 passed" in watching.raw
    assert "An interviewer might go on" in watching.raw
    assert "PyTorch documentation" not in watching.raw  # an answer is for who asks for it
    watching.child.send("a")
    watching.wait_for("PyTorch documentation")
    save(file, wrong)
    watching.wait_for("0 of 1 passed")  # what is on the screen is what there is now
    watching.child.send("q")
    assert watching.end() == 0


def test_keys(watching, file):
    watching.child.send("h")
    watching.wait_for("one")
    watching.wait_for("quit")
    watching.child.send("l")
    watching.wait_for("A toy")
    watching.wait_for("quit")
    save(file, REFERENCE.replace("math.sqrt", "math.cbrt"))
    watching.wait_for("wrong")
    watching.wait_for("quit")
    watching.child.send("d")
    watching.wait_for("math.cbrt")
    watching.wait_for("quit")
    watching.child.send("r")
    watching.wait_for("what you wrote is kept at")
    assert "NotImplementedError" in file.read_text()
    (kept,) = (file.parent / "set-aside").iterdir()
    assert "math.cbrt" in kept.read_text()
    watching.child.send("q")
    assert watching.end() == 0


def test_ctrl_c_ends_it_and_the_terminal_echoes_again(watching):
    watching.interrupt()
    assert watching.end() == 130


def test_empty_and_deleted_files_are_told_and_watching_goes_on(watching, file):
    file.write_bytes(b"\0\0")
    watching.wait_for("NUL bytes")
    watching.wait_for("quit")
    file.unlink()
    time.sleep(0.3)
    file.write_text(REFERENCE)
    watching.wait_for("Every one of them is passed")
    watching.child.send("q")
    assert watching.end() == 0


@pytest.fixture
def two(tmp_path):
    """A bank of two questions, to be watched."""
    bank = shutil.copytree(TOY, tmp_path / "two")
    shutil.copytree(bank / "questions" / "01_attend", bank / "questions" / "02_again")
    shutil.copy(bank / "solutions" / "01_attend.py", bank / "solutions" / "02_again.py")
    for name in ("question.yaml", "stub.py"):
        path = bank / "questions" / "02_again" / name
        text = path.read_text().replace("number: 1", "number: 2").replace("id: attend", "id: again")
        path.write_text(text.replace("interview: attend", "interview: again"))
    return bank


def test_a_pass_stops_and_the_next_stub_is_written_when_it_is_asked_for(two, file, tmp_path):
    file = file.parents[1] / "two" / file.name
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho edits; read line; echo "$line" > edited\n')
    editor.chmod(0o755)
    terminal = Terminal("watch", "--bank", str(two), rows=24, env={"EDITOR": str(editor)})
    terminal.wait_for("quit")
    file.write_text(REFERENCE)
    terminal.wait_for("Accepted in 0:")
    terminal.wait_for("solution")
    terminal.wait_for("quit")
    assert "accepted" in terminal.text
    assert "What is attention?" not in terminal.text
    second = file.with_name("02_again.py")
    terminal.child.send("c")
    terminal.wait_for("the same on both sides")
    terminal.wait_for("quit")
    terminal.child.send("n")
    terminal.wait_for("02_again.py")
    terminal.wait_for("quit")
    assert not second.exists()
    terminal.child.send("e")
    terminal.wait_for("edits")
    terminal.child.send("qnq\r")  # all of it for the editor
    terminal.wait_for("quit")
    assert second.is_file()
    assert Path("edited").read_text() == "qnq\n"
    terminal.child.send("q")
    assert terminal.end() == 0


@pytest.mark.parametrize(("columns", "tongue"), [(60, "zh"), (80, "en")])
def test_no_colour_and_narrow(columns, tongue, file):
    messages.use_catalogue(tongue)
    terminal = Terminal("watch", "--lang", tongue, columns=columns, rows=70, env=QUIET)
    note = _("{why}: the folder is looked at every moment instead")
    terminal.wait_for(note.format(why="WATCHFILES_FORCE_POLLING=true")[:40])
    terminal.wait_for(_("quit"))
    file.write_text(REFERENCE.replace("~mask", "mask"))
    terminal.wait_for("mask-inverted")
    terminal.wait_for(_("quit"))
    assert terminal.raw.count("FORCE_POLLING") == 1
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", terminal.raw)
    terminal.child.send("q")
    assert terminal.end() == 0
