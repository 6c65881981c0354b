"""A debugging round and a mock interview in a real pseudo-terminal."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from interview.history.reviews import Reviews
from interview.history.sessions import Sessions
from interview.messages import _
from tests.helpers.banks import toy_bank
from tests.helpers.terminal import COLOUR, Terminal, plain
from tests.helpers.toy import REFERENCE

EXERCISES = "INTERVIEW_EXERCISES"


def exercises(*parts):
    return Path(os.environ[EXERCISES], *parts)


def mend(*parts):
    exercises(*parts, "toy", "01_attend.py").write_text(REFERENCE)


def fault(kind):
    """The session's mistake, and its place among the names."""
    plan = Sessions().latest(kind).plan
    if kind == "mock":
        plan = plan["parts"][-1]["fault"]
    return plan["options"].index(plan["misconception"]) + 1


def fits(terminal, columns):
    return all(cell_len(line) <= columns for line in terminal.text.splitlines())


@pytest.mark.parametrize(
    ("columns", "env"), [(60, {}), (80, {"NO_COLOR": "1"})], ids=["60 in colour", "80 without"]
)
def test_a_debugging_round_from_the_broken_file_to_its_name(lang, columns, env):
    terminal = Terminal("debug", "1", "--lang", lang, columns=columns, rows=120, env=env)
    terminal.wait_for(plain(_("Enter grades · e editor · t task · g give up · q leave"))[:12])
    terminal.wait_for("> ")
    assert "exercises/debug/toy/01_attend.py" in terminal.text.replace("\n", "")
    terminal.child.sendline("")
    terminal.wait_for("0.0")  # seconds, in the summary of what is still wrong
    terminal.wait_for("> ")
    assert not re.search("known mistake|已知", terminal.text)
    mend("debug")
    terminal.child.sendline("")
    terminal.wait_for(plain(_("Which one? 1 to {count} · g give up")))
    terminal.wait_for("> ")
    terminal.child.sendline(str(fault("debug")))
    assert terminal.end() == 0
    assert re.search("mended at try 2 · named at choice 1|第 2 次.*第 1 次", terminal.text)
    assert "interview debug" in terminal.text
    assert fits(terminal, columns)
    assert bool(COLOUR.search(terminal.raw)) is (not env)
    (review,) = Reviews().all()
    assert review.item.startswith("debug:toy:attend:")


def test_the_editor_opens_on_the_broken_file(tmp_path):
    editor = tmp_path / "editor"
    editor.write_text(f'#!/bin/sh\ncp {tmp_path / "reference"} "$1"\n')
    editor.chmod(0o755)
    (tmp_path / "reference").write_text(REFERENCE)
    terminal = Terminal("debug", env={"EDITOR": str(editor)})
    terminal.wait_for("Enter grades")
    terminal.child.sendline("")
    terminal.wait_for("Which one?")
    terminal.child.sendline("g")
    assert terminal.end() == 0
    assert "not named" in terminal.text


def test_ctrl_c_leaves_a_round_that_goes_on_later():
    terminal = Terminal("debug", "1")
    terminal.wait_for("Enter grades")
    terminal.interrupt()
    assert terminal.end() == 130
    assert "interview debug 1 goes on" in terminal.text.replace("\n", " ")
    assert "exercises/debug/toy/01_attend.py" in terminal.text.replace("\n", "")
    before = fault("debug")
    mend("debug")
    terminal = Terminal("debug", "1")
    terminal.wait_for("Enter grades")
    terminal.child.sendline("")
    terminal.wait_for("Which one?")
    terminal.child.sendline(str(before))
    assert terminal.end() == 0


def begun(*options, **settings):
    """A ten-minute interview whose clock has started."""
    terminal = Terminal("mock", "--minutes", "10", "--seed", "3", *options, rows=200, **settings)
    terminal.wait_for("--seed 3")
    terminal.wait_for("> ")
    terminal.child.sendline("")
    return terminal


def say(terminal, text):
    """Types an answer of one line, and the empty line that ends it, each at its prompt."""
    terminal.wait_for_row(">")
    terminal.child.send(text)
    terminal.wait_for_row(f"> {text}")
    terminal.child.sendline("")
    terminal.wait_for_row(">")
    terminal.child.sendline("")


@pytest.mark.parametrize(
    ("columns", "env"),
    [
        (80, {}),
        (60, {"NO_COLOR": "1"}),
        (60, {"INTERVIEW_LANG": "zh"}),
        (80, {"INTERVIEW_LANG": "zh", "NO_COLOR": "1"}),
    ],
)
def test_a_ten_minute_interview_from_the_plan_to_the_files(columns, env):
    terminal = begun(columns=columns, env=env)
    say(terminal, "softmax 权重")
    terminal.wait_for("134")  # the key points
    terminal.wait_for_row(">")
    terminal.child.sendline("")
    terminal.wait_for("为什么缩放" if "INTERVIEW_LANG" in env else "Why scale?")  # the follow-up
    say(terminal, "because")
    for _drill in range(2):
        terminal.wait_for_prompt()
        terminal.child.sendline("?")
    terminal.wait_for("01_attend.py")
    terminal.wait_for_prompt()
    mend("mock", "debug")
    terminal.child.sendline("")
    terminal.wait_for_prompt()
    terminal.child.sendline(str(fault("mock")))
    assert terminal.end() == 0
    markdown, html = sorted(
        exercises("mock").glob("*-debrief.*"), key=lambda path: -len(path.suffix)
    )[::-1]
    assert {markdown.suffix, html.suffix} == {".md", ".html"}
    assert markdown.name in terminal.text.replace("\n", "")
    assert html.name in terminal.text.replace("\n", "")
    assert "interview quiz 1" in terminal.text
    assert "of 10:00" in terminal.text or "10:00" in terminal.text
    assert fits(terminal, columns)
    assert ("\x1b[32m" not in terminal.raw) == ("NO_COLOR" in env)
    assert Sessions().latest("mock").steps[-1].name == "finished"


def test_the_clock_is_seen_and_no_solution_is():
    terminal = begun()
    terminal.wait_for("of 4:00")
    assert re.search(
        r"◷ 0:0\d of 10:00 · (10:00|9:5\d) left · this part 0:0\d of 4:00", terminal.text
    )
    assert "A softmax makes weights" not in terminal.text
    terminal.interrupt()
    assert terminal.end() == 130


def test_help_is_refused_while_it_runs_and_not_when_paused():
    terminal = begun()
    terminal.wait_for("left")
    for command in (("hint", "1"), ("solution", "1", "--yes"), ("show", "1", "--answer")):
        helper = Terminal(*command)
        assert helper.end() == 2
        assert "a mock interview is running" in helper.text.replace("\n", " ")
    another = Terminal("mock")
    assert another.end() == 2
    terminal.wait_for_row(">")
    terminal.child.sendline(":p")
    assert terminal.end() == 0
    assert "interview mock --resume" in terminal.text
    assert Terminal("hint", "1").end() == 0


def test_a_killed_interview_goes_on_with_what_was_answered():
    terminal = begun()
    say(terminal, "softmax")
    terminal.wait_for("Enter accepts")
    terminal.kill()
    terminal = Terminal("mock", "--resume", rows=100)
    terminal.wait_for("Enter accepts")
    assert "What is attention?" not in terminal.text
    terminal.wait_for_row(">")
    terminal.child.sendline(":x")
    assert terminal.end() == 0
    assert "not reached" in terminal.text


def test_a_paused_one_is_mentioned_before_another_begins_and_can_still_be_resumed():
    terminal = begun()
    assert "another one" not in terminal.text
    terminal.wait_for_row(">")
    terminal.child.sendline(":p")
    assert terminal.end() == 0
    other = Terminal("mock", "--minutes", "10")
    other.wait_for("You paused another one")
    other.wait_for("> ")
    other.child.sendline("q")
    assert other.end() == 0
    again = Terminal("mock", "--resume")
    again.wait_for("It goes on at")
    again.interrupt()
    assert again.end() == 130


def test_one_paused_in_chinese_goes_on_in_chinese():
    terminal = Terminal("mock", "--lang", "zh", "--seed", "1")
    terminal.wait_for("> ")
    terminal.child.sendline("")
    terminal.wait_for("注意力")
    terminal.wait_for_row(">")
    terminal.child.sendline(":p")
    assert terminal.end() == 0
    terminal = Terminal("mock", "--resume")
    terminal.wait_for("玩具题")
    terminal.wait_for_row(">")
    terminal.child.sendline(":p")
    assert terminal.end() == 0
    assert "Paused" not in terminal.text


def test_one_of_a_track_goes_on_with_it_and_another_track_is_refused(tmp_path):
    speech = toy_bank(tmp_path / "mine", "mine", facts="track: {id: speech, en: Speech}\n")
    both = ("--bank", str(speech), "--bank", str(toy_bank(tmp_path / "yours", "yours", 2, "other")))
    refused = Terminal("mock", *both, "--track", "vision", columns=120)
    assert refused.end() == 2
    assert "--track vision: expected one of speech (Speech)" in refused.text
    terminal = begun("--track", "Speech", *both, columns=120)
    assert "Mock interview: 10 minutes · Speech" in terminal.text
    assert "--minutes 10 --seed 3 --track speech" in terminal.text
    terminal.wait_for_row(">")
    terminal.child.sendline(":p")
    assert terminal.end() == 0
    terminal = Terminal("mock", "--resume", *both, rows=100, columns=120)
    terminal.wait_for_row(">")
    terminal.child.sendline(":x")
    assert terminal.end() == 0
    assert "Debrief · Speech" in terminal.text
    plan = Sessions().latest("mock").plan
    asked = {part["question"] for part in plan["parts"]} - {""}
    assert (plan["track"], asked) == ("speech", {"mine:attend"})


def test_the_end_of_the_input_pauses():
    terminal = begun()
    terminal.wait_for_row(">")
    terminal.child.sendeof()
    assert terminal.end() == 0
    assert "Paused" in terminal.text


@pytest.mark.parametrize("how", ["q", "ctrl-c", "kill", "end of the input"])
def test_one_that_was_declined_at_its_plan_never_was(how):
    terminal = Terminal("mock", "--minutes", "10")
    terminal.wait_for("q not now")
    terminal.wait_for("> ")
    match how:
        case "q":
            terminal.child.sendline("q")
            assert terminal.end() == 0
        case "end of the input":
            terminal.child.sendeof()
            assert terminal.end() == 0
        case "ctrl-c":
            terminal.interrupt()
            assert terminal.end() == 130
        case "kill":
            terminal.kill()
    if how != "kill":
        assert "Not begun" in terminal.text
        assert "--resume" not in terminal.text
    home = Terminal()
    home.wait_for("Your first question")
    home.wait_for("to leave")
    home.child.sendline("q")
    assert home.end() == 0
    assert Terminal("mock", "--resume").end() == 2


def test_nothing_paused_is_told():
    terminal = Terminal("mock", "--resume")
    assert terminal.end() == 2
    assert "no mock interview is paused" in terminal.text


def test_out_of_range_is_told():
    terminal = Terminal("mock", "--minutes", "3")
    assert terminal.end() == 2
    assert "10" in terminal.text
