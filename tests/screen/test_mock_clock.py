"""The clock of a mock interview rings while one types, and what is typed stays."""

from __future__ import annotations

import sys

from interview.practice.mock.mock import Clock
from interview.screen.mock import bells_of_clock
from tests.helpers.terminal import Terminal

TYPING = """
from interview.practice.mock.mock import Clock
from interview.practice.mock.parts import TheoryFollowUpPut
from interview.practice.talk.conversation import Draft
from interview.screen.mock import MockScreen

kept = []
screen = MockScreen()
screen.show(Clock(600 - 61.5, 10, 0.0, 20.0))
print("ready")
answer = screen.read(TheoryFollowUpPut("?", Draft("", kept.append)))
print("typed", repr(answer), kept)
"""


def seconds_and_words(clock):
    return [(round(bell.at), bell.says.split()[0:4]) for bell in sorted(bells_of_clock(clock, 0.0))]


def test_there_is_a_word_a_minute_before_the_end_and_at_the_end_of_part_and_interview():
    assert seconds_and_words(Clock(0.0, 45, 0.0, 4.0)) == [
        (180, ["One", "minute", "is", "left"]),
        (240, ["The", "time", "of", "this"]),
        (44 * 60, ["One", "minute", "is", "left"]),
        (45 * 60, ["Time", "is", "up.", "What"]),
    ]


def test_what_is_past_does_not_ring_and_of_two_ends_at_once_one_is_told():
    assert seconds_and_words(Clock(44.5 * 60, 45, 0.0, 0.5)) == [
        (30, ["Time", "is", "up.", "What"])
    ]
    assert seconds_and_words(Clock(45.5 * 60, 45, 300.0, 4.0)) == []


def test_the_word_comes_while_one_types_and_the_line_goes_on():
    terminal = Terminal(command=[sys.executable, "-c", TYPING])
    terminal.wait_for("ready")
    terminal.wait_for_row(">")
    terminal.child.send("half a li")
    terminal.wait_for_row("> half a li")
    while "One minute is left of the interview." not in terminal.text:
        terminal.wait_for("\n")
    terminal.wait_for_row("> half a li")
    assert "\x07" in terminal.raw
    terminal.child.send("ne\r")
    terminal.wait_for_row(">")
    terminal.child.send("\r")
    terminal.wait_for("typed 'half a line' ['half a line']")
    assert terminal.end() == 0
