"""What is imported: a row of any other shape than ours is refused, and after an import everything works."""

from __future__ import annotations

import copy
import itertools
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from interview.errors import UsageError
from interview.export.debrief import write_debrief
from interview.export.history import history_as_text, rows_from_lines
from interview.export.progress import progress_as_json
from interview.export.progress_page import progress_as_html
from interview.history.reviews import Reviews, time_stamp
from interview.history.sessions import Sessions
from interview.history.store import Recorder, Store
from interview.history.transfer import merge_rows, read_tables
from interview.practice.debug.rounds import begin_debugging
from interview.practice.drill.drill import plan_drill_round
from interview.practice.exercise.exercises import ExerciseRecorder, begin_exercise
from interview.practice.exercise.until_accepted import FileJudged
from interview.practice.memory.scheduling import memory_after_past_review
from interview.practice.memory.selection import Wanted
from interview.practice.mock.debrief import debrief_from_journal
from interview.practice.mock.mock import new_mock_session, resumable_sessions
from interview.practice.mock.parts import mocks_folder
from interview.practice.quiz.quiz import plan_quiz
from interview.practice.standing.home import read_home
from interview.practice.standing.mastery import compute_progress
from interview.screen.debrief import show_debrief
from interview.screen.debugging import show_debugging
from interview.screen.drill import show_drill
from interview.screen.home import show_home
from interview.screen.mock import show_mock
from interview.screen.progress import show_progress
from interview.screen.quiz import show_quiz
from tests.helpers.mock import BANK, core_right, graded, interview, through
from tests.helpers.talk import Talk
from tests.helpers.toy import REFERENCE

(CARD,) = BANK.cards
QUESTION = BANK.load(CARD)
MISTAKES = [mistake.id for mistake in QUESTION.exercise.misconceptions]


COUNTER = itertools.count()
WITHOUT = "without"
"""Stands for a key that is not there."""


def now():
    return datetime.now(UTC) + timedelta(hours=1)


def practise():
    """Something of everything that is ever recorded."""
    quiz = Talk(plan_quiz(BANK, "en", Wanted(("1",))))
    quiz.type("softmax of scaled scores", "", "g")
    quiz.type("u")
    again = Talk(plan_quiz(BANK, "en", Wanted(("1",))))
    again.seen[-1].draft.keep("half an answer")
    skipped = Talk(plan_quiz(BANK, "en", Wanted(("1",))))
    skipped.type(":s")
    drills = Talk(plan_drill_round(BANK, "en", Wanted()))
    drills.type("?", "?", ":q")
    recorder = ExerciseRecorder(BANK)
    path = begin_exercise(CARD, recorder).path
    recorder.record(graded(CARD, path))
    for number in (1, 2):
        recorder.reveal(CARD.id, "hint", number)
    path.write_text(REFERENCE)
    recorder.record(graded(CARD, path))
    recorder.record(core_right(CARD, path))
    recorder.reveal(CARD.id, "solution")
    given_up = Talk(debugging())
    given_up.type("", "g")
    left = Talk(debugging())
    left.type("")
    mock, _clock = interview()
    through(Talk(mock), mock)
    mock.finish(debrief_from_journal(mock.plan, mock.questions, mock.journal))
    other, _clock = interview(seed=2)
    through(Talk(other), other, upto="ReadyToGrade").type("", "", ":p")


def debugging():
    return begin_debugging(BANK, "1", "en", Recorder(), graded, now())


def everything_works():
    """What a learner may do after an import, and what is drawn of it."""
    store, recorder = Store(), ExerciseRecorder(BANK)
    figures = compute_progress(BANK, store, now())
    progress_as_json(figures)
    progress_as_html(figures, {CARD.id: CARD.title}, "en")
    show_progress(figures, BANK, "en")
    show_home(read_home(BANK, recorder, now()), CARD.title)
    assert all(QUESTION.exercise.hints[n] for n in range(recorder.hints_seen(CARD.id)))
    text = history_as_text(read_tables(store))
    assert taken_in(text.splitlines()).new == 0
    for session, show, typed in (
        (plan_quiz(BANK, "en", Wanted()), show_quiz, ("an answer", "", "g", "", "")),
        (plan_quiz(BANK, "en", Wanted(("1",))), show_quiz, ("an answer", "", "g", "", "")),
        (plan_drill_round(BANK, "en", Wanted()), show_drill, ("?", "1", ":q")),
        (debugging(), show_debugging, ("", "g", "1", "g")),
        (interview(session=new_mock_session(BANK, recorder, 45, "", "", None))[0], show_mock, "p"),
    ):
        if getattr(session, "plan", True):
            held(session, show, typed)
    for paused in resumable_sessions(recorder):
        go_on(paused)
    begin_exercise(CARD, recorder)
    recorder.record(graded(CARD, begin_exercise(CARD, recorder).path))


def held(session, show, typed):
    talk = Talk(session)
    for line in typed:
        if not talk.ended:
            talk.type(line)
    for view in talk.seen:
        if not isinstance(view, FileJudged):  # of a grader that is made up
            show(view)


def go_on(session):
    """A mock interview that was paused, to its end and its debrief; or its questions have changed."""
    told = None
    try:
        mock, _clock = interview(session=session)
    except UsageError as error:
        told = str(error)
    if told is not None:
        assert "questions of this interview" in told or "no such question" in told
        return
    held(mock, show_mock, ("", ":n", ":n", "", ":n", ":x"))
    debrief = debrief_from_journal(mock.plan, mock.questions, mock.journal)
    write_debrief(mocks_folder(), debrief, "en")
    show_debrief(debrief, [])


def taken_in(lines):
    return merge_rows(Store(), rows_from_lines(lines, "f", now()), memory_after_past_review)


@pytest.fixture(autouse=True)
def tall(monkeypatch):
    """A terminal on which nobody has to turn pages."""
    monkeypatch.setenv("LINES", "9999")


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    """An export of something of everything."""
    place = tmp_path_factory.mktemp("practised")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(place / "data"))
        patch.setenv("INTERVIEW_EXERCISES", str(place / "exercises"))
        practise()
        return history_as_text(read_tables(Store())).splitlines()


def test_what_we_write_ourselves_is_taken_in_whole_and_everything_works(lines):
    rows = [json.loads(line) for line in lines[1:]]
    names = {row["name"] for row in rows if row["row"] == "step"}
    assert names >= {"typed", "answered", "rated", "skipped", "sat down", "ticked", "asked on"}
    assert names >= {"drill", "handed out", "graded", "named", "gave up", "done", "paused"}
    assert {row["row"] for row in rows} >= {"attempt", "reveal", "review", "retraction", "session"}
    assert taken_in(lines).new == len(rows)
    everything_works()


ODD = st.sampled_from(
    [
        *(None, True, False, 0, -1, 1, 3, 99, 10**30, 0.5, -0.5, 1e308),
        *("", "x", "²", "a b", "\x1b[31m", "attend", "quiz", "mock", "hint", "typed", "accepted"),
        *("question:attend", "drill:attend:²", "drill:attend:99", "debug:attend:none"),
        *("2026-01-01", "2026-01-01T00:00:00", "2190-01-01T00:00:00+00:00", WITHOUT),
        *([], [[]], [99], ["x"], {}, {"a": 1}, [{}]),
    ]
)


def places(value, path=()):
    """Where there is something in a row, down to its last value."""
    yield path
    items = value.items() if isinstance(value, dict) else ()
    for key, inner in enumerate(value) if isinstance(value, list) else items:
        yield from places(inner, (*path, key))


def broken(row, path, odd):
    """The row with something else in one place, or without it."""
    row = inner = copy.deepcopy(row)
    for key in path[:-1]:
        inner = inner[key]
    if odd == WITHOUT:
        del inner[path[-1]]
    else:
        inner[path[-1]] = odd
    return row


@settings(
    max_examples=60,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_a_value_of_another_shape_is_refused_with_its_line_or_everything_works(
    data, lines, tmp_path, monkeypatch
):
    number = data.draw(st.integers(1, len(lines) - 1))
    row = json.loads(lines[number])
    path = data.draw(st.sampled_from(list(places(row))[1:]))
    changed = broken(row, path, data.draw(ODD))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / f"data-{next(COUNTER)}"))
    refused = None
    try:
        taken_in([*lines[:number], json.dumps(changed), *lines[number + 1 :]])
    except UsageError as error:
        refused = str(error)
    if refused is None:
        everything_works()
        return
    assert refused.startswith("f:")
    assert "\n" not in refused
    assert not Store().path.exists()


ROW = {
    "attempt": {"question": "a", "file": "a.py", "status": "wrong", "score": 0.5, "seed": 1}
    | {"misconception": None, "seconds": 0.1, "core": 0, "case_misconceptions": []},
    "reveal": {"question": "a", "what": "hint", "number": 1},
    "session": {"id": "s", "kind": "debug"}
    | {"plan": {"question": "a", "misconception": "x", "options": ["x", "y"]}},
    "step": {"session": "s", "name": "graded", "data": {"part": 0, "elapsed": 1.0}},
    "review": {"id": 1, "item": "question:a", "session": "", "rating": 3, "seconds": 1.0}
    | {"answer": "", "evidence": {}},
}
GRADED = {"status": "wrong", "score": 0.5, "misconception": None, "passed": 1, "cases": 2}


@pytest.mark.parametrize(
    ("table", "change", "told"),
    [
        ("attempt", {"score": 1.5}, "attempt.score: expected a number from 0 to 1.001, got 1.5"),
        ("attempt", {"status": "fine"}, "attempt.status: expected accepted, not_written"),
        ("attempt", {"case_misconceptions": "x"}, "attempt.case_misconceptions: expected a list"),
        ("attempt", {"question": ""}, "attempt.question: expected an id, got ''"),
        ("reveal", {"number": 99}, "reveal.number: expected a whole number from 0 to 3, got 99"),
        ("reveal", {"what": "answer"}, "reveal.what: expected hint, solution, stub, got 'answer'"),
        ("session", {"kind": "exam"}, "session.kind: expected quiz, drill, debug, mock"),
        ("session", {"plan": {"question": "a", "options": []}}, "plan.misconception is missing"),
        (
            "session",
            {"plan": {"question": "a", "misconception": "z", "options": ["x"]}},
            "plan.misconception: expected one of the options, got 'z'",
        ),
        ("session", {"kind": "mock"}, "plan.minutes is missing"),
        ("step", {"name": "danced"}, "name: expected "),
        ("step", {}, "data.status is missing"),
        (
            "step",
            {"data": {**GRADED, "part": 0, "elapsed": -1}},
            "data.elapsed: expected a number from 0 to 100000000, got -1",
        ),
        ("review", {"item": "drill:a:x"}, "review.item: expected question:ID or the like"),
        ("review", {"evidence": {"deep": json.loads("[" * 40 + "]" * 40)}}, "review: lists in"),
        ("review", {"at": "2026-01-01T00:00:00"}, "at: expected a time of the past, with its zone"),
        ("review", {"at": "2190-01-01T00:00:00+00:00"}, "at: expected a time of the past"),
    ],
)
def test_what_is_not_as_we_write_it_is_told_with_its_place(table, change, told):
    session = {"row": "session", "at": "2026-01-01T00:00:00+00:00", **ROW["session"]}
    row = {"row": table, "at": "2026-01-01T00:00:00+00:00", **ROW[table], **change}
    head = '{"format": "interview history", "version": 1}'
    others = [] if table == "session" else [session]
    with pytest.raises(UsageError) as error:
        rows_from_lines([head, *map(json.dumps, [*others, row])], "f", now())
    assert str(error.value).startswith(f"f:{2 + len(others)}: {told}")


def test_a_number_too_large_for_any_computer_is_told(lines):
    text = lines[1].replace('"at"', '"more": 1e400, "at"')
    with pytest.raises(UsageError, match=r"^f:2: not JSON: Out of range"):
        rows_from_lines([lines[0], text], "f", now())


def test_the_same_review_twice_is_one_and_taken_back_once():
    at = time_stamp(now() - timedelta(days=1))
    review = {"row": "review", "at": at, **ROW["review"]}
    back = {"row": "retraction", "at": at, "review": 2}
    rows = [review, {**review, "id": 2}, back]
    head = '{"format": "interview history", "version": 1}'
    for new in (2, 0):
        assert taken_in([head, *map(json.dumps, rows)]).new == new
    assert Reviews().all() == []


def test_a_session_that_is_there_twice_is_told(lines):
    sessions = [line for line in lines if '"row": "session"' in line]
    with pytest.raises(UsageError, match="a second session"):
        rows_from_lines([lines[0], *sessions, sessions[0]], "f", now())


def test_a_step_without_its_session_and_a_session_that_is_another_here_are_told(lines):
    sessions = [line for line in lines if '"kind": "mock"' in line]
    step = next(line for line in lines if '"row": "step"' in line)
    with pytest.raises(UsageError, match="f:2: session: there is no session"):
        rows_from_lines([lines[0], step], "f", now())
    assert taken_in([lines[0], sessions[0]]).new == 1
    other = {**json.loads(sessions[0]), "kind": "quiz", "plan": {"items": []}}
    with pytest.raises(UsageError, match="another one has this id here"):
        taken_in([lines[0], json.dumps(other)])
    assert len(Sessions().unfinished("mock")) == 1


def test_questions_of_another_bank_are_kept_and_do_not_disturb(lines):
    elsewhere = [line.replace('"attend"', '"elsewhere"') for line in lines]
    elsewhere = [line.replace("attend:", "elsewhere:") for line in elsewhere]
    elsewhere = [line.replace(":attend", ":elsewhere") for line in elsewhere]
    assert taken_in(elsewhere).new == len(lines) - 1
    assert len(Sessions().unfinished("debug")) >= 1
    everything_works()
    assert Path(Store().path).is_file()
