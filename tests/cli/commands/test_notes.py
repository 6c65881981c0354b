"""`interview note`, `mark`, `search`, `list` with words, `interview 1` and `interview help`, as they are typed."""

from __future__ import annotations

from tests.helpers.command import interview


def test_a_note_is_shown_with_its_question_found_and_taken_back():
    assert "no note yet" in interview("note", "1").stdout
    assert "1  scale [bold]first[/]" in interview("note", "1", "scale [bold]first[/]").stdout
    assert "Your notes\n  · scale [bold]first[/]" in interview("show", "1").stdout
    assert "your notes: scale" in interview("search", "scale", "first").stdout
    assert "expected one of 1 notes" in interview("note", "1", "--drop", "2", status=2).stderr
    assert "no note yet" in interview("note", "1", "--drop", "1").stdout
    assert "0 questions" in interview("search", "scale", "first", status=1).stdout


def test_a_mark_is_shown_in_the_list():
    assert "★" in interview("mark", "1").stdout
    assert "A toy ★" in interview("list", "--marked").stdout
    interview("mark", "1", "--off")
    assert "interview mark" in interview("list", "--marked", status=2).stderr
    assert "in no title" in interview("list", "nonsense", status=2).stderr


def test_a_number_alone_shows_its_question_and_help_helps():
    assert interview("1").stdout == interview("show", "1").stdout
    assert interview("help", bank=None).stdout == interview("--help").stdout
    assert interview("help", "hint", bank=None).stdout == interview("hint", "--help").stdout
    assert "did you mean 'hint'" in interview("help", "hnt", bank=None, status=2).stderr


def test_without_an_id_the_exercise_in_hand_is_meant_and_named():
    assert "no exercise is in hand" in interview("hint", status=2).stderr
    interview("start", "1")
    for command in ("hint", "show", "start"):
        done = interview(command)
        assert "the exercise in hand: 1. A toy" in done.stderr
    assert "手头的练习：1. 玩具题" in interview("show", "--lang", "zh").stderr
