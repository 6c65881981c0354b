"""What this machine has, as far as practising and grading need it."""

from __future__ import annotations

import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from interview.bank import open_bank
from interview.bank.files import read_bank_file
from interview.errors import InterviewError, UsageError
from interview.grading.client import shared
from interview.grading.client.link import Links
from interview.grading.client.private import PrivateEngine
from interview.grading.sandbox.levels import BASIC, level_in_words
from interview.history.store import Store, history_path
from interview.messages import N_, _
from interview.practice.exercise.places import exercises_folder
from interview.practice.talk.editor import editor_command, editor_program


@dataclass(frozen=True)
class Fact:
    """One line of the report, which ends with what to do where it is not well."""

    name: str
    value: str
    well: bool = True


def examine_machine(bank: Sequence[str] | None) -> Iterator[Fact]:
    """All facts, in the order in which they build on each other."""
    yield Fact("Python", f"{platform.python_version()}, {platform.system()} {platform.machine()}")
    yield torch_fact()
    yield fact_or_failure(N_("Questions"), lambda: describe_questions(bank))
    yield fact_or_failure(N_("Grading"), lambda: describe_grading(bank))
    yield fact_or_failure(N_("Sandbox"), describe_sandbox)
    yield Fact(N_("Server"), describe_server())
    yield fact_or_failure(N_("History"), describe_history)
    yield fact_or_failure(N_("Exercises"), describe_exercises)
    yield fact_or_failure(N_("Editor"), describe_editor)


def fact_or_failure(name: str, examine: Callable[[], str]) -> Fact:
    try:
        return Fact(name, examine())
    except InterviewError as error:
        return Fact(name, str(error).splitlines()[0], well=False)


def torch_fact() -> Fact:
    try:
        return Fact("torch", version("torch"))
    except PackageNotFoundError:
        return Fact("torch", _("not installed: install it: README, Set-up"), well=False)


def describe_questions(bank: Sequence[str] | None) -> str:
    opened_bank = open_bank(bank)
    places = _(", ").join(str(member.root) for member in opened_bank.members)
    return _("{count} in {path}").format(count=len(opened_bank.cards), path=places)


def describe_grading(bank: Sequence[str] | None) -> str:
    """Grades a stub, which goes through every process."""
    opened_bank = open_bank(bank)
    card = opened_bank.usable_cards(opened_bank.require_cards())[0]
    with Links(PrivateEngine()) as engine:
        link = engine.link()
        verdict = link.grade(card, "stub.py", read_bank_file(card.stub), seed=1)
        about = link.about()
    if verdict.status != "not_written":
        text = _("expected not_written for a stub, got {status}: report this")
        raise InterviewError(text.format(status=verdict.status))
    return describe_processes(about)


def describe_processes(about: dict[str, Any]) -> str:
    """How the grader makes its processes, and why."""
    if about["forks"]:
        return _("works: forked processes, which come in milliseconds")
    count = about["threads"]
    if count < 2:
        return _(
            "works: new processes, which take seconds: on this system nothing loaded is forked"
        )
    text = _("works: new processes, which take seconds: {count} threads run in the server")
    return text.format(count=count)


def describe_sandbox() -> str:
    with Links(PrivateEngine()) as engine:
        level = engine.link().about()["level"]
    text = _("{level}: {meaning}")
    if level == BASIC:
        text = _("{level}: {meaning}: use Linux 5.13 or later to grade those")
    text = text.format(level=_(level), meaning=level_in_words(level))
    if level == BASIC:
        raise InterviewError(text)
    return text


def describe_server() -> str:
    """The shared server, found but not started."""
    running = shared.running_server()
    if running is None:
        return _("not running: the next `interview grade` starts it")
    text = _("running, process {pid}; `interview server stop` ends it")
    return text.format(pid=running["pid"])


def describe_history() -> str:
    Store().statuses()
    return str(history_path())


def describe_exercises() -> str:
    place = exercises_folder()
    try:
        with tempfile.TemporaryFile(dir=place if place.is_dir() else Path()):
            return str(place.resolve())
    except OSError as error:
        text = _("{path}: {error}: go to a folder of your own")
        raise UsageError(text.format(path=place, error=error.strerror)) from None


def describe_editor() -> str:
    command = editor_command()
    if not command:
        raise UsageError(_("none set: set EDITOR, so that `start` can open files"))
    with suppress(ValueError):
        if shutil.which(editor_program()):
            return command
    text = _("{command}: no such program: set EDITOR, so that `start` can open files")
    raise UsageError(text.format(command=command))
