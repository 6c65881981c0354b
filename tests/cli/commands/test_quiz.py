"""quiz and drill in a real pseudo-terminal."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from interview.history.reviews import Reviews
from interview.history.sessions import Sessions
from interview.history.store import Store
from interview.messages import _
from tests.conftest import TOY
from tests.helpers.terminal import COLOUR, Terminal, plain


def enter(terminal, *lines):
    for line in lines:
        terminal.child.sendline(line)


@pytest.mark.parametrize(
    ("columns", "env"), [(60, {}), (80, {"NO_COLOR": "1"})], ids=["60 in colour", "80 without"]
)
def test_a_quiz_from_the_first_question_to_the_next_command(lang, columns, env):
    terminal = Terminal("quiz", "--lang", lang, columns=columns, env=env)
    terminal.wait_for(_("Question {place} of {total}").format(place=1, total=1))
    terminal.wait_for("> ")
    enter(terminal, "the scores are divided by √d", "softmax; 缩放, 加权和", "")
    terminal.wait_for(_("Key points"))
    terminal.wait_for("> ")
    enter(terminal, "")
    terminal.wait_for(
        plain(_("Enter accepts · a again · h hard · g good · e easy · u back to the points"))
    )
    enter(terminal, "g")
    terminal.wait_for(_("Follow-up {number} of {total}").format(number=1, total=2))
    terminal.wait_for("> ")
    enter(terminal, "")
    terminal.wait_for(_("Follow-up {number} of {total}").format(number=2, total=2))
    terminal.wait_for("> ")
    enter(terminal, "")
    terminal.wait_for(_("What people get wrong"))
    terminal.wait_for("> ")
    enter(terminal, "")
    assert terminal.end() == 0
    assert "interview start 1" in terminal.text
    assert bool(COLOUR.search(terminal.raw)) is (not env)
    [review] = Reviews().all()
    assert review.answer == "the scores are divided by √d\nsoftmax; 缩放, 加权和"
    assert (review.rating, review.kind, review.question) == (3, "question", "toy:attend")


@pytest.mark.parametrize(("columns", "side_by_side"), [(120, True), (100, False)])
def test_where_there_is_room_the_two_answers_stand_side_by_side(columns, side_by_side):
    terminal = Terminal("quiz", columns=columns)
    terminal.wait_for("> ")
    enter(terminal, "my own words", "")
    terminal.wait_for("Key points")
    terminal.interrupt()
    terminal.end()
    rows = terminal.text.splitlines()
    assert any("Your answer" in row and "Model answer" in row for row in rows) is side_by_side


def test_a_long_answer_is_shown_page_by_page():
    terminal = Terminal("quiz", columns=60, rows=14)
    terminal.wait_for("> ")
    enter(terminal, "")
    terminal.wait_for("more lines")
    assert "Key points" not in terminal.text
    terminal.wait_for("> ")
    enter(terminal, "")
    terminal.wait_for("Key points")
    terminal.interrupt()
    assert terminal.end() == 130


@pytest.mark.parametrize("how", ["ctrl-c", "kill"])
def test_an_answer_survives_whatever_ends_the_quiz(how):
    terminal = Terminal("quiz")
    terminal.wait_for("> ")
    enter(terminal, "an answer worth keeping", "")
    terminal.wait_for("Key points")
    if how == "ctrl-c":
        terminal.interrupt()
        assert terminal.end() == 130
    else:
        terminal.kill()
    terminal = Terminal("quiz")
    terminal.wait_for("Your answer of last time")
    terminal.wait_for("an answer worth keeping")
    terminal.wait_for("Key points")
    terminal.wait_for("> ")
    enter(terminal, "q")
    assert terminal.end() == 0
    assert "is kept" in terminal.text


@pytest.mark.parametrize("how", ["ctrl-c", "kill", ":q"])
def test_lines_of_an_answer_that_was_not_brought_to_its_end_are_there_again(how):
    terminal = Terminal("quiz")
    terminal.wait_for("> ")
    enter(terminal, "a first line")
    terminal.wait_for("> ")
    if how == "ctrl-c":
        terminal.child.send("and half of ano")
        terminal.interrupt()
        assert terminal.end() == 130
    elif how == ":q":
        enter(terminal, ":q")
        assert terminal.end() == 0
        assert "is kept" in terminal.text
    else:
        terminal.kill()
    terminal = Terminal("quiz")
    terminal.wait_for("had typed")
    terminal.wait_for("\n> ")
    terminal.wait_for("\n> ")
    enter(terminal, "and a last one")
    terminal.wait_for("\n> ")
    enter(terminal, "")
    terminal.wait_for("Enter accepts.")
    enter(terminal, "", "")
    terminal.wait_for("Follow-up")
    lines = ["a first line", *(["and half of ano"] if how == "ctrl-c" else []), "and a last one"]
    assert Reviews().all()[0].answer.splitlines() == lines
    terminal.interrupt()
    terminal.end()


def test_paragraphs_that_are_pasted_are_one_answer():
    terminal = Terminal("quiz")
    terminal.wait_for("> ")
    terminal.child.send("a first paragraph\n\nand a second\n\n\nthe last\n")
    terminal.wait_for("the last")
    terminal.wait_for("> ")
    enter(terminal, "")
    terminal.wait_for("Enter accepts.")
    enter(terminal, "", "")
    terminal.wait_for("Follow-up")
    assert Reviews().all()[0].answer == "a first paragraph\n\nand a second\n\n\nthe last"
    terminal.interrupt()
    terminal.end()


def test_undo_asks_again():
    terminal = Terminal("quiz")
    terminal.wait_for("> ")
    enter(terminal, "")
    for prompt in ("Enter accepts.", "a again", "Say it aloud"):
        terminal.wait_for(prompt)
        terminal.wait_for("> ")
        enter(terminal, "u" if prompt == "Say it aloud" else "")
    terminal.wait_for("is asked again")
    terminal.wait_for("> ")
    assert Reviews().all() == []
    enter(terminal, ":q")
    assert terminal.end() == 0


@pytest.mark.parametrize("editor", ["set", "found", "none"])
def test_the_editor_on_request(editor, tmp_path):
    name = "nano" if editor == "found" else "my-editor"
    script = tmp_path / name
    script.write_text('#!/bin/sh\nprintf "written in the editor" >> "$1"\n')
    script.chmod(0o755)
    told = {"EDITOR": str(script)} if editor == "set" else {}
    terminal = Terminal("quiz", env={"PATH": str(tmp_path), **told})
    terminal.wait_for("> ")
    enter(terminal, ":e")
    if editor == "none":
        terminal.wait_for("No editor is set")
        terminal.interrupt()
        assert terminal.end() == 130
        return
    if editor == "found":
        terminal.wait_for("none of them > ")
        enter(terminal, "1")
    terminal.wait_for("written in the editor")
    terminal.wait_for("Key points")
    terminal.interrupt()
    terminal.end()


def test_an_editor_that_does_not_work_ends_nothing():
    terminal = Terminal("quiz", env={"EDITOR": "no-such-editor", "VISUAL": " "})
    terminal.wait_for("\n> ")
    enter(terminal, "in my own words", ":e")
    terminal.wait_for("no-such-editor: the editor does not start")
    terminal.wait_for("What you had typed is kept")
    terminal.wait_for("\n> ")
    enter(terminal, "and on", "")
    terminal.wait_for("Key points")
    terminal.interrupt()
    assert terminal.end() == 130
    (answered,) = [s for s in Sessions().latest("quiz").steps if s.name == "answered"]
    assert answered.data["text"] == "in my own words\nand on"


ASKING = {"quiz": "\n> ", "drill": "shape > ", "mock": "not now > ", "debug": "leave > "}
FEW_LETTERS = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


@pytest.mark.parametrize(("asks", "env"), [("quiz", FEW_LETTERS), *((asks, {}) for asks in ASKING)])
def test_bytes_that_are_no_text_are_typed_and_ctrl_c_is_no_bug(asks, env, tmp_path):
    terminal = Terminal(asks, env={**env, "TMPDIR": str(tmp_path)})
    terminal.wait_for(ASKING[asks])
    if asks == "quiz":
        os.write(terminal.child.child_fd, b"whole \xff\x00 \xe6\xb3\xa8 line\r")
        terminal.wait_for("\n> ")
    os.write(terminal.child.child_fd, b"half \xfe \xe6\xb3")
    terminal.interrupt()
    assert terminal.end() == 130
    assert not list(tmp_path.glob("interview-bug-*"))
    if asks == "quiz":
        typed = Sessions().latest("quiz").steps[-1].data["text"]
        whole, half = typed.split("\n")
        assert whole.replace(" ", "") == "whole\ufffd注line"
        assert half.startswith("half \ufffd")


def test_typed_markup_and_escapes_are_only_text():
    terminal = Terminal("quiz")
    terminal.wait_for("> ")
    enter(terminal, "[red]not red[/red] [/]", "")
    terminal.wait_for("Your answer")
    terminal.wait_for("[red]not red[/red] [/]")
    terminal.wait_for("Key points")
    terminal.interrupt()
    assert terminal.end() == 130


def test_the_end_of_the_input_leaves():
    terminal = Terminal("quiz")
    terminal.wait_for("> ")
    terminal.child.sendeof()
    assert terminal.end() == 0
    assert "Nothing was rated" in terminal.text


@pytest.mark.parametrize("columns", [60, 80])
def test_a_round_of_drills(lang, columns):
    terminal = Terminal("drill", "--lang", lang, columns=columns)
    terminal.wait_for("1/2")
    terminal.wait_for(_("shape"))
    terminal.wait_for("> ")
    enter(terminal, "B x T")
    terminal.wait_for(
        plain(_("Expected a shape such as (2, 4, 5), 2x4x5 or 2 4 5; or ? to see it."))[:12]
    )
    terminal.wait_for("> ")
    enter(terminal, "（1，2，3）")
    terminal.wait_for("✗")
    terminal.wait_for(_("It comes again at the end."))
    terminal.wait_for("2/2")
    terminal.wait_for(_("one letter"))
    right = re.search(r"\b([ABC]) +keys?\b", terminal.text)[1]
    enter(terminal, right.lower())
    terminal.wait_for("✓")
    terminal.wait_for(_("once more"))
    q = re.search(
        r"\((\d), (\d), 4\).*\(\d, (\d), 4\)", wait_for_prompt(terminal).replace("\n", " ")
    )
    enter(terminal, "x".join(q.groups()))
    assert terminal.end() == 0
    assert _("{right} of {total} right at once").format(right=1, total=2) in terminal.text.replace(
        "  ", " "
    )
    assert "interview quiz 1" in terminal.text
    assert [review.evidence["right"] for review in Reviews().all()] == [False, True, True]


def wait_for_prompt(terminal):
    """What is shown after this, up to the next prompt."""
    start = len(terminal.raw)
    terminal.wait_for("> ")
    return terminal.raw[start:]


def test_ctrl_c_in_a_round_keeps_what_was_answered():
    terminal = Terminal("drill")
    terminal.wait_for("> ")
    enter(terminal, "?")
    terminal.wait_for("2/2")
    terminal.interrupt()
    assert terminal.end() == 130
    assert len(Reviews().all()) == 1


@pytest.mark.parametrize("command", ["quiz", "drill"])
def test_a_history_of_a_newer_version_stops_nobody(command):
    with Store().open() as connection:
        connection.execute("PRAGMA user_version = 999")
    terminal = Terminal(command)
    terminal.wait_for("nothing is recorded")
    terminal.wait_for("> ")
    enter(terminal, ":q")
    assert terminal.end() == 0
    assert terminal.text.count("nothing is recorded") == 1


@pytest.mark.parametrize("command", ["quiz", "drill"])
def test_elsewhere_than_on_a_terminal_one_line_says_so(command):
    done = subprocess.run(
        [sys.executable, "-m", "interview", command, "--bank", str(TOY)],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        f"interview {command}: expected a terminal, got a pipe or a file: run it in a terminal\n"
    )


def test_nothing_due_says_what_else_there_is():
    terminal = Terminal("quiz", "--due")
    assert terminal.end() == 0
    assert "No question is due" in terminal.text
    assert "interview quiz 7" in terminal.text
    assert "interview quiz --new 1" in terminal.text
