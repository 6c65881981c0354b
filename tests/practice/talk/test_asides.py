"""Words for help, notes and commands: never an answer, in either language, with or without a colon."""

from __future__ import annotations

import pytest

from interview.bank import open_bank
from interview.history.notes import Notes
from interview.practice.talk.asides import (
    NOTE_TAKER,
    NoteTaker,
    asks_for_help,
    command_letter,
    is_unknown_command,
    note_text,
)
from interview.practice.talk.conversation import View, converse, typed_command
from interview.practice.talk.lines import colon_command, read_answer_lines
from interview.screen.prompt import answer_aside

BANK = open_bank(None)


@pytest.mark.parametrize(
    "line", ["?", "？", ":help", "help", " HELP ", ":h", "：ｈ", ":?", "帮助", "：帮助"]
)
def test_help_is_asked_for(line):
    assert asks_for_help(line)


@pytest.mark.parametrize("line", ["h", "help me", "helps", "why?", ": help is", "q"])
def test_what_is_none_stays_an_answer(line):
    assert not asks_for_help(line)
    assert not is_unknown_command(line)


@pytest.mark.parametrize(
    ("line", "letter"),
    [
        *(
            (":skip", "s"),
            ("skip", "s"),
            (":S", "s"),
            ("：退出", "q"),
            (":quit", "q"),
            ("quit", "q"),
        ),
        *(
            ("exit", "q"),
            (":editor", "e"),
            (":undo", "u"),
            ("s", ""),
            ("quit it", ""),
            ("undo", ""),
        ),
    ],
)
def test_words_for_commands(line, letter):
    assert colon_command(line) == letter
    assert not is_unknown_command(line)


def test_a_letter_that_is_no_command_here_is_none():
    assert command_letter(":x") == "x"
    assert colon_command(":x") == ""
    assert colon_command(":x", "x") == "x"
    assert is_unknown_command(":wq")
    assert typed_command("：Quit") == "q"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (":n a b", "a b"),
        (":note  x", "x"),
        ("：笔记 好", "好"),
        (":note", ""),
        (":n", None),
        ("n x", None),
    ],
)
def test_notes_are_told_from_everything_else(line, text):
    assert note_text(line) == text


def typing(*lines):
    left = iter(lines)
    return lambda: next(left)


def test_nothing_of_it_is_part_of_an_answer(capsys):
    taker = NoteTaker(BANK.load(BANK.find("7")))
    token = NOTE_TAKER.set(taker)
    read = typing("one", ":help", "?", ":n remember this", ":note", ":foo", "two", "")
    try:
        text = read_answer_lines(read, lambda draft: "", aside=answer_aside)
    finally:
        NOTE_TAKER.reset(token)
    assert text == "one\ntwo"
    assert [(note.question, note.text) for note in Notes().all().notes] == [
        ("cross-attention", "remember this")
    ]
    told = capsys.readouterr().out
    assert told.count(":q, :quit") == 2
    assert "noted with question 7" in told
    assert "A note: :n and its words" in told
    assert ":foo: no such command here" in told


def test_what_is_pasted_is_an_answer_whatever_stands_in_it():
    text = read_answer_lines(
        typing("a", "help", "b", ""),
        lambda draft: "",
        more=lambda seconds: seconds == 0,
        aside=answer_aside,
    )
    assert text == "a\nhelp\nb"


@pytest.mark.parametrize("command", [":q", ":skip", "：s", "quit", ":e"])
def test_a_command_between_lines_that_are_pasted_is_one_of_them(command):
    lines = [*f"vim closes with\n{command}\n\n:u\nand so on".split("\n"), ""]
    left = list(lines)
    text = read_answer_lines(
        lambda: left.pop(0), lambda draft: "edited", more=lambda seconds: len(left) > 1
    )
    assert text == "\n".join(lines[:-1])


@pytest.mark.parametrize("before", [[], ["what was typed"]])
def test_a_command_that_is_typed_ahead_is_one(before):
    """It is the first line, or the last of those that are there."""
    left = [*before, ":skip"] if before else [":skip", "another answer"]
    text = read_answer_lines(lambda: left.pop(0), lambda draft: "", more=lambda seconds: bool(left))
    assert text == ":s"


def test_a_conversation_knows_which_question_notes_are_on():
    class Asked(View):
        asks = "line"

        def __init__(self, question=None):
            self.question = question

    def views():
        yield Asked(BANK.load(BANK.find("7")))
        yield Asked("7")  # a view of another kind

    numbers = []
    converse(
        views(), lambda view: None, lambda view: numbers.append(NOTE_TAKER.get().take("x")) or ""
    )
    assert numbers == [7, 7]
    assert NOTE_TAKER.get() is None
    assert NoteTaker().take("lost?") == 0
