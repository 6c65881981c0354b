"""Machines that start threads where nobody asked for one: everything works as on any other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from interview.bank import Bank
from interview.grading import warm
from interview.grading.client import Links, PrivateEngine
from tests.conftest import TOY
from tests.grading.processes import children, until
from tests.standins import python_with
from tests.test_terminal import Terminal

CARD = Bank(TOY).cards[0]
SOURCE = CARD.reference.read_text(encoding="utf-8")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")


@pytest.fixture(scope="session")
def pythons(tmp_path_factory):
    """By module; each is made once."""
    made: dict[str, str] = {}

    def python(module: str) -> str:
        if module not in made:
            made[module] = python_with(module, tmp_path_factory.mktemp(module) / "env")
        return made[module]

    return python


@pytest.fixture
def driver(pythons, monkeypatch):
    """A machine whose first backward and first optimizer step wake a driver."""
    monkeypatch.setattr(sys, "executable", pythons("driver"))


def interview(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "interview", *arguments, "--bank", str(TOY)]
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def threads(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/task"))


@pytest.fixture
def attempt(tmp_path):
    path = tmp_path / "class" / "anna" / "01_attend.py"
    path.parent.mkdir(parents=True)
    path.write_text(SOURCE)
    return path


def test_the_stand_in_is_one(driver):
    code = (
        "import os, torch\nw = torch.nn.Parameter(torch.ones(2))\n"
        "before = len(os.listdir('/proc/self/task'))\nw.sum().backward()\n"
        "print(len(os.listdir('/proc/self/task')) - before)"
    )
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment
    )
    assert done.stdout == "1\n", done.stderr


def test_a_driver_that_starts_threads_changes_no_command(driver, attempt):
    for _ in range(2):
        done = interview("grade", str(attempt))
        assert done.returncode == 0, done.stderr
        found = until(lambda: (about := warm.running()) and about["complete"] and about)
    assert threads(found["pid"]) == 1
    assert interview("check", "1").returncode == 0
    assert interview("batch", str(attempt.parents[1])).returncode == 0
    (entry,) = Path("class-results/results.jsonl").read_text().splitlines()[1:]
    assert json.loads(entry)["verdict"]["status"] == "accepted"
    assert warm.running() == found


def test_a_driver_that_starts_threads_changes_neither_watch_nor_debug(driver, attempt):
    exercise = Path(os.environ["INTERVIEW_EXERCISES"]) / attempt.name
    watching = Terminal("watch", rows=70)
    watching.wait_for("quit")
    exercise.write_text(SOURCE)
    watching.wait_for("Every one of them is passed")
    watching.child.send("q")
    assert watching.end() == 0
    debugging = Terminal("debug", "1", rows=120)
    debugging.wait_for("exercises/debug/01_attend.py")
    (exercise.parent / "debug" / attempt.name).write_text(SOURCE)
    debugging.child.sendline("")
    debugging.wait_for("Which mistake was it?")
    debugging.child.sendcontrol("c")
    assert debugging.end() == 130


def test_nothing_that_forks_has_woken_the_driver(driver):
    with Links(PrivateEngine(load="first")) as links:
        link = links.link()
        assert link.grade(CARD, "attempt.py", SOURCE, 1).status == "accepted"
        server = links.engine.process.pid
        judge_and_zygote = children(server)
        # Only the judge, of which nothing is forked, has computed a gradient outside a sandbox.
        assert sorted(map(threads, [server, *judge_and_zygote])) == [1, 1, 2]
