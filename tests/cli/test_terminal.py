"""What a person sees and types, in a real pseudo-terminal."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.helpers.processes import children
from tests.helpers.terminal import Terminal
from tests.helpers.toy import REFERENCE, attempt


def test_bare_interview_leads_to_the_first_question():
    terminal = Terminal()
    terminal.wait_for("Press")
    terminal.child.sendline("q")
    assert terminal.end() == 0


@pytest.mark.parametrize("columns", [60, 80])
def test_a_verdict_fits_the_terminal_and_wraps_under_itself(columns):
    attempt(REFERENCE.replace("~mask", "mask"))
    terminal = Terminal("grade", "1", columns=columns)
    assert terminal.end() == 1
    assert "mask-inverted" in terminal.text
    failed = terminal.text.splitlines()
    start = next(i for i, line in enumerate(failed) if "✗ square and masked" in line)
    following = next(i for i in range(start + 1, len(failed)) if failed[i].startswith("  ✓"))
    assert all(line.startswith("      ") for line in failed[start + 1 : following])


def test_no_colour_means_no_colour():
    attempt(REFERENCE)
    coloured, plain = Terminal("grade", "1"), Terminal("grade", "1", env={"NO_COLOR": "1"})
    assert (coloured.end(), plain.end()) == (0, 0)
    assert "\x1b[32m" in coloured.raw or "\x1b[1;32m" in coloured.raw
    assert "\x1b[32m" not in plain.raw
    assert "\x1b[1;32m" not in plain.raw


def test_chinese_is_shown_in_a_chinese_locale():
    terminal = Terminal("show", "1", env={"LANG": "zh_CN.UTF-8"})
    assert terminal.end() == 0
    assert "什么是注意力" in terminal.text.replace(" ", "")


def test_start_opens_the_editor_on_the_stub(tmp_path):
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "# edited" >> "$1"\n')
    editor.chmod(0o755)
    terminal = Terminal("start", "1", env={"EDITOR": str(editor)})
    assert terminal.end() == 0
    written = (Path(os.environ["INTERVIEW_EXERCISES"]) / "toy" / "01_attend.py").read_text()
    assert written.startswith("# interview: toy:attend")
    assert written.endswith("# edited\n")


@pytest.mark.parametrize(
    ("typed", "status", "shown"), [("n\r", 1, False), ("y\r", 0, True), ("\x04", 1, False)]
)
def test_solution_asks_first(typed, status, shown):
    terminal = Terminal("solution", "1")
    terminal.wait_for("[y/N]")
    terminal.child.send(typed)
    assert terminal.end() == status
    assert ("def attend" in terminal.text) is shown


def test_ctrl_c_stops_grading_with_status_130_and_leaves_no_process():
    attempt("import sys\nwhile True: pass\n")
    terminal = Terminal("grade", "--cold", "1")
    terminal.wait_for("grading")
    pid = terminal.child.pid
    deadline = time.monotonic() + 30
    while len(children(pid)) < 1 and time.monotonic() < deadline:
        time.sleep(0.05)
    started = children(pid)
    terminal.interrupt()
    assert terminal.end() == 130
    assert "interrupted" in terminal.text
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{p}").exists() for p in started) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [p for p in started if Path(f"/proc/{p}").exists()] == []
