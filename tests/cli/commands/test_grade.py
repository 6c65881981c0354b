"""`interview grade`: what a verdict looks like, and what it leaves behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from interview.bank import open_bank
from tests.conftest import TOY
from tests.helpers.command import interview, unwrapped
from tests.helpers.toy import REFERENCE, exercise


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


def test_once_the_core_is_right_it_is_said_what_is_left_and_once_that_this_is_a_pass():
    interview("start", "1")
    exercise().write_text(REFERENCE.replace("q.size(-1) != k.size(-1)", "False"))
    left = "core right; 1 promised error left: “widths differ”"
    first = interview("grade", "1", status=1).stdout
    assert left in first
    assert "The core is right for the first time, so this round is passed." in first
    second = interview("grade", "1", status=1).stdout
    assert left in second
    assert "for the first time" not in second
    assert "--yes" in interview("solution", "1", status=1).stderr
    exercise().write_text(REFERENCE)
    assert "core right" not in interview("grade", "1").stdout


def test_an_endless_loop_a_syntax_error_and_a_missing_file():
    exercise().parent.mkdir(parents=True)
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
    exercise().parent.mkdir(parents=True)
    exercise().write_text(REFERENCE.replace("@ v", "@ v + 1"))
    text = interview("grade", "1", status=1).stdout
    assert [line for line in text.splitlines() if line != line.rstrip()] == []
    assert max(map(len, text.splitlines())) <= 60


def test_json_is_a_versioned_record_and_holds_no_control_characters():
    exercise().parent.mkdir(parents=True)
    exercise().write_text(REFERENCE.replace("@ v", "@ v + 1") + "\nprint('\\x1b[31m[bold]')\n")
    text = interview("grade", "1", "--json", "--seed", "5", status=1).stdout
    assert "\x1b" not in text
    record = json.loads(text)
    (verdict,) = record["verdicts"]
    assert record["version"] == 3
    assert (verdict["question"], verdict["status"], verdict["seed"], verdict["misconception"]) == (
        "toy:attend",
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
    exercise().parent.mkdir(parents=True)
    exercise().write_text("print('[bold]hello[/] \\x1b[31m \\u202e')\n" + REFERENCE)
    told = interview("grade", "1").stdout
    assert "[bold]hello[/] \N{REPLACEMENT CHARACTER}[31m \N{REPLACEMENT CHARACTER}" in told


@pytest.mark.parametrize("again", [[], ["--json"]], ids=["drawn", "json"])
def test_a_reader_may_leave_and_the_status_still_tells_the_verdict(again):
    exercise().parent.mkdir(parents=True)
    for source, status in ((REFERENCE, 0), (REFERENCE.replace("~mask", "mask"), 1)):
        exercise().write_text(source)
        pipe, end = os.pipe()
        os.close(pipe)
        command = [sys.executable, "-m", "interview", "grade", "1", "--bank", str(TOY), *again]
        done = subprocess.run(command, stdout=end, stderr=subprocess.PIPE, text=True)
        os.close(end)
        assert (done.returncode, done.stderr) == (status, "")


def test_a_pipe_in_the_place_of_an_exercise_is_the_same_to_every_command():
    exercise().parent.mkdir(parents=True)
    os.mkfifo(exercise())
    told = f"{exercise()}: expected a file, got something else: move it out of the way\n"
    for command in (["start", "1"], ["grade"], ["grade", "1"], ["reset", "1"], ["diff", "1"]):
        assert interview(*command, status=2).stderr == told
    interview("hint", "1")
    assert interview("solution", "1", "--yes").stdout == REFERENCE
    assert interview("list").stderr == told
    assert interview("--bank", str(TOY)).stderr == told
    assert exercise().is_fifo()


def test_diff_compares_the_file_that_is_named(tmp_path):
    interview("start", "1")
    exercise().write_text("a\nb\n")
    interview("reset", "1")
    other = tmp_path / "other.py"
    other.write_text("# interview: attend\na\nc\n")
    lines = interview("diff", str(other)).stdout.splitlines()
    assert lines[1] == f"+++ {other}"
    assert lines[3:] == ["+# interview: attend", " a", "-b", "+c"]


def test_a_file_that_cannot_be_graded_keeps_no_other_from_it(tmp_path):
    path = tmp_path / "my\nattend.py: forged.py"
    path.write_text("# interview: attend\n" + REFERENCE)
    done = interview("grade", str(tmp_path / "none\nforged: line.py"), str(path), status=2)
    assert done.stderr.count("\n") == 1
    assert "accepted" in done.stdout
    assert "forged" not in [line[:6] for line in done.stdout.splitlines()]
    assert "my\\nattend.py:forged.py" in unwrapped(done.stdout)


def test_the_smallest_input_is_printed_as_a_program_that_runs(tmp_path):
    right = open_bank(None).find("7").reference.read_text(encoding="utf-8")
    file = tmp_path / "07_cross_attention.py"
    file.write_text(right.replace(" / math.sqrt(q.size(-1))", ""), encoding="utf-8")
    told = interview("grade", str(file), bank=None, status=1).stdout
    assert "The smallest input on which it differs (" in told
    code = interview("grade", str(file), "--example", bank=None, status=1).stdout
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.startswith("tensor([[[")
    file.write_text(right, encoding="utf-8")
    nothing = interview("grade", str(file), "--example", bank=None)
    assert nothing.stdout == ""
    assert "accepted: there is no small input that shows a difference" in nothing.stderr


def test_on_request_hard_inputs_and_costs_in_the_place_of_a_verdict_and_nothing_is_recorded():
    interview("start", "1")
    told = interview("grade", "1", "--stress", status=1).stdout
    assert "not written yet" in told
    assert "first interview grade 1" in told
    assert "leave out --json" in interview("grade", "1", "--stress", "--json", status=2).stderr
    exercise().write_text(REFERENCE.replace("torch.finfo(scores.dtype).min", "-1e9"))
    told = interview("grade", "1", "--stress", "--cost").stdout
    assert "✗ float16" in told
    assert "without overflow" in told
    assert "the reference holds" in told
    assert "holds in 8 of 9" in told
    assert "largest value: yours makes" in told
    assert "attempt" not in interview("export").stdout


def test_after_a_pass_diff_shows_the_attempt_beside_the_reference_and_before_it_does_not():
    interview("start", "1")
    assert "was not accepted yet" in interview("diff", "1", "--reference", status=2).stderr
    assert "there is no earlier attempt" in interview("diff", "1", status=1).stdout
    exercise().write_text(REFERENCE.replace("scores", "logits"))
    after = " ".join(interview("grade", "1").stdout.split())
    assert "interview diff 1 --reference compares it with the reference" in after
    assert "interview solution 1 shows that alone" in after
    told = interview("diff", "1", env={"COLUMNS": "80"}).stdout
    assert "left yours, right the reference" in told
    assert "logits = q @ k.mT /" in told
    assert all(len(line) <= 80 for line in told.splitlines())
    assert any(line.index("│") == 39 for line in told.splitlines() if "│" in line)
    narrow = interview("diff", "1", "--reference", env={"COLUMNS": "60"}).stdout
    assert "yours:" in narrow
    assert "the reference:" in narrow
    assert all(len(line) <= 60 for line in narrow.splitlines())
    assert '"what": "solution"' in interview("export").stdout
    exercise().write_text("def attend(:\n")
    assert "cannot be read as Python" in interview("diff", "1", "--reference", status=2).stderr
