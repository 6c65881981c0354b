"""What this machine has, as far as practising and grading need it."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from interview.bank import open_bank
from interview.errors import InterviewError
from interview.grading import warm
from interview.grading.client import Links, PrivateEngine
from interview.grading.sandbox import BASIC, described
from interview.practice.workspace import folder
from interview.progress.store import Store, default_path


@dataclass(frozen=True)
class Fact:
    """One line of the report; `remedy` says what to do where it is not well."""

    name: str
    value: str
    well: bool = True
    remedy: str = ""


def examine(bank: str | None) -> Iterator[Fact]:
    """All facts, in the order in which they build on each other."""
    yield Fact("Python", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    yield torch_fact()
    yield tried("Questions", lambda: questions(bank))
    yield tried("Grading", lambda: grading(bank))
    yield tried("Sandbox", sandbox)
    yield Fact("Server", server())
    yield tried("History", history)
    yield exercises()
    yield editor()


def tried(name: str, examine: Callable[[], str]) -> Fact:
    try:
        return Fact(name, examine())
    except InterviewError as error:
        what, _, remedy = str(error).splitlines()[0].rpartition(": ")
        return Fact(name, what, well=False, remedy=remedy)


def torch_fact() -> Fact:
    try:
        return Fact("torch", version("torch"))
    except PackageNotFoundError:
        return Fact("torch", "not installed", well=False, remedy="install it: README, Set-up")


def questions(bank: str | None) -> str:
    found = open_bank(bank)
    return f"{len(found.cards)} in {found.root}"


def grading(bank: str | None) -> str:
    """Grades a stub, which goes through every process."""
    card = open_bank(bank).cards[0]
    with Links(PrivateEngine()) as engine:
        verdict = engine.link().grade(
            card, "stub.py", card.stub.read_text(encoding="utf-8"), seed=1
        )
    if verdict.status != "not_written":
        raise InterviewError(f"expected not_written for a stub, got {verdict.status}: report this")
    return "works"


def sandbox() -> str:
    with Links(PrivateEngine()) as engine:
        level = engine.link().about()["level"]
    meaning = described(level)
    if level == BASIC:
        raise InterviewError(f"{level}: {meaning}: use Linux 5.13 or later to grade those")
    return f"{level}: {meaning}"


def server() -> str:
    """The shared server, found but not started."""
    found = warm.running()
    if found is None:
        return "not running: the next `interview grade` starts it"
    return f"running, process {found['pid']}; `interview server stop` ends it"


def history() -> str:
    Store().statuses()
    return str(default_path())


def exercises() -> Fact:
    place = folder()
    probe = place if place.is_dir() else Path.cwd()
    try:
        with tempfile.TemporaryFile(dir=probe):
            return Fact("Exercises", str(place.resolve()))
    except OSError as error:
        return Fact("Exercises", f"{place}: {error.strerror}", False, "go to a folder of your own")


def editor() -> Fact:
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    found = shutil.which(command.split()[0]) if command else None
    if found:
        return Fact("Editor", command)
    return Fact(
        "Editor", command or "none set", False, "set EDITOR, so that `start` can open files"
    )
