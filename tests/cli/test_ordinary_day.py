"""What happens on an ordinary day: a folder that is gone, no home, variables with odd values. Each is a plain line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from interview.bank import Bank
from interview.errors import UsageError
from interview.history.store import Recorder, StoreError, history_path
from interview.practice import doctor
from interview.practice.exercise import workspace
from interview.practice.mock.invigilation import only_interview, refuse_help
from interview.practice.talk.language import choose_language, language_of_tag
from interview.screen.console import sound_environment
from tests.conftest import TOY
from tests.helpers.command import interview

NOBODY = """
import pwd, sys
def unknown(_): raise KeyError("not found")
pwd.getpwuid = pwd.getpwnam = unknown
from interview.__main__ import main
sys.argv[0] = "interview"; main()
"""
"""The program for a user whom the system does not know."""


def as_nobody(*arguments):
    env = {
        name: value for name, value in os.environ.items() if name not in ("HOME", "XDG_DATA_HOME")
    }
    command = [sys.executable, "-c", NOBODY, *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=env)


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["hint", "1", "--bank", str(TOY)], 0, "practice goes on, nothing is recorded\n"),
        (["list", "--bank", str(TOY)], 0, ""),
        (["progress", "--bank", str(TOY)], 2, "set HOME or XDG_DATA_HOME\n"),
        (
            ["list", "--bank", "~/mine"],
            2,
            "no home folder is known for this: write the whole path\n",
        ),
    ],
)
def test_who_has_neither_a_home_nor_a_name_can_practise(arguments, status, told):
    done = as_nobody(*arguments)
    assert (done.returncode, done.stderr.count("\n")) == (status, bool(told))
    assert done.stderr.endswith(told)
    assert not Path("~").exists()


@pytest.fixture
def homeless(monkeypatch):
    def nowhere(*_arguments, **_settings):
        raise RuntimeError("could not determine the home directory")

    monkeypatch.setattr("platformdirs.user_data_path", nowhere)


def test_without_a_home_nothing_is_recorded_and_a_mock_interview_is_held(homeless, capsys):
    with pytest.raises(StoreError, match="set HOME or XDG_DATA_HOME"):
        history_path()
    recorder = Recorder()
    recorder.reveal("toy:attend", "hint", 1)
    assert recorder.statuses() == {}
    assert capsys.readouterr().err.count("\n") == 1
    with only_interview():
        refuse_help()
    with pytest.raises(StoreError, match="set HOME or XDG_DATA_HOME"):
        doctor.describe_history()


def test_a_home_of_a_library_that_leaves_the_tilde_is_none(monkeypatch):
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: Path("~/.local/share/x"))
    with pytest.raises(StoreError, match="set HOME or XDG_DATA_HOME"):
        history_path()


@pytest.fixture
def gone(tmp_path, monkeypatch):
    """The folder one is in was removed."""
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    monkeypatch.setenv("INTERVIEW_EXERCISES", "exercises")


@pytest.mark.parametrize("arguments", [["list"], ["show", "1"], ["hint", "1"], ["--help"]])
def test_in_a_folder_that_is_gone_what_needs_none_works(gone, arguments):
    assert interview(*arguments).stderr == ""


@pytest.mark.parametrize(
    "arguments",
    [["start", "1"], ["grade"], ["reset", "1"], ["export", "x"], ["import", "x"], ["batch", "."]],
)
def test_in_a_folder_that_is_gone_everything_else_is_one_line(gone, arguments):
    bank = None if arguments[0] in ("export", "import") else TOY
    done = interview(*arguments, bank=bank, status=2)
    assert done.stderr.count("\n") == 1
    assert "bug of ours" not in done.stderr


def test_the_doctor_says_that_the_folder_is_gone(gone):
    fact = doctor.fact_or_failure("Exercises", doctor.describe_exercises)
    assert not fact.well
    assert "go to a folder of your own" in fact.value


@pytest.mark.parametrize("text", ["~nouser/x", "~nouser"])
def test_the_home_of_nobody_is_told_with_what_named_it(text, monkeypatch):
    assert interview("list", "--bank", text, bank=None, status=2).stderr.startswith(
        f"{text}: no home"
    )
    monkeypatch.setenv("INTERVIEW_EXERCISES", text)
    with pytest.raises(UsageError, match=f"^INTERVIEW_EXERCISES={text}: no home folder"):
        workspace.exercises_folder()


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("~/mine", "home/mine"),
        ("", "work/exercises"),
        ("rel", "work/rel"),
        (None, "work/exercises"),
    ],
)
def test_where_the_exercises_are(value, place, monkeypatch, tmp_path):
    monkeypatch.delenv("INTERVIEW_EXERCISES")
    if value is not None:
        monkeypatch.setenv("INTERVIEW_EXERCISES", value)
    assert workspace.exercises_folder().absolute() == tmp_path / place


def test_a_language_that_is_not_spoken_stops_nothing_and_is_told_once():
    done = interview("show", "1", env={"INTERVIEW_LANG": "fr"})
    assert done.stderr == "INTERVIEW_LANG=fr: no such language: set it to en or zh, or unset it\n"
    assert "What is attention?" in done.stdout
    assert "什么是注意力" in interview("show", "1", env={"INTERVIEW_LANG": "zh_CN.UTF-8"}).stdout


@pytest.mark.parametrize(
    ("tag", "spoken"),
    [
        *(("zh", "zh"), ("ZH-Hans", "zh"), ("zh_TW.Big5", "zh"), ("en_GB", "en"), (" en ", "en")),
        *(("zha", None), ("C", None), ("", None), ("fr", None), ("nonsense", None)),
    ],
)
def test_a_language_is_known_by_its_tag(tag, spoken):
    assert language_of_tag(tag) == spoken


def test_where_the_variable_names_no_language_the_locale_is_asked(monkeypatch):
    monkeypatch.setenv("INTERVIEW_LANG", "fr")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert choose_language(None) == "zh"
    monkeypatch.setenv("LANG", "xx_YY")
    assert choose_language(None) == "en"


@pytest.mark.parametrize("size", ["0", "-5", "abc", "", "1e3", "99999999999999999999", "٣"])
def test_a_size_that_no_terminal_has_is_passed_over(size, monkeypatch):
    monkeypatch.setenv("COLUMNS", size)
    monkeypatch.setenv("LINES", size)
    assert not {"COLUMNS", "LINES"} & set(sound_environment())
    monkeypatch.setenv("COLUMNS", "72")
    assert sound_environment()["COLUMNS"] == "72"


def test_a_list_in_0_columns_is_a_list():
    assert "A toy" in interview("list", env={"COLUMNS": "0", "LINES": "0"}).stdout


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "xx_YY.UTF-8"},
        {"TERM": "dumb"},
        {"TERM": ""},
        {"TZ": "No/Where"},
    ],
    ids=lambda env: next(iter(env.items())),
)
def test_locales_and_terminals_that_nobody_knows(env):
    done = interview("show", "1", env=env)
    assert done.stderr == ""
    assert "What is attention?" in done.stdout


def test_an_empty_bank_is_told(tmp_path):
    for name in ("questions", "solutions"):
        (tmp_path / "empty" / name).mkdir(parents=True)
    bank = Bank(tmp_path / "empty")
    with pytest.raises(UsageError, match="no question in it: write one with `interview new`"):
        bank.require_cards()
    with pytest.raises(UsageError, match="no question in it"):
        doctor.describe_grading(str(bank.root))
    for command in ("watch", "list", "grade"):
        done = interview(command, bank=bank.root, status=0 if command == "list" else 2)
        assert done.stderr.count("\n") == (command != "list")
    (bank.root / "questions" / "01_broken").mkdir()
    with pytest.raises(UsageError, match="can be read: run `interview check`"):
        Bank(bank.root).require_cards()


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (" ", "none set"),
        ("", "none set"),
        ("no-such-editor -w", "no such program"),
        ("'unbalanced", "no such program"),
        ("/", "no such program"),
    ],
)
def test_the_doctor_looks_at_the_editor(command, told, monkeypatch):
    monkeypatch.setenv("EDITOR", command)
    monkeypatch.setenv("VISUAL", " ")
    fact = doctor.fact_or_failure("Editor", doctor.describe_editor)
    assert not fact.well
    assert told in fact.value


def test_a_bug_whose_log_can_be_written_nowhere_is_one_line_all_the_same(tmp_path):
    code = (
        "import interview.bank, sys, tempfile; from interview.cli import main\n"
        "def broken(_): raise RuntimeError('boom \\udcff')\n"
        "interview.bank.open_bank = broken\n"
        f"tempfile.tempdir = {str(tmp_path / 'none')!r}\n"
        "sys.argv = ['interview', 'list']; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 3
    assert done.stderr.startswith("interview: a bug of ours: RuntimeError: boom ")
    assert done.stderr.endswith("please report it with this line (<string>:2)\n")
