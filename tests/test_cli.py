"""Every command as a process: what it prints, and its exit status."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import TOY
from tests.helpers.command import interview
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


def test_bare_interview_says_what_to_do_first():
    told = interview().stdout
    assert "\nFirst    interview quiz\n" in told
    assert "\nOr read  interview show 1\n" in told


def test_list_and_show_in_both_languages():
    assert "A toy" in interview("list").stdout
    assert "玩具题" in interview("list", "--lang", "zh").stdout
    shown = interview("show", "attend").stdout
    assert "What is attention?" in shown
    assert "become weights" not in shown
    assert "become weights" in interview("show", "1", "--answer").stdout
    assert "什么是注意力" in interview("show", "1", env={"LANG": "zh_CN.UTF-8"}).stdout


@pytest.mark.parametrize("arguments", [["list"], ["show", "1"], ["--help"], ["hint", "1"], []])
def test_no_command_that_only_reads_imports_torch(arguments):
    code = (
        "import sys; from interview.cli import app\n"
        f"sys.argv = ['interview', *{arguments!r}]\n"
        "try: app()\nexcept SystemExit: pass\n"
        "print('torch' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stderr.splitlines()[-1] == "False"


def test_a_learners_way_from_the_stub_to_accepted():
    interview("start", "1")
    assert "not written yet" in interview("grade", "1", status=1).stdout
    exercise().write_text(REFERENCE.replace("~mask", "mask"))
    told = interview("grade", "attend", status=1).stdout
    assert "mask-inverted" in told
    assert "The mask is inverted." in told
    assert "interview hint 1 (0 of 3 seen)" in told
    assert "掩码反了。" in interview("grade", "1", "--lang", "zh", status=1).stdout
    assert "one" in interview("hint", "1").stdout
    assert "Hint 2" in interview("hint", "1").stdout
    assert "--yes" in interview("solution", "1", status=1).stderr
    exercise().write_text(REFERENCE)
    assert "accepted · 3 of 3 cases" in interview("grade").stdout
    assert interview("solution", "1").stdout == REFERENCE
    assert "1 of 1 passed" in interview("list").stdout
    assert "kept at" in interview("reset", "1").stdout


def test_an_endless_loop_a_syntax_error_and_a_missing_file():
    exercise().parent.mkdir()
    exercise().write_text("while True: pass\n")
    assert "timeout" in interview("grade", str(exercise()), status=1).stdout
    exercise().write_text("def attend(:\n")
    assert "line 1: SyntaxError" in interview("grade", "1", status=1).stdout
    exercise().write_text("")
    assert "empty" in interview("grade", "1", status=1).stdout
    told = interview("grade", "nowhere.py", status=2).stderr
    assert told.count("\n") == 1
    assert told.startswith("nowhere.py: no such file")


def test_a_file_whose_name_is_no_utf8_is_graded_as_any_other(tmp_path):
    path = tmp_path / os.fsdecode(b"\xe9t\xe9.py")
    path.write_text("# interview: attend\n" + REFERENCE)
    done = interview("grade", str(path))
    assert "accepted" in done.stdout
    assert done.stderr == ""
    assert "1 of 1 passed" in interview("list").stdout
    assert json.loads(interview("grade", str(path), "--json").stdout)["verdicts"]
    assert ".py" in interview("export").stdout


def test_no_line_of_a_verdict_ends_in_spaces(monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    exercise().parent.mkdir()
    exercise().write_text(REFERENCE.replace("@ v", "@ v + 1"))
    text = interview("grade", "1", status=1).stdout
    assert [line for line in text.splitlines() if line != line.rstrip()] == []
    assert max(map(len, text.splitlines())) <= 60


def test_json_is_a_versioned_record_and_holds_no_control_characters():
    exercise().parent.mkdir()
    exercise().write_text(REFERENCE.replace("@ v", "@ v + 1") + "\nprint('\\x1b[31m[bold]')\n")
    text = interview("grade", "1", "--json", "--seed", "5", status=1).stdout
    assert "\x1b" not in text
    record = json.loads(text)
    (verdict,) = record["verdicts"]
    assert record["version"] == 1
    assert (verdict["question"], verdict["status"], verdict["seed"], verdict["misconception"]) == (
        "attend",
        "wrong",
        5,
        None,
    )
    assert verdict["parts"] == {
        "attend": 0.0
    }  # to refuse what must be refused is worth nothing alone
    assert {"file", "score", "cases", "findings", "output"} <= set(verdict)
    assert verdict["cases"][0]["findings"][0]["check"] == "values"


def test_what_an_attempt_prints_is_shown_as_inert_text():
    exercise().parent.mkdir()
    exercise().write_text("print('[bold]hello[/] \\x1b[31m \\u202e')\n" + REFERENCE)
    told = interview("grade", "1").stdout
    assert "[bold]hello[/] \N{REPLACEMENT CHARACTER}[31m \N{REPLACEMENT CHARACTER}" in told


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


def test_the_largest_seed_is_good():
    exercise().parent.mkdir()
    exercise().write_text(REFERENCE)
    assert interview("grade", "1", "--seed", str(2**63 - 1)).stderr == ""


def test_check_prints_both_figures_and_fails_on_a_hole(toy):
    text = interview("check").stdout
    assert "wrong answers accepted: 0 of 5" in text
    assert "right answers rejected: 0 of 2" in text
    yaml = toy / "questions/01_attend/question.yaml"
    yaml.write_text(
        yaml.read_text().replace(
            '" / math.sqrt(q.size(-1))": ""', '"import torch\\n": "import torch\\n\\n"'
        )
    )
    text = interview("check", bank=toy, status=1).stdout
    assert "misconception no-scaling: accepted: add a case" in text
    assert "wrong answers accepted: 1 of 5" in text


def test_check_fails_on_a_right_answer_rejected_and_a_written_stub(toy):
    folder = toy / "questions/01_attend"
    (folder / "right" / "bad.py").write_text(
        "def attend(q, k, v, mask=None): return q @ k.mT @ v\n"
    )
    (folder / "stub.py").write_text("# interview: attend\n" + REFERENCE)
    text = interview("check", "1", bank=toy, status=1).stdout
    assert "right/bad.py: expected accepted, got" in text
    assert "stub.py: expected not_written, got accepted" in text
    assert "right answers rejected: 1 of 3" in text


def test_new_and_schema_and_doctor(toy):
    interview("new", "2", "rotary", "--title", "Rotary", bank=toy)
    text = interview("check", "2", bank=toy, status=1).stdout
    assert "still to be written" in text
    interview("schema", bank=toy)
    assert json.loads((toy / "questions/question.schema.json").read_text())["title"] == "Question"
    text = interview("doctor").stdout
    assert "Grading   works" in text


def test_piped_output_has_no_escapes_and_a_reader_may_leave():
    assert "\x1b" not in interview("list").stdout
    command = f"{sys.executable} -m interview show 7 --answer | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert done.stderr == ""


@pytest.mark.parametrize("again", [[], ["--json"]], ids=["drawn", "json"])
def test_a_reader_may_leave_and_the_status_still_tells_the_verdict(again):
    exercise().parent.mkdir()
    for source, status in ((REFERENCE, 0), (REFERENCE.replace("~mask", "mask"), 1)):
        exercise().write_text(source)
        pipe, end = os.pipe()
        os.close(pipe)
        command = [sys.executable, "-m", "interview", "grade", "1", "--bank", str(TOY), *again]
        done = subprocess.run(command, stdout=end, stderr=subprocess.PIPE, text=True)
        os.close(end)
        assert (done.returncode, done.stderr) == (status, "")


@pytest.mark.parametrize("arguments", [["list"], ["--help"], ["list", "--help"], ["grade", "1"]])
def test_output_that_has_no_room_is_one_line(arguments):
    exercise().parent.mkdir()
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
    exercise().parent.mkdir()
    exercise().write_text(REFERENCE.replace("~mask", "mask"))
    told = interview("grade", "1", env=env, status=1).stdout
    assert told.isascii()
    assert "\n  + plain" in told
    assert "\n  x " in told
    assert interview("show", "1", "--lang", "zh", env=env).stdout.isascii()


def test_a_file_that_the_system_refuses_is_one_line():
    done = interview("grade", env={"INTERVIEW_EXERCISES": "a" * 300}, status=2)
    assert "/01_attend.py: File name too long: check " in done.stderr
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
    text = (Path(__file__).parents[1] / "pyproject.toml").read_text()
    assert 'interview = "interview.__main__:main"' in text
    code = "import sys, interview.__main__; print({'typer', 'rich', 'gettext'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "set()\n"


def test_a_bug_of_ours_is_one_line_a_log_and_status_3(tmp_path):
    code = (
        "import interview.bank, sys; from interview.cli import app\n"
        "def broken(_): raise RuntimeError('boom')\n"
        "interview.bank.open_bank = broken\n"
        "sys.argv = ['interview', 'list']; app()"
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
    exercise().parent.mkdir()
    exercise().write_text(REFERENCE)
    done = interview("grade", "1", env={"XDG_DATA_HOME": str(tmp_path / "file" / "x")})
    assert "accepted" in done.stdout
    assert "nothing is recorded" in done.stderr


def test_the_wheel_carries_the_bank_as_data_and_the_answers_are_not_importable(tmp_path):
    root = Path(__file__).parents[1]
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
    count = len(list((root / "questions").glob("[0-9]*")))
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
