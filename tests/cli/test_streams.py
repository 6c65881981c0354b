"""Standard input, output or error closed: every command does what it does with /dev/null there."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from interview.history.store import history_path
from interview.messages import _
from tests.conftest import TOY
from tests.helpers.terminal import Terminal
from tests.helpers.toy import REFERENCE, attempt

CLOSED = {"input": "<&-", "output": ">&-", "error": "2>&-", "all": "<&- >&- 2>&-"}
INTERACTIVE = ("quiz", "drill", "mock", "mock --resume", "debug 1")


def interview(command, closed, tmp_path):
    """The command with some streams closed: its status, and what it wrote to those that are not."""
    out, err = tmp_path / "out", tmp_path / "err"
    bank = f"--bank {shlex.quote(str(TOY))}"
    if not command or command.split()[0] in ("--help", "--version", "import", "nonsense"):
        bank = ""
    whole = f"{shlex.quote(sys.executable)} -m interview {command} {bank} {closed}"
    with out.open("w") as stdout, err.open("w") as stderr:
        done = subprocess.run(
            ["sh", "-c", whole],
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            env={**os.environ, "TMPDIR": str(tmp_path)},
        )
    assert not list(tmp_path.glob("interview-bug-*"))
    return done.returncode, out.read_text(), err.read_text()


@pytest.mark.parametrize("closed", CLOSED)
@pytest.mark.parametrize("command", INTERACTIVE)
def test_who_cannot_read_or_type_is_told_so_and_nothing_is_recorded(command, closed, tmp_path):
    status, out, err = interview(command, CLOSED[closed], tmp_path)
    told = _("{command}: expected a terminal, got a pipe or a file: run it in a terminal")
    line = told.format(command=f"interview {command.split()[0]}") + "\n"
    assert (status, out) == (2, "")
    assert err == (line if closed in ("input", "output") else "")
    assert not history_path().exists()
    assert not Path(os.environ["INTERVIEW_EXERCISES"]).exists()


OTHERS = {
    "": (0, "out"),
    "--help": (0, "out"),
    "--version": (0, "out"),
    "list": (0, "out"),
    "show 1": (0, "out"),
    "start 1": (0, "out"),
    "grade 1": (1, "out"),
    "grade 1 --cold": (1, "out"),
    "hint 1": (0, "out"),
    "solution 1": (1, "err"),
    "reset 1": (0, "out"),
    "diff 1": (2, "err"),
    "batch .": (2, "err"),
    "solution 1 --yes": (0, "out"),
    "progress": (0, "out"),
    "export": (0, "out"),
    "export file": (0, "out"),
    "import none": (2, "err"),
    "check 1": (0, "out"),
    "nonsense": (2, "err"),
}
"""Its status without a terminal, and where it speaks."""


SLOW = ("check 1", "grade 1 --cold", "batch .", "diff 1", "solution 1 --yes")
"""Each is seen with everything closed only: some start a server of their own, others are like those above."""


@pytest.mark.parametrize(
    ("command", "closed"),
    [
        (command, closed)
        for command in OTHERS
        for closed in CLOSED
        if closed == "all" or command not in SLOW
    ],
)
def test_every_other_command_goes_on_as_with_the_null_device(command, closed, tmp_path):
    if command.startswith("grade"):
        attempt(REFERENCE.replace("~mask", "mask"))
    status, speaks = OTHERS[command]
    got, out, err = interview(command, CLOSED[closed], tmp_path)
    assert got == status
    assert bool(out) is (speaks == "out" and closed not in ("output", "all"))
    assert bool(err) is (speaks == "err" and closed not in ("error", "all"))


def test_watch_grades_without_keys_and_ends_with_ctrl_c(tmp_path):
    """On a terminal, with its input closed."""
    attempt(REFERENCE)
    command = f"{shlex.quote(sys.executable)} -m interview watch --bank {TOY} <&-"
    terminal = Terminal(rows=70, command=["sh", "-c", f"exec {command}"])
    terminal.wait_for("1 of 1 passed")
    terminal.wait_for("waiting for a save; Ctrl-C ends")
    terminal.interrupt()
    assert terminal.end() == 130


@pytest.mark.parametrize("closed", ["<&-", "<&- >&- 2>&-"])
def test_what_is_opened_later_takes_no_place_of_theirs(closed, tmp_path):
    told = tmp_path / "told"
    code = (
        "import interview.__main__, os, sys\n"
        "interview.__main__.open_missing_streams()\n"
        f"told = open({str(told)!r}, 'w')\n"
        "print('lost'); print('lost', file=sys.stderr, flush=True); sys.stdout.flush()\n"
        "inherited = [os.get_inheritable(number) for number in range(3)]\n"
        "print(told.fileno() > 2, sys.stdin.fileno(), repr(sys.stdin.read()), inherited, file=told)\n"
    )
    whole = f"{shlex.quote(sys.executable)} -c {shlex.quote(code)} {closed}"
    done = subprocess.run(["sh", "-c", whole], capture_output=True)
    assert done.returncode == 0
    assert told.read_text() == "True 0 '' [True, True, True]\n"
