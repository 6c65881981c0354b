"""Every test has its own home, history, exercise folder and working directory, and begins in English.

Commands start as they do where they are installed, with compiled files, and hear Ctrl-C, whatever the
tests were started by. torch computes with one thread: the tests run on all cores already, and threads that
wait for each other on the same cores took a third of their time. It draws the same numbers in every run: a
test whose numbers are new each time fails some day, on somebody else's change, where few figures are left
after a difference.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import time
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from interview import messages
from interview.bank import Bank
from interview.grading.client.link import Links
from interview.grading.client.private import PrivateEngine
from interview.grading.client.shared import stop_servers_in

TOY = Path(__file__).parent / "toy"

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
signal.signal(signal.SIGINT, signal.default_int_handler)
settings.register_profile("the same on every machine", derandomize=True, deadline=None)
settings.load_profile("the same on every machine")


@pytest.hookimpl(optionalhook=True, wrapper=True)
def pytest_xdist_auto_num_workers():
    """One more than there are cores: many tests wait, for a limit, a terminal or a server."""
    return (yield) + 1


def pytest_collection_finish():
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(1)


@pytest.fixture(scope="session")
def runtime():
    """Where the tests' own shared grading server is found; it ends with them."""
    with tempfile.TemporaryDirectory(prefix="interview-tests-") as folder:
        yield folder
        stop_servers_in(Path(folder) / "interview")


@pytest.fixture(scope="session")
def empty_folder(runtime):
    """A folder to be in, where what a test has left goes before the next one."""
    folder = Path(runtime) / "empty"
    folder.mkdir()
    return folder


PLACES = count()


@pytest.fixture(autouse=True)
def own_place(request, runtime, empty_folder):
    """Where the test is. Folders are made for those tests only that ask for one: removing thousands takes long."""
    for left in empty_folder.iterdir():
        shutil.rmtree(left) if left.is_dir() and not left.is_symlink() else left.unlink()
    place, work = Path(runtime) / "places" / str(next(PLACES)), empty_folder
    if "tmp_path" in request.fixturenames:
        place = request.getfixturevalue("tmp_path")
        work = place / "work"
        work.mkdir()
    monkeypatch = request.getfixturevalue("monkeypatch")  # undone before the folder is removed
    messages.use_catalogue("en")
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(0)
    monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
    for name in ("CI", "INTERVIEW_LANG", "LC_ALL", "LC_MESSAGES", "EDITOR", "VISUAL", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(place / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(place / "data"))
    monkeypatch.setenv("INTERVIEW_EXERCISES", str(place / "exercises"))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(work)
    return Path(os.getcwd())


@pytest.fixture(params=["en", "zh"])
def lang(request):
    """A test in both languages; `_` gives the texts of this one."""
    messages.use_catalogue(request.param)
    return request.param


@pytest.fixture(params=["UTC", "Asia/Shanghai", "America/St_Johns"])
def zone(request, monkeypatch):
    """A test in three time zones, one of them half an hour beside the others."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def toy(tmp_path):
    """A copy of the toy bank, to be broken at will."""
    return Path(shutil.copytree(TOY, tmp_path / "toy"))


@pytest.fixture
def question(toy):
    """The toy question's folder."""
    return toy / "questions" / "01_attend"


@pytest.fixture
def place(monkeypatch):
    """A runtime folder of this test's own, with a name short enough for a socket, and the server's in it."""
    with tempfile.TemporaryDirectory(prefix="interview-") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder) / "interview"
        stop_servers_in(Path(folder) / "interview")


@pytest.fixture(scope="session")
def link():
    """One judge for all tests that only want verdicts, as a batch would have."""
    with Links(PrivateEngine()) as engine:
        yield engine.link()


@pytest.fixture
def grade(link):
    """Source text -> verdict on the toy question, under a fixed secret seed."""
    (card,) = Bank(TOY).cards
    return lambda source, seed=7: link.grade(card, "attempt.py", source, seed)


@pytest.fixture(scope="session")
def reference():
    (card,) = Bank(TOY).cards
    return card.reference.read_text(encoding="utf-8")
