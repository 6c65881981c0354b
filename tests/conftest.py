"""Every test has its own home, history, exercise folder and working directory, and begins in English."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from interview import messages
from interview.grading.client.shared import stop_all

TOY = Path(__file__).parent / "toy"


@pytest.fixture(scope="session")
def runtime():
    """Where the tests' own shared grading server is found; it ends with them."""
    with tempfile.TemporaryDirectory(prefix="interview-tests-") as folder:
        yield folder
        stop_all(Path(folder) / "interview")


@pytest.fixture(autouse=True)
def own_place(tmp_path, monkeypatch, runtime):
    messages.use("en")
    monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)
    for name in ("CI", "INTERVIEW_LANG", "LC_ALL", "LC_MESSAGES", "EDITOR", "VISUAL", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("INTERVIEW_EXERCISES", str(tmp_path / "exercises"))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return Path(os.getcwd())


@pytest.fixture(params=["en", "zh"])
def lang(request):
    """A test in both languages; `_` gives the texts of this one."""
    messages.use(request.param)
    return request.param


@pytest.fixture
def toy(tmp_path):
    """A copy of the toy bank, to be broken at will."""
    return Path(shutil.copytree(TOY, tmp_path / "toy"))


@pytest.fixture
def question(toy):
    """The toy question's folder."""
    return toy / "questions" / "01_attend"
