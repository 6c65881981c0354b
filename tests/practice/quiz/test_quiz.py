"""A quiz without a terminal: what is asked, what is suggested, what is recorded."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta

import pytest

from interview import matching, messages
from interview.bank import open_bank
from interview.errors import UsageError
from interview.history.reviews import AGAIN, EASY, GOOD, HARD, Review, Reviews, Standing
from interview.history.sessions import Sessions
from interview.history.store import Recorder, Store, history_path
from interview.model.verdict import Verdict
from interview.practice.memory.scheduling import record_review
from interview.practice.memory.selection import (
    MOST_NEW_QUESTIONS,
    MOST_QUESTIONS,
    Wanted,
    choose_questions,
    wanted_cards,
)
from interview.practice.memory.sitting import Sitting
from interview.practice.quiz.marking import parse_places, rating_of_answer
from interview.practice.quiz.quiz import plan_quiz
from interview.practice.quiz.views import (
    AnswerResumed,
    AnswersCompared,
    BetweenQuestions,
    FollowUpAnswer,
    FollowUpPut,
    Pitfalls,
    PointsToTick,
    QuestionPut,
    QuizEnded,
    RatingProposed,
    RatingRecorded,
    Retry,
    ReviewUndone,
)
from interview.practice.talk import lines
from interview.practice.talk.conversation import Draft
from interview.practice.talk.terminal import Stopped
from tests.helpers.talk import Talk

BANK = open_bank(None)
SAID = "In cross-attention the queries come from the decoder, keys and values from the encoder's output."
NOW = datetime.now(UTC)


def quiz(*ids, lang="en", **wanted):
    return plan_quiz(BANK, lang, Wanted(tuple(ids), **wanted))


def reviewed(item, rating=GOOD, days=0):
    at = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="microseconds")
    return record_review(Reviews(), Review(item, rating, at=at))


def test_one_question_from_its_asking_to_the_end():
    talk = Talk(quiz("7", "8"))
    put = talk.seen[-1]
    assert (put.place, put.total, put.new, put.question.number) == (1, 2, True, 7)
    points = talk.type(f"{SAID}\nIt masks the source padding and needs no causal mask.")
    assert isinstance(points, PointsToTick)
    assert talk.last(AnswersCompared).text.startswith(SAID)
    assert points.ticked == points.suggested == {2, 4}
    rate = talk.type("14", "")
    assert isinstance(rate, RatingProposed)
    assert (rate.covered, rate.points, rate.rating) == (4, 7, HARD)
    follow_up = talk.type("g")
    assert isinstance(follow_up, FollowUpPut)
    assert talk.last(RatingRecorded).rating == GOOD
    [review] = Reviews().all()
    assert (review.item, review.rating) == ("question:cross-attention", GOOD)
    assert review.answer == f"{SAID}\nIt masks the source padding and needs no causal mask."
    assert review.evidence == {
        "covered": [0, 2, 3, 4],
        "points": 7,
        "spoken": False,
        "proposed": HARD,
    }
    pause = talk.type("", "", "")
    assert isinstance(pause, BetweenQuestions)
    assert not pause.last
    kinds = [type(view) for view in talk.seen]
    assert kinds[-5:] == [FollowUpAnswer, FollowUpPut, FollowUpAnswer, Pitfalls, BetweenQuestions]
    assert isinstance(talk.type(""), QuestionPut)
    ended = talk.type(":q")
    assert isinstance(ended, QuizEnded)
    assert [done.question.number for done in ended.done] == [7]
    assert ended.left == 1


def test_an_answer_said_aloud_has_no_ticks_but_those_the_learner_makes():
    talk = Talk(quiz("7"))
    points = talk.type("")
    assert points.spoken
    assert points.ticked == frozenset()
    rate = talk.type("1-7", "")
    assert (rate.covered, rate.rating) == (7, EASY)
    talk.type("")
    [review] = Reviews().all()
    assert (review.answer, review.rating, review.evidence["spoken"]) == ("", EASY, True)


def test_a_chinese_answer_is_read_by_chinese_terms():
    talk = Talk(quiz("7", lang="zh"))
    points = talk.type(
        "交叉注意力的 query 来自解码器，key 和 value 来自编码器的输出；要屏蔽源端 padding，不需要因果掩码"
    )
    assert points.ticked == {2, 4}


def test_what_cannot_be_understood_is_asked_for_again():
    talk = Talk(quiz("7"))
    assert isinstance(talk.type("", "x"), Retry)
    assert isinstance(talk.type("9"), Retry)
    assert talk.type("２、３").ticked == {1, 2}
    assert talk.type("3").ticked == {1}
    assert isinstance(talk.type("", "y"), Retry)
    assert isinstance(talk.type("H"), FollowUpPut)
    assert Reviews().all()[0].rating == HARD


def test_undo_takes_the_last_review_back_and_asks_again():
    talk = Talk(quiz("7", "8"))
    talk.type("", "", "", "s")
    assert [review.item for review in Reviews().all()] == ["question:cross-attention"]
    put = talk.type("u")
    assert isinstance(put, QuestionPut)
    assert put.question.number == 7
    assert talk.last(ReviewUndone).question.number == 7
    assert Reviews().all() == []
    ended = talk.type("again", "1234567", "", "", "s", "", ":q")
    assert isinstance(ended, QuizEnded)
    assert [(answer.question.number, answer.rating) for answer in ended.done] == [(7, EASY)]
    assert [review.answer for review in Reviews().all()] == ["again"]


def test_what_is_undone_is_there_to_be_gone_on_with_also_in_another_sitting():
    talk = Talk(quiz("7", "8"))
    talk.type("The queries come from the decoder.", "1", "", "h", "s")
    put = talk.type("u")
    assert put.question.number == 7
    assert put.draft.text == "The queries come from the decoder."
    ticked = talk.last(PointsToTick).ticked
    [left] = Sitting("quiz", Recorder()).unrated()
    assert (left.item, left.text) == ("question:cross-attention", put.draft.text)
    points = talk.type(put.draft.text)
    assert points.ticked == ticked
    talk.type("", "e")
    [review] = Reviews().all()
    assert (review.answer, review.rating) == (put.draft.text, EASY)
    assert not Sitting("quiz", Recorder()).unrated()


def test_an_answer_said_aloud_that_is_undone_leaves_nothing_behind():
    talk = Talk(quiz("7", "8"))
    talk.type("", "", "", "s")
    assert talk.type("u").draft.text == ""
    assert not Sitting("quiz", Recorder()).unrated()


def test_undo_from_the_next_question_and_what_was_typed_there_is_kept():
    talk = Talk(quiz("7", "8"))
    talk.type("", "", "", "s", "")
    put = talk.type("something about eight", "u")
    assert put.question.number == 7
    talk.type("", "", "", "s")
    points = talk.type("")
    assert isinstance(points, PointsToTick)
    assert talk.last(AnswerResumed).question.number == 8
    assert talk.last(AnswersCompared).text == "something about eight"


def test_undo_with_nothing_to_undo():
    talk = Talk(quiz("7"))
    assert isinstance(talk.type(":u"), QuestionPut)
    assert talk.last(ReviewUndone).question is None


def test_skipping_records_nothing():
    talk = Talk(quiz("7", "8"))
    assert talk.type(":s").question.number == 8
    ended = talk.type("typed", "s")
    assert isinstance(ended, QuizEnded)
    assert ended.done == ()
    assert ended.kept == ()
    assert Reviews().all() == []


@pytest.mark.parametrize("typed", [(":q",), (":s",)])
def test_a_quiz_without_an_answer_leaves_nothing_behind(typed):
    assert isinstance(Talk(quiz("7")).type(*typed), QuizEnded)
    assert Sessions().latest("quiz") is None


def test_an_answer_that_only_came_along_is_not_recorded_again():
    Talk(quiz("7")).type("typed", "q")
    session = Sessions().latest("quiz")
    Talk(quiz()).type("q")
    assert Sessions().latest("quiz") == session
    talk = Talk(quiz())
    talk.type("", "")
    [review] = Reviews().all()
    assert review.answer == "typed"
    rated = Sessions().latest("quiz")
    assert [step.name for step in rated.steps] == ["answered", "rated"]
    assert review.session == rated.id


def test_an_answer_is_on_disk_before_it_is_compared_and_the_next_quiz_begins_with_it():
    talk = Talk(quiz("7"))
    talk.views.send(SAID)  # and nothing more: as if killed here
    step = Sessions().latest("quiz").steps[-1]
    assert step.data["text"] == SAID
    for _again in range(2):  # broken off a second time, it is still there
        talk = Talk(quiz())
        assert talk.seen[0].question.number == 7
        assert isinstance(talk.seen[0], AnswerResumed)
        assert talk.seen[-1].ticked == {2}
    talk.type("", "")
    assert Reviews().all()[0].answer == SAID
    assert not isinstance(Talk(quiz()).seen[0], AnswerResumed)


def test_lines_that_were_typed_are_on_disk_before_the_next_and_asked_on():
    talk = Talk(quiz("7", "8"))
    talk.seen[-1].draft.keep("The queries come")  # and nothing more: as if killed here
    for _again in range(2):
        talk = Talk(quiz())
        put = talk.seen[-1]
        assert isinstance(put, QuestionPut)
        assert (put.question.number, put.draft.text) == (7, "The queries come")
    put.draft.keep("The queries come\nfrom the decoder.")
    undone = talk.type(":u")
    assert undone.draft.text == "The queries come\nfrom the decoder."
    assert talk.type(":s").draft.text == ""
    talk.type(":q")
    assert quiz().unrated == ()


def test_an_answer_to_another_question_does_not_come_along():
    Talk(quiz("7")).type("typed")
    assert quiz("8").unrated == ()
    assert quiz(topic="position").unrated == ()
    assert [left.text for left in quiz(topic="attention").unrated] == ["typed"]


def test_leaving_with_an_unrated_answer_keeps_it():
    ended = Talk(quiz("7")).type("typed", "q")
    assert ended.kept == (7,)
    assert [left.text for left in quiz().unrated] == ["typed"]


def test_answers_left_unrated_outlive_quizzes_of_other_questions():
    Talk(quiz("7")).type("of seven", "q")
    Talk(quiz("8")).type("of eight", "q")
    Talk(quiz("12")).type("of twelve", "", "", "s")
    Talk(quiz("9")).seen[-1].draft.keep("half of nine")
    ended = Talk(quiz()).type("typed on", "q")
    assert ended.kept == (9, 8, 7)
    talk = Talk(quiz("7"))
    assert talk.last(AnswersCompared).text == "of seven"
    talk.type("", "", "s")
    assert [left.text for left in quiz().unrated] == ["typed on", "of eight"]


def test_from_the_rating_one_goes_back_to_the_points_as_they_were_ticked():
    talk = Talk(quiz("7", "8"))
    talk.type("", "", "", "s", "")
    points = talk.type("eight", "135", "", "u")
    assert isinstance(points, PointsToTick)
    assert points.question.number == 8
    assert points.ticked == {0, 2, 4}
    assert len(Reviews().all()) == 1
    talk.type("2", "", "")
    assert Reviews().all()[1].evidence["covered"] == [0, 1, 2, 4]


def test_an_answer_said_aloud_is_resumed_as_such():
    Talk(quiz("7")).type("", "q")
    assert Talk(quiz()).last(AnswerResumed).spoken


def test_a_review_without_its_step_is_not_asked_for_again():
    talk = Talk(quiz("7"))
    talk.type("typed")
    session = Sessions().latest("quiz").id
    record_review(Reviews(), Review("question:cross-attention", GOOD, session))
    assert quiz().unrated == ()


def test_after_the_minutes_no_question_is_begun():
    now = [0.0]
    session = quiz("7", "8", "9", minutes=5)
    session.clock = lambda: now[0]
    talk = Talk(session)
    talk.type("", "", "", "s")
    now[0] = 301.0
    ended = talk.type("")
    assert isinstance(ended, QuizEnded)
    assert ended.left == 2
    assert ended.seconds == 301.0


@pytest.mark.parametrize("broken", ["newer", "unwritable"])
def test_a_history_that_cannot_be_used_stops_nobody(broken, capsys, monkeypatch):
    path = history_path()
    if broken == "newer":
        with Store().open() as connection:
            connection.execute("PRAGMA user_version = 999")
    else:
        path.parent.parent.mkdir(parents=True, exist_ok=True)
        path.parent.write_text("a file where the folder should be")
    talk = Talk(quiz("7"))
    talk.type("typed", "", "", "s", "")
    ended = talk.seen[-1]
    assert [done.due for done in ended.done] == [None]
    assert capsys.readouterr().err.count("nothing is recorded") == 1


@pytest.mark.parametrize(
    ("covered", "points", "seconds", "rating"),
    [
        (0, 5, 10, AGAIN),
        (1, 5, 10, AGAIN),
        (2, 5, 10, HARD),
        (3, 5, 10, HARD),
        (4, 5, 10, GOOD),
        (5, 5, 10, EASY),
        (5, 5, 300, EASY),
        (5, 5, 301, GOOD),
        (4, 6, 10, HARD),
        (5, 7, 10, GOOD),
    ],
)
def test_the_rating_follows_from_the_share_of_points(covered, points, seconds, rating):
    assert rating_of_answer(covered, points, seconds) == rating


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1 3", {0, 2}),
        ("13", {0, 2}),
        ("1,3", {0, 2}),
        ("１、３", {0, 2}),
        ("2-4", {1, 2, 3}),
        ("1-2 5", {0, 1, 4}),
    ]
    + [(line, None) for line in ("0", "6", "a", "1a", "-", ",", "4 5 6")],
)
def test_places(line, expected):
    assert parse_places(line, 5) == expected


def test_due_before_new_and_the_longest_overdue_first():
    cards = BANK.cards
    due = {
        f"question:{cards[4].id}": Standing(NOW - timedelta(days=1), GOOD),
        f"question:{cards[6].id}": Standing(NOW - timedelta(days=9), GOOD),
        f"question:{cards[0].id}": Standing(NOW + timedelta(days=1), GOOD),
        "question:no-longer-there": Standing(NOW - timedelta(days=9), GOOD),
        f"drill:{cards[1].id}:0": Standing(NOW - timedelta(days=9), GOOD),
    }
    plan = choose_questions(cards, due, NOW, Wanted())
    assert [(item.card.number, item.new) for item in plan] == [
        (7, False),
        (5, False),
        (2, True),
        (3, True),
        (4, True),
    ]
    assert [item.card.number for item in choose_questions(cards, due, NOW, Wanted(count=0))] == [
        7,
        5,
    ]
    assert len(choose_questions(cards, due, NOW, Wanted(count=20))) == 22
    assert len(choose_questions(cards, {}, NOW, Wanted())) == MOST_NEW_QUESTIONS


def test_a_round_has_an_end_unless_the_clock_is_the_end():
    overdue = {f"question:{card.id}": Standing(NOW, GOOD) for card in BANK.cards}
    assert len(choose_questions(BANK.cards, overdue, NOW, Wanted())) == MOST_QUESTIONS
    assert len(choose_questions(BANK.cards, overdue, NOW, Wanted(minutes=60))) == len(BANK.cards)


def test_topics_and_names():
    assert {card.topic for card in wanted_cards(BANK, Wanted(topic="bert"))} == {"bert"}
    assert [card.number for card in wanted_cards(BANK, Wanted(("7", "cross-attention", "8")))] == [
        7,
        8,
    ]
    with pytest.raises(UsageError, match="--topic vision: expected one of attention, position"):
        wanted_cards(BANK, Wanted(topic="vision"))


@pytest.mark.parametrize(
    ("said", "lang", "topic"),
    [
        ("attention", "en", "attention"),
        ("BERT", "en", "bert"),
        ("pos", "en", "position"),
        ("注意力", "zh", "attention"),
        ("位置", "zh", "position"),
        ("generation", "zh", "generation"),
    ],
)
def test_a_topic_is_named_as_the_list_names_it_or_by_its_beginning(said, lang, topic):
    messages.use_catalogue(lang)
    assert {card.topic for card in wanted_cards(BANK, Wanted(topic=said))} == {topic}


@pytest.mark.parametrize("said", ["a", "", "注意"])
def test_a_topic_that_could_be_two_or_none_is_asked_for_again(said):
    with pytest.raises(UsageError, match="attention, position, architecture, bert"):
        wanted_cards(BANK, Wanted(topic=said))


def test_what_was_answered_well_is_not_asked_again_on_the_same_day():
    for card in BANK.cards:
        reviewed(f"question:{card.id}")
    assert quiz().plan == []
    reviewed(f"question:{BANK.cards[3].id}", AGAIN, days=1)
    assert [item.card.number for item in quiz().plan] == [4]


def typed(*given, edit=None):
    source = iter(given)

    def read():
        line = next(source)
        if line is EOFError:
            raise EOFError
        return line

    return lines.read_answer_lines(read, edit or (lambda draft: ""))


def test_an_answer_ends_with_an_empty_line_or_the_end_of_the_input():
    assert typed("one", "two", "") == "one\ntwo"
    assert typed("one", EOFError) == "one"
    assert typed("") == ""
    assert typed(EOFError) == ":q"
    assert typed("one", ":Q") == ":q"
    assert typed("：s") == typed("：ｓ") == ":s"
    assert typed(":x is no command", "") == ":x is no command"


def test_the_editor_goes_on_with_what_was_typed(monkeypatch, tmp_path):
    assert typed("one", ":e", edit=lambda draft: draft.text + "\nand more\n") == "one\nand more"
    assert typed("one", ":e", "two", "", edit=lambda text: "") == "one\ntwo"
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf " more" >> "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    assert lines.edit_answer(Draft("text")) == "text more"


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("no-such-editor", "no-such-editor: the editor does not start"),
        ("/", "/: the editor does not start"),
        ("'unbalanced", "'unbalanced: the editor does not start"),
        ("false", "false: the editor ended with an error, status 1"),
    ],
)
def test_an_editor_that_fails_is_told(command, told, monkeypatch):
    monkeypatch.setenv("VISUAL", " ")
    monkeypatch.setenv("EDITOR", command)
    with pytest.raises(UsageError) as error:
        lines.edit_answer(Draft("text"))
    assert str(error.value).startswith(told)


def test_what_an_editor_saved_before_it_failed_is_the_answer(monkeypatch, tmp_path):
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf " saved" >> "$1"\nexit 3\n')
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    assert lines.edit_answer(Draft("text")) == "text saved"


def test_where_no_temporary_file_can_be_made_the_editor_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(UsageError, match="set TMPDIR, or go on typing"):
        lines.edit_answer(Draft("text"))


def test_lines_that_are_pasted_are_kept_some_at_a_time_and_all_at_their_end_or_at_ctrl_c():
    kept = []
    draft = Draft(keep=kept.append)
    source = iter([*map(str, range(1000)), ""])
    waiting = iter([*[True] * 1000, False])
    text = lines.read_answer_lines(
        lambda: next(source), lambda draft: "", draft=draft, more=lambda seconds: next(waiting)
    )
    assert kept[-1] == text == "\n".join(map(str, range(1000)))
    assert kept[0] == "\n".join(map(str, range(lines.LINES_AT_ONCE)))
    assert len(kept) < 30
    assert sum(map(len, kept)) < 8 * len(text)
    kept.clear()

    def stopped_at_the_third():
        if len(read) == 2:
            raise Stopped(line="")
        read.append("line")
        return "line"

    read = []
    with pytest.raises(Stopped):
        lines.read_answer_lines(
            stopped_at_the_third, lambda draft: "", draft=draft, more=lambda seconds: True
        )
    assert kept == ["line\nline"]


def test_ctrl_c_right_after_enter_loses_no_line():
    kept = []

    def interrupted_once(text):
        kept.append(text)
        if len(kept) == 1:
            raise KeyboardInterrupt

    def interrupted(seconds):
        raise KeyboardInterrupt

    for keep, more in ((kept.append, interrupted), (interrupted_once, lambda seconds: False)):
        kept.clear()
        with pytest.raises(KeyboardInterrupt):
            lines.read_answer_lines(
                lambda: "a whole line", lambda draft: "", draft=Draft(keep=keep), more=more
            )
        assert kept[-1] == "a whole line"


def test_what_is_saved_in_the_editor_is_kept_while_it_is_open(monkeypatch, tmp_path):
    kept, seen = [], tmp_path / "kept"
    editor = tmp_path / "editor"
    editor.write_text(
        f'#!/bin/sh\nprintf " saved" >> "$1"\nuntil [ -e {seen} ]; do sleep 0.01; done\n'
    )
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))

    def keep(text):
        kept.append(text)
        seen.touch()

    assert lines.edit_answer(Draft("text", keep)) == "text saved"
    assert kept == ["text saved"]


def test_what_was_saved_in_an_editor_that_ctrl_c_ended_is_kept(monkeypatch):
    kept = []

    def stopped(path):
        path.write_text("saved")
        raise KeyboardInterrupt

    monkeypatch.setattr(lines, "open_editor", stopped)
    with pytest.raises(KeyboardInterrupt):
        lines.edit_answer(Draft("text", kept.append))
    assert kept == ["saved"]


def test_an_answer_of_a_megabyte_is_compared_in_a_moment():
    words = "attention scores keys. values softmax "
    looked_at = words_looked_at(words * 30_000)
    assert 0 < looked_at == words_looked_at(words * 60_000)


def words_looked_at(text):
    with pytest.MonkeyPatch.context() as patch:
        seen = []
        patch.setattr(matching, "words_of_sentences", lambda text: seen.append(len(text)) or ())
        question = BANK.load(BANK.cards[0])
        matching.suggested_points(text, question.key_points, question.ask)
    return seen[0]


def test_half_characters_are_kept_as_marks():
    half = "a \udcff name \ud800"
    session = Sessions().begin("quiz", {"items": [half]})
    Sessions().step(session, "typed", {"item": "question:attend", "text": half, "seconds": 0.0})
    Store().record(Verdict("attend", half, "wrong", 0.0, 1))
    record_review(Reviews(), Review("question:attend", 3, answer=half, evidence={"said": half}))
    marked = "a \ufffd name \ufffd"
    assert Sessions().get(session).steps[0].data["text"] == marked
    [review] = Reviews().all()
    assert (review.answer, review.evidence) == (marked, {"said": marked})


def test_a_quiz_needs_no_torch():
    code = "import sys, interview.practice.quiz.quiz, interview.practice.drill.drill, interview.screen.quiz, interview.screen.drill; from interview.bank.drills import draw_drill; sys.exit('torch' in sys.modules or 'fsrs' in sys.modules or 'rapidfuzz' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(BANK.root)}
    assert subprocess.run([sys.executable, "-c", code], env=environment).returncode == 0
