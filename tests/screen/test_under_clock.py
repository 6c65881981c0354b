"""An answer typed under a clock, in a terminal: edited line by line, and every line on disk before the next."""

from __future__ import annotations

import os
import re
import sys

import pytest
from rich.cells import cell_len

from interview import messages
from interview.history.sessions import Sessions
from interview.practice.mock.mock import Clock
from interview.screen.mock import time_left_line
from tests.helpers.terminal import Terminal

TYPING = """
from interview.practice.mock.mock import Clock
from interview.practice.mock.parts import TheoryPut
from interview.practice.talk.conversation import Draft
from interview.screen.mock import MockScreen

kept = []
keep = kept.append
screen = MockScreen()
screen.show(Clock(0.0, 45, 0.0, 5.0))

def answer(draft=""):
    print("typed", ascii(screen.read(TheoryPut(None, Draft(draft, keep)))), ascii(kept))
    kept.clear()

"""
UP, DOWN, END, BACKSPACE, UNDO = "\x1b[A", "\x1b[B", "\x05", "\x7f", "\x1f"


class Answering(Terminal):
    """Somebody who answers; `typed` is what the answer is, and what was kept on the way."""

    def __init__(self, answers=1, **settings):
        command = [sys.executable, "-c", TYPING + answers * "answer()\n"]
        super().__init__(command=command, columns=120, **settings)
        self.wait_for_row(">")

    def type(self, keys, row):
        """Presses keys, until the row that the cursor is in says this."""
        self.child.send(keys)
        self.wait_for_row(row)

    def typed(self):
        assert self.end() == 0
        return self.text[self.text.rindex("typed ") :].replace("\n", "")


def test_earlier_lines_are_edited_changes_undone_and_words_for_the_program_taken_out():
    terminal = Answering(answers=2)
    terminal.type("the softnax", "> the softnax")
    terminal.type("\r", ">")
    terminal.type("over 键", "> over 键")
    assert "◷ left: this part" in terminal.text
    terminal.type(UP + END + 3 * BACKSPACE + "max", "> the softmax")
    terminal.type(UNDO, "> the softma")
    terminal.type("x", "> the softmax")
    terminal.type(DOWN + END + "\r?", "> ?")
    terminal.type("\r", ">")
    assert "your editor, where an answer is typed" in terminal.text
    terminal.child.send("\r")
    terminal.wait_for("typed 'the softmax\\nover \\u952e'")
    terminal.wait_for_row(">")
    terminal.type(UP, "> over 键")  # the answer before, to begin from
    terminal.type("\r", ">")
    terminal.type(":q", "> :q")
    terminal.child.send("\r")
    assert terminal.typed().startswith("typed ':q' ")


def test_pastes_stay_what_they_are_and_so_does_what_is_no_utf8():
    terminal = Answering()
    os.write(terminal.child.child_fd, b"\xff ab\r")
    terminal.wait_for_row(">")
    terminal.type("\x1b[200~one\n\n?\x1b[201~", "> ?")
    terminal.type("\r", ">")  # Enter was typed, so the last line is a word for help
    terminal.type("two\r\rthree", "> three")
    terminal.type("\r", ">")
    terminal.child.send("\r")
    begun = "\\ufffd ab\\none"
    assert terminal.typed() == (
        f"typed '{begun}\\n\\ntwo\\n\\nthree' "
        f"['\\ufffd ab', '{begun}\\n\\n?', '{begun}', '{begun}\\n\\ntwo\\n\\nthree']"
    )


def test_a_draft_is_there_to_be_edited_and_what_fails_while_it_is_kept_is_not_swallowed():
    failing = "def keep(text):\n    raise KeyError(text)\nanswer('as before')"
    terminal = Terminal(command=[sys.executable, "-c", TYPING + failing], columns=120)
    terminal.wait_for_row(">")
    assert terminal.text.count("> as before") == 1
    terminal.child.send("more\r")
    assert terminal.end() == 1
    assert "KeyError: 'as before\\nmore'" in terminal.text


def test_a_terminal_that_can_do_nothing_has_the_plain_prompt():
    terminal = Answering(env={"TERM": "dumb"})
    terminal.type("half", "> half")
    assert "left:" not in terminal.text
    terminal.type("\r", ">")
    terminal.child.send("\r")
    assert terminal.typed() == "typed 'half' ['half']"


def test_a_quiz_of_so_many_minutes_has_a_clock_and_every_line_is_on_disk_before_the_next():
    terminal = Terminal("quiz", "--minutes", "5")
    terminal.wait_for_row(">")
    assert re.search(r"◷ left: (5:00|4:\d\d)$", terminal.text)
    terminal.child.send("a line")
    terminal.wait_for_row("> a line")
    terminal.child.send("\r")
    terminal.wait_for_row(">")
    terminal.kill()
    steps = Sessions().latest("quiz").steps
    assert [step.data["text"] for step in steps if step.name == "typed"] == ["a line"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_left_goes_on_below_nothing_and_fits_beside_what_is_typed(lang):
    messages.use_catalogue(lang)
    told = time_left_line(Clock(60.0, 120, 600.0, 5.0), since=0.4)
    assert "-4:59" in told or "-5:00" in told
    assert "119:00" in told
    assert cell_len(told) <= 50
