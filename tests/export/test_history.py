"""The history out and in again: nothing lost, nothing twice, nothing foreign let in."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from interview.errors import UsageError
from interview.export.history import history_as_text, rows_from_lines
from interview.history.reviews import AGAIN, EASY, GOOD, Review, Reviews, time_stamp
from interview.history.sessions import Sessions
from interview.history.store import Store
from interview.history.transfer import LATER_COLUMNS, ImportCounts, merge_rows, read_tables
from interview.model.verdict import CaseResult, GroupResult, Verdict
from interview.practice.memory.scheduling import memory_after_past_review, record_review

MORNING = datetime(2026, 3, 1, 8, tzinfo=UTC)
NOW = max(MORNING + timedelta(days=30), datetime.now(UTC))
HEAD = '{"format": "interview history", "version": 1}'


def at(days):
    return time_stamp(MORNING + timedelta(days=days))


def reviewed(store, item, days, rating=GOOD, **more):
    return record_review(Reviews(store), Review(item, rating, at=at(days), **more))


def text_of(store):
    return history_as_text(read_tables(store))


def taken_in(store, text):
    return merge_rows(
        store, rows_from_lines(text.split("\n")[:-1], "backup.jsonl", NOW), memory_after_past_review
    )


@pytest.fixture
def here(tmp_path):
    return Store(tmp_path / "here.db")


@pytest.fixture
def there(tmp_path):
    return Store(tmp_path / "there.db")


@pytest.fixture
def full(here):
    """A history with something of everything."""
    verdict = Verdict("a", "exercises/a.py", "wrong", 1 / 3, 2**31, misconception="x", seconds=0.1)
    here.record(verdict)
    several = tuple(CaseResult(id, "f", "failed", "f()", misconception=id) for id in ("y", "z"))
    here.record(Verdict("a", "exercises/a.py", "wrong", 0.0, 2, cases=several))
    here.record(Verdict("a", "exercises/a.py", "accepted", 1.0, 1))
    here.reveal("a", "hint", 2)
    id = Sessions(here).begin("quiz", {"items": ["question:a"], "lang": "zh"})
    Sessions(here).step(
        id,
        "answered",
        {"item": "question:a", "text": '注意力 \x1b[31m [bold] \u2028 "quoted"\n', "seconds": 0.1},
    )
    more = {"session": id, "answer": "√d, 因为…\n", "evidence": {"points": [True, None]}}
    reviewed(here, "question:a", 0, AGAIN, seconds=1 / 7, **more)
    reviewed(here, "question:a", 1)
    reviewed(here, "drill:a:0", 1, EASY)
    Reviews(here).retract(reviewed(here, "question:a", 2, AGAIN))
    reviewed(here, "question:a", 3)
    return here


def test_the_first_line_says_what_it_is_and_every_line_is_json(full):
    first, *rest = text_of(full).splitlines()
    assert first == HEAD
    rows = [json.loads(line) for line in text_of(full).split("\n")[1:-1]]
    kinds = {"attempt", "reveal", "session", "step", "review", "retraction"}
    assert {row["row"] for row in rows} == kinds
    assert len(rest) >= len(rows)


def test_what_comes_out_goes_in_and_is_the_same_history(full, there):
    text = text_of(full)
    rows = rows_from_lines(text.split("\n")[:-1], "f", NOW)
    assert merge_rows(there, rows, memory_after_past_review) == ImportCounts(len(rows), 0)
    assert text_of(there) == text
    assert Reviews(there).memories() == Reviews(full).memories()
    assert there.statuses() == full.statuses()
    assert Sessions(there).latest("quiz") == Sessions(full).latest("quiz")


def test_taking_the_same_in_again_adds_nothing(full, there):
    rows = rows_from_lines(text_of(full).split("\n")[:-1], "f", NOW)
    merge_rows(there, rows, memory_after_past_review)
    before = text_of(there)
    for store in (there, full):
        assert merge_rows(store, rows, memory_after_past_review) == ImportCounts(0, len(rows))
    assert text_of(there) == text_of(full) == before


def older(text):
    """The file as a program wrote it that knew neither cores nor several mistakes."""
    lines = [json.loads(line) for line in text.split("\n")[:-1]]
    return "".join(
        json.dumps({key: value for key, value in line.items() if key not in LATER_COLUMNS}) + "\n"
        for line in lines
    )


def test_a_file_from_before_cores_were_judged_is_taken_in(full, there):
    taken_in(there, older(text_of(full)))
    rows = [json.loads(line) for line in text_of(there).split("\n")[1:-1]]
    attempts = [row for row in rows if row["row"] == "attempt"]
    assert [row["core"] for row in attempts] == [0, 0, 0]
    assert [row["case_misconceptions"] for row in attempts] == [[], [], []]
    assert there.statuses() == full.statuses()


def test_a_file_that_went_through_an_older_program_brings_no_attempt_twice(full):
    full.record(
        Verdict("a", "a.py", "wrong", 0.6, 1, groups=(GroupResult("f", "core", 0.6, 1, 1),))
    )
    text = text_of(full)
    assert '"core": 1' in text
    assert taken_in(full, older(text)).new == 0
    assert text_of(full) == text


def test_two_histories_of_one_learner_become_one(here, there):
    for days in (0, 5, 20):
        reviewed(here, "question:a", days)
    for days in (2, 9):
        reviewed(there, "question:a", days)
    taken_in(there, text_of(here))
    taken_in(here, text_of(there))
    both = [Reviews(store).memory("question:a") for store in (here, there)]
    assert both[0] == both[1]
    once = Store(here.path.with_name("one.db"))
    for days in (0, 2, 5, 9, 20):
        reviewed(once, "question:a", days)
    assert both[0] == Reviews(once).memory("question:a")
    assert len(Reviews(here).all()) == len(Reviews(there).all()) == 5


def test_what_was_taken_back_elsewhere_is_taken_back_here(here, there):
    reviewed(here, "question:a", 0)
    wrong = reviewed(here, "question:a", 1, AGAIN)
    taken_in(there, text_of(here))
    Reviews(here).retract(wrong)
    assert taken_in(there, text_of(here)) == ImportCounts(1, 2)
    assert Reviews(there).memory("question:a") == Reviews(here).memory("question:a")


def test_a_file_that_does_not_fit_changes_nothing(full, there):
    with pytest.raises(UsageError):
        taken_in(there, text_of(full) + '{"row": "nonsense", "at": ""}\n')
    assert not there.path.exists()


REVIEW = {"row": "review", "id": 1, "at": at(0), "item": "question:a", "session": "", "rating": 3}
REVIEW |= {"seconds": 1.0, "answer": "", "evidence": {}}


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([], "f.jsonl: empty"),
        (["nonsense"], "f.jsonl:1: not JSON"),
        (["[1]"], "f.jsonl:1: expected an object"),
        (['{"version": 1}'], "f.jsonl:1: expected a first line"),
        ([HEAD.replace("1", "2")], "f.jsonl:1: written by a newer version (2)"),
        ([HEAD, "{}"], "f.jsonl:2: expected a row of the history, got None"),
        ([HEAD, '{"row": ["attempt"]}'], "f.jsonl:2: expected a row of the history"),
        ([HEAD, '{"row": "retraction", "at": "x"}'], "f.jsonl:2: review is missing"),
        (
            [HEAD, {**REVIEW, "rating": 5}],
            "f.jsonl:2: review.rating: expected a whole number from 1 to 4, got 5",
        ),
        (
            [HEAD, {**REVIEW, "rating": True}],
            "f.jsonl:2: review.rating: expected a whole number from 1 to 4, got True",
        ),
        ([HEAD, {**REVIEW, "item": "question"}], "f.jsonl:2: review.item: expected question:ID"),
        ([HEAD, {**REVIEW, "item": "a:b"}], "f.jsonl:2: review.item: expected question:ID"),
        ([HEAD, {**REVIEW, "at": "yesterday"}], "f.jsonl:2: at: expected a time of the past"),
        ([HEAD, {**REVIEW, "at": "9999-12-31T00:00:00+00:00"}], "f.jsonl:2: at: expected a time"),
        ([HEAD, {**REVIEW, "evidence": "{}"}], "f.jsonl:2: review.evidence: expected an object"),
        (
            [HEAD, {**REVIEW, "seconds": None}],
            "f.jsonl:2: review.seconds: expected a number from 0",
        ),
        ([HEAD, {**REVIEW, "seconds": float("nan")}], "f.jsonl:2: not JSON: NaN"),
        ([HEAD, {**REVIEW, "id": 2**63}], "f.jsonl:2: review.id: expected a whole number from 0"),
        ([HEAD, {**REVIEW, "answer": "\ud800"}], "f.jsonl:2: not JSON"),
        ([HEAD, "[" * 100_000], "f.jsonl:2: not JSON"),
        ([HEAD, "", "not JSON"], "f.jsonl:3: not JSON"),
        ([HEAD, REVIEW, {**REVIEW, "at": at(1)}], "f.jsonl:3: a second review 1"),
        (
            [HEAD, {"row": "retraction", "at": at(0), "review": 7}],
            "f.jsonl:2: review: there is no review 7",
        ),
    ],
)
def test_a_line_that_is_none_is_told_with_its_number(lines, told):
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    with pytest.raises(UsageError) as error:
        rows_from_lines(texts, "f.jsonl", NOW)
    assert str(error.value).startswith(told)
    assert "\n" not in str(error.value)


def test_keys_of_a_later_program_are_left_out_and_a_time_elsewhere_is_brought_to_utc():
    later = {**REVIEW, "at": "2026-03-01T16:00:00+08:00", "mood": "good"}
    (row,) = rows_from_lines([HEAD, json.dumps(later)], "f", NOW)
    assert row == {**REVIEW, "at": at(0)}


def test_a_number_that_json_does_not_know_is_never_written(here):
    """One that an earlier version took in with `1e400`."""
    here.record(Verdict("a", "a.py", "wrong", float("inf"), 1))
    _head, line, _end = text_of(here).split("\n")
    assert json.loads(line, parse_constant=pytest.fail)["score"] == 0.0
