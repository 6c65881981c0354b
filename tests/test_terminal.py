"""What a person sees and types, in a real pseudo-terminal."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pexpect
import pyte
import pytest

from tests.conftest import TOY
from tests.grading.processes import children

REFERENCE = (TOY / "solutions" / "01_attend.py").read_text()


class Terminal:
    """A program in a pseudo-terminal, and the screen it has drawn."""

    def __init__(self, *arguments, columns=80, rows=60, env=None, command=None):
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.Stream(self.screen)
        self.raw = ""
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLUMNS": str(columns),
            "LINES": str(rows),
            **(env or {}),
        }
        program, *rest = command or [sys.executable, "-m", "interview", *arguments]
        if arguments and "--bank" not in arguments:
            rest += ["--bank", str(TOY)]
        self.child = pexpect.spawn(
            program,
            rest,
            dimensions=(rows, columns),
            env=environment,
            encoding="utf-8",
            timeout=60,
        )

    def wait_for(self, text):
        self.child.expect_exact(text)
        self.feed(self.child.before + self.child.after)

    def interrupt(self):
        """Ctrl-C, once what was drawn last has had the time to wait for input.

        One that comes while a prompt is being set up is heard only at the next key.
        """
        time.sleep(0.5)
        self.child.sendintr()

    def kill(self):
        """As if the power failed."""
        self.child.kill(signal.SIGKILL)
        self.child.expect(pexpect.EOF)
        self.child.close()

    def hang_up(self):
        """As if its window were closed."""
        self.child.ptyproc.fileobj.close()
        self.child.closed = self.child.ptyproc.closed = True

    def end(self):
        """Reads to the end; the exit status."""
        self.child.expect(pexpect.EOF)
        self.feed(self.child.before)
        self.child.close()
        return self.child.exitstatus

    def feed(self, text):
        self.raw += text
        self.stream.feed(text)

    @property
    def text(self):
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()


def attempt(text):
    path = Path(os.environ["INTERVIEW_EXERCISES"]) / "01_attend.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


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
    written = (Path(os.environ["INTERVIEW_EXERCISES"]) / "01_attend.py").read_text()
    assert written.startswith("# interview: attend")
    assert written.endswith("# edited\n")


@pytest.mark.parametrize(("typed", "status", "shown"), [("n", 1, False), ("y", 0, True)])
def test_solution_asks_first(typed, status, shown):
    terminal = Terminal("solution", "1")
    terminal.wait_for("[y/N]")
    terminal.child.sendline(typed)
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
