"""Machines with threads nobody asked for, other checkouts, libraries elsewhere: everything works as on any other."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from interview.bank import Bank
from interview.errors import EngineError, MachineError
from interview.grading.client import shared
from interview.grading.client.link import Links
from interview.grading.client.private import PrivateEngine
from interview.grading.client.shared import open_engine
from interview.grading.sandbox import levels
from interview.grading.start import machine
from interview.practice import doctor
from tests.conftest import TOY
from tests.helpers.processes import forked_from
from tests.helpers.server import complete
from tests.helpers.terminal import Terminal
from tests.standins import ROOT, python_with

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
def driver(pythons, place, monkeypatch):
    """A machine whose first backward and first optimizer step wake a driver."""
    monkeypatch.setattr(sys, "executable", pythons("driver"))


@pytest.fixture
def threaded(pythons, place, monkeypatch):
    """A machine on which every Python has a thread from its start."""
    monkeypatch.setattr(sys, "executable", pythons("thread_from_the_start"))


def interview(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "interview", *arguments, "--bank", str(TOY)]
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def running():
    """What the shared server says of itself, whichever Python has started it."""
    (path,) = shared.server_folder().glob("*.socket")
    return shared.about_server(path)


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
    assert int(done.stdout) >= 1, done.stderr  # more where torch itself knows a driver


def test_a_driver_that_starts_threads_changes_no_command(driver, attempt):
    for _ in range(2):
        done = interview("grade", str(attempt))
        assert done.returncode == 0, done.stderr
        server = complete(running)
    assert threads(server["pid"]) == 1
    assert interview("check", "1").returncode == 0
    assert interview("batch", str(attempt.parents[1])).returncode == 0
    (entry,) = Path("class-results/results.jsonl").read_text().splitlines()[1:]
    assert json.loads(entry)["verdict"]["status"] == "accepted"
    assert running() == server


def test_a_driver_that_starts_threads_changes_neither_watch_nor_debug(driver, attempt):
    folder = Path(os.environ["INTERVIEW_EXERCISES"])
    exercise = folder / "toy" / attempt.name
    watching = Terminal("watch", rows=70)
    watching.wait_for("quit")
    exercise.write_text(SOURCE)
    watching.wait_for("Every one of them is passed")
    watching.child.send("q")
    assert watching.end() == 0
    debugging = Terminal("debug", "1", rows=120)
    debugging.wait_for("exercises/debug/toy/01_attend.py")
    (folder / "debug" / "toy" / attempt.name).write_text(SOURCE)
    debugging.child.sendline("")
    debugging.wait_for("Which one?")
    debugging.wait_for("> ")
    debugging.child.sendline("g")
    debugging.end()


def test_nothing_that_forks_has_woken_the_driver(driver, toy):
    with Links(PrivateEngine()) as links:
        link = links.link()
        reference = toy / "solutions" / "01_attend.py"
        reference.write_text("import torch._dynamo\n" + SOURCE)  # so that the server loads it too
        card = Bank(toy).cards[0]
        for _ in range(2):
            assert link.grade(card, "attempt.py", SOURCE, 1).status == "accepted"
        server = links.engine.process.pid
        judge_and_zygote = forked_from(server)
        # Only the judge, of which nothing is forked, has computed a gradient outside a sandbox.
        *bare, most = sorted(map(threads, [server, *judge_and_zygote]))
        assert bare == [1, 1]
        assert most > 1


def test_that_torch_gets_at_no_gpu_is_not_told_as_what_the_attempt_prints(place):
    """As torch's builds for CUDA warn in a sandbox, on the first backward."""
    warned = (
        "import warnings\nwarnings.warn('CUDA initialization: Error 304')\nwarnings.warn('mine')\n"
    )
    with Links(PrivateEngine()) as links:
        verdict = links.link().grade(CARD, "attempt.py", warned + SOURCE, 1)
    assert verdict.status == "accepted"
    assert "CUDA" not in verdict.output.replace("warnings.warn('CUDA", "")
    assert "UserWarning: mine" in verdict.output


def test_a_server_with_threads_gives_the_same_verdicts_by_new_processes(threaded):
    wrong = SOURCE.replace(" / math.sqrt(q.size(-1))", "")
    reader = f"open({str(CARD.reference)!r})\n{SOURCE}"
    with open_engine() as links:
        link = links.link()
        about = link.about()
        assert (about["forks"], about["threads"], about["level"]) == (False, 2, levels.best())
        assert link.grade(CARD, "attempt.py", SOURCE, 3).status == "accepted"
        assert link.grade(CARD, "attempt.py", wrong, 3).misconception == "no-scaling"
        assert link.grade(CARD, "attempt.py", reader, 3).status == "crashed"
    assert "new processes" in doctor.describe_processes(about)
    assert "2 threads" in doctor.describe_processes(about)


NATIVE_THREAD = """
import ctypes
libc = ctypes.CDLL(None)
libc.pthread_create(ctypes.byref(ctypes.c_ulong()), None, ctypes.cast(libc.pause, ctypes.c_void_p), None)
"""


def test_a_zygote_with_a_thread_is_not_forked_and_nobody_is_blamed(toy):
    (toy / "questions" / "01_attend" / "given.py").write_text(NATIVE_THREAD)
    card = Bank(toy).cards[0]
    with Links(PrivateEngine()) as links:
        verdict = links.link().grade(card, "attempt.py", SOURCE, 1)
    assert (verdict.status, verdict.output) == ("accepted", "")


ABOUT = """
from interview.grading.client.link import Links
from interview.grading.client.private import PrivateEngine
import interview
with Links(PrivateEngine()) as links:
    print(interview.__file__)
    print(links.link().about()["package"])
"""


def told(code: str, *options: str, path: Path, executable: str = sys.executable) -> list[str]:
    """The lines a program prints that finds this package at `path`."""
    environment = {**os.environ, "PYTHONPATH": str(path)}
    command = [executable, *options, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("kind", ["forked", "started"])
def test_the_package_that_the_command_runs_is_the_one_that_judges(tmp_path, kind):
    """Another checkout on PYTHONPATH, where this one is installed."""
    shutil.copytree(ROOT / "interview", tmp_path / "interview")
    code = ABOUT.replace("PrivateEngine()", f"PrivateEngine({kind!r})")
    assert told(code, path=tmp_path) == [str(tmp_path / "interview" / "__init__.py"), str(tmp_path)]


def test_libraries_that_only_pythonpath_names_are_found(tmp_path):
    """As `pip install --target` leaves them, for a Python that has none of its own."""
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        (tmp_path / entry.name).symlink_to(entry)
    if not (tmp_path / "interview").exists():
        (tmp_path / "interview").symlink_to(ROOT / "interview")
    grades = f"""
from pathlib import Path
from interview.bank import Bank
from interview.grading.client.link import Links
from interview.grading.client.private import PrivateEngine
(card,) = Bank(Path({str(TOY)!r})).cards
with Links(PrivateEngine()) as links:
    link = links.link()
    print(link.grade(card, "attempt.py", card.reference.read_text(), 1).status, link.about()["level"])
"""
    base = getattr(sys, "_base_executable", sys.executable)
    (line,) = told(grades, "-S", path=tmp_path, executable=base)
    assert line == f"accepted {levels.best()}"


def test_without_proc_there_is_a_line_that_says_so(attempt):
    grade = [sys.executable, "-m", "interview", "grade", "--cold", str(attempt), "--bank", str(TOY)]
    script = f"mount -t tmpfs none /proc && exec {shlex.join(grade)}"
    done = subprocess.run(["unshare", "-m", "sh", "-c", script], capture_output=True, text=True)
    if "unshare" in done.stderr or "mount" in done.stderr.partition(":")[0]:
        pytest.skip("/proc can't be taken away here")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert "/proc" in done.stderr


@pytest.mark.parametrize(
    ("group", "file"),
    [
        ("0::/box/own", "box/memory.max"),
        ("4:memory:/box/own", "memory/box/memory.limit_in_bytes"),
    ],
)
def test_too_little_memory_is_told_once_grading_has_failed(tmp_path, monkeypatch, group, file):
    killed = tmp_path / "python"
    killed.write_text("#!/bin/sh\nkill -9 $$\n")
    killed.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(killed))
    monkeypatch.setattr(machine, "OWN_GROUPS", tmp_path / "own")
    monkeypatch.setattr(machine, "CGROUPS", tmp_path)
    machine.OWN_GROUPS.write_text(f"9:pids:/elsewhere\n{group}\n")
    with Links(PrivateEngine()) as links, pytest.raises(EngineError):
        links.link().about()
    limit = tmp_path / file
    limit.parent.mkdir(parents=True)
    limit.write_text("max\n")
    with Links(PrivateEngine()) as links, pytest.raises(EngineError):
        links.link().about()
    limit.write_text(f"{200 * 2**20}\n")
    with Links(PrivateEngine()) as links, pytest.raises(MachineError, match="200 MiB"):
        links.link().about()
