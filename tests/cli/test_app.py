"""Every command as a process: what it prints, and its exit status."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from interview.cli import commands
from interview.cli.app import app
from tests.conftest import TOY
from tests.helpers.command import interview, unwrapped
from tests.helpers.toy import REFERENCE, exercise


def test_version_and_help():
    assert interview("--version").stdout.startswith("interview 0.")
    text = interview("--help").stdout
    for command in (
        "list",
        "show",
        "start",
        "grade",
        "hint",
        "solution",
        "reset",
        "check",
        "new",
        "doctor",
    ):
        assert f"\n  {command} " in text


def test_each_command_is_a_file_of_its_name():
    files = Path(commands.__file__).parent.glob("[a-z]*.py")
    names = {path.stem.removesuffix("_") for path in files} - {"home"}
    assert names == set(commands.COMMAND_NAMES)


def test_each_command_speaks_the_language_that_it_is_told():
    commands.define_commands("")
    own = typer.main.get_command(app).commands
    assert {*own} == {*commands.COMMAND_NAMES}
    assert not [n for n, c in own.items() if "--lang" not in {o for p in c.params for o in p.opts}]


def test_a_command_is_there_whatever_stands_before_it():
    after = interview("--lang", "en", "list", "--bank", str(TOY)).stdout
    assert after == interview("list", "--bank", str(TOY), bank=None).stdout
    assert unwrapped(f"interview show --bank {TOY} NUMBER") in unwrapped(after)
    assert "no such command" in interview("nonsense", "list", status=2).stderr


def test_bare_interview_says_what_to_do_first():
    told = interview().stdout
    assert "\nFirst    interview quiz\n" in told
    assert "\nOr read  interview show 1\n" in told


@pytest.mark.parametrize("arguments", [["list"], ["show", "1"], ["--help"], ["hint", "1"], []])
def test_no_command_that_only_reads_imports_torch(arguments):
    code = (
        "import sys; from interview.cli import main\n"
        f"sys.argv = ['interview', *{arguments!r}]\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print('torch' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stderr.splitlines()[-1] == "False"


def test_usage_errors_are_one_line_with_a_remedy():
    assert "did you mean 'attend'" in interview("show", "atend", status=2).stderr
    assert "expected en or zh" in interview("show", "1", "--lang", "fr", status=2).stderr
    assert "no such bank" in interview("list", "--bank", "nowhere", bank=None, status=2).stderr
    assert interview("nonsense", bank=None, status=2).stderr


@pytest.mark.parametrize("command", ["grade", "batch", "check", "watch", "debug", "mock"])
def test_a_seed_that_the_history_cannot_keep_is_wrong_usage(command):
    for seed in (2**63, -1):
        done = interview(command, "--seed", str(seed), status=2)
        assert f"--seed: expected a whole number from 0 to {2**63 - 1}: " in done.stderr
        assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("minutes", ["0", "-3", "nan", "inf"])
def test_a_session_without_time_is_wrong_usage(minutes):
    told = interview("quiz", "--minutes", minutes, status=2).stderr
    assert " quiz: --minutes: expected a number from 0.1 on: " in told


def test_the_largest_seed_is_good():
    exercise().parent.mkdir(parents=True)
    exercise().write_text(REFERENCE)
    assert interview("grade", "1", "--seed", str(2**63 - 1)).stderr == ""


def test_piped_output_has_no_escapes_and_a_reader_may_leave():
    assert "\x1b" not in interview("list").stdout
    command = f"{sys.executable} -m interview show 7 --answer | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert done.stderr == ""


@pytest.mark.parametrize("arguments", [["list"], ["--help"], ["list", "--help"], ["grade", "1"]])
def test_output_that_has_no_room_is_one_line(arguments):
    exercise().parent.mkdir(parents=True)
    exercise().write_text(REFERENCE)
    command = [sys.executable, "-m", "interview", *arguments]
    command += ["--bank", str(TOY)] if "--help" not in arguments else []
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.stderr.startswith("output: cannot be written: No space left on device: ")
    assert done.stderr.count("\n") == 1
    assert done.returncode == 2


def test_an_error_that_cannot_be_told_keeps_its_status():
    command = [sys.executable, "-m", "interview", "grade", "none.py"]
    with Path("/dev/full").open("w") as full:
        assert subprocess.run(command, stderr=full).returncode == 2


@pytest.mark.parametrize(
    "env",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    ],
    ids=["asked for", "locale"],
)
def test_a_terminal_that_is_not_utf8_is_written_to_in_its_letters(env):
    exercise().parent.mkdir(parents=True)
    exercise().write_text(REFERENCE.replace("~mask", "mask"))
    told = interview("grade", "1", env=env, status=1).stdout
    assert told.isascii()
    assert "\n  + plain" in told
    assert "\n  x " in told
    assert interview("show", "1", "--lang", "zh", env=env).stdout.isascii()


def test_a_file_that_the_system_refuses_is_one_line():
    done = interview("grade", env={"INTERVIEW_EXERCISES": "a" * 300}, status=2)
    assert "/01_attend.py: cannot be read: File name too long: check " in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("module", ["interview.cli", "typer", "interview.screen.failure"])
def test_ctrl_c_while_the_program_is_being_loaded_is_no_traceback(module):
    code = (
        "import runpy, sys\n"
        "class Interrupting:\n"
        "    def find_spec(self, name, *_):\n"
        f"        if name == {module!r}: raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupting())\n"
        "sys.argv = ['interview', 'list']\n"
        "runpy.run_module('interview', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr, done.stdout) == (130, "interrupted\n", "")


def test_the_installed_command_imports_nothing_before_it_expects_ctrl_c():
    text = (Path(__file__).parents[2] / "pyproject.toml").read_text()
    assert 'interview = "interview.__main__:main"' in text
    code = "import sys, interview.__main__; print({'typer', 'rich', 'gettext'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "set()\n"


def test_a_bug_of_ours_is_one_line_a_log_and_status_3(tmp_path):
    code = (
        "import interview.bank, sys; from interview.cli import main\n"
        "def broken(_): raise RuntimeError('boom')\n"
        "interview.bank.open_bank = broken\n"
        "sys.argv = ['interview', 'list']; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    (log,) = tmp_path.glob("interview-bug-*.log")
    assert "RuntimeError: boom" in log.read_text()


def test_a_home_that_cannot_be_written_stops_nobody(tmp_path):
    (tmp_path / "file").write_text("")
    exercise().parent.mkdir(parents=True)
    exercise().write_text(REFERENCE)
    done = interview("grade", "1", env={"XDG_DATA_HOME": str(tmp_path / "file" / "x")})
    assert "accepted" in done.stdout
    assert "nothing is recorded" in done.stderr


def test_the_wheel_carries_the_bank_as_data_and_the_answers_are_not_importable(tmp_path):
    root = Path(__file__).parents[2]
    if not (root / "pyproject.toml").is_file():
        pytest.skip("not a checkout")
    copy = tmp_path / "source"
    shutil.copytree(
        root,
        copy,
        ignore=shutil.ignore_patterns(".git", ".venv", ".nox", "__pycache__", "exercises"),
    )
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "wheel", "--no-deps", "-w", str(tmp_path), str(copy)],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    venv = tmp_path / "venv"
    subprocess.run(
        [sys.executable, "-m", "venv", "--system-site-packages", "--without-pip", str(venv)],
        check=True,
    )
    python = venv / "bin" / "python"
    site = next((venv / "lib").glob("python*")) / "site-packages"
    outer = [p for p in sys.path if p.endswith("site-packages")]
    (site / "outer.pth").write_text("\n".join(outer))
    subprocess.run(
        [*pip, "--python", str(python), "install", "--no-deps", "--force-reinstall", str(wheel)],
        check=True,
        capture_output=True,
    )
    code = (
        "import importlib.util, interview, sys\n"
        "from interview.bank import open_bank\n"
        "bank = open_bank(None)\n"
        "assert bank.root.is_relative_to(sys.prefix), bank.root\n"
        "assert all(c.reference.is_file() and c.stub.is_file() for c in bank.cards)\n"
        "print(len(bank.cards), [n for n in ('solutions', 'questions', 'interview.solutions', 'interview.questions')"
        " if importlib.util.find_spec(n)])"
    )
    done = subprocess.run(
        [str(python), "-I", "-c", code], capture_output=True, text=True, cwd=tmp_path
    )
    places = [*root.glob("questions/[0-9]*"), *root.glob("banks/*/questions/[0-9]*")]
    count = len(places)
    assert done.stdout.strip() == f"{count} []", done.stderr


@pytest.mark.parametrize(
    ("file", "data", "command", "status"),
    [
        ("solutions/01_attend.py", b"\xff", "check", 1),
        ("solutions/01_attend.py", b"\xff", "grade", 2),
        ("solutions/01_attend.py", b"\xff", "solution", 2),
        ("solutions/01_attend.py", None, "grade", 2),
        ("solutions/01_attend.py", None, "solution", 2),
        ("questions/01_attend/stub.py", b"\xff", "check", 1),
        ("questions/01_attend/stub.py", b"\xff", "start", 2),
        ("questions/01_attend/stub.py", None, "start", 2),
        ("questions/01_attend/right/einsum.py", b"\xff", "check", 1),
    ],
)
def test_a_file_of_the_bank_that_is_missing_or_no_text_is_told(toy, file, data, command, status):
    if command == "grade":
        interview("start", "1", bank=toy)
    (toy / file).unlink()
    if data is not None:
        (toy / file).write_bytes(data)
    more = ["--yes"] if command == "solution" else []
    done = interview(command, "1", *more, bank=toy, status=status)
    assert Path(file).name in done.stdout + done.stderr
    assert "bug of ours" not in done.stderr
