"""One submission on a platform: whose it is, what is written about them, and what of it counts."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from interview.bank import Bank
from interview.classroom.alone import class_of_one, collect_alone, grade_alone, told_in
from interview.classroom.assignment import open_assignment
from interview.classroom.gradescope_metadata import HandedInBy, HandIn, read_hand_in
from interview.classroom.portable import private_assignment, public_assignment
from interview.errors import UsageError
from tests.conftest import TOY
from tests.helpers.grader import LinkGrader
from tests.helpers.handed_in import PDF, RIGHT, WRONG, notebook, packed

BANK = Bank(TOY)
TEXT = """\
title: Homework
questions: [{question: 1, points: 8, weights: {core: 3, edges: 0, errors: 1, numerics: 0}}]
due: 2026-12-01 12:00 UTC
late: {percent_a_day: 10}
"""
ROSTER = """\
name,id,email
Ada Lovelace,1001,ada@x.org
Ada Smith,1002,smith@x.org
Bo Li,1003,
Bo Li,1004,bo@y.org
"""
ADA, SMITH = HandedInBy("Ada Lovelace", "ada@x.org", "1001"), HandedInBy("Ada Smith", "smith@x.org")


@pytest.fixture
def assigned(tmp_path):
    """An assignment with these lines more: its path, and it ready."""

    def made(more="", roster="", overrides=""):
        if roster:
            (tmp_path / "roster.csv").write_text(roster)
            more += "roster: roster.csv\n"
        if overrides:
            (tmp_path / "overrides.yaml").write_text(overrides)
        path = tmp_path / "assignment.yaml"
        path.write_text(TEXT + more)
        return path, open_assignment(path, BANK)

    return made


@pytest.fixture
def handed_in(tmp_path):
    def made(**files):
        for name, data in files.items():
            path = tmp_path / "submission" / name.replace("__", "/").replace("_dot_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return tmp_path / "submission"

    return made


def test_who_hands_in_and_when_is_read_from_what_gradescope_documents(tmp_path):
    told = {
        "id": 123456,
        "created_at": "2018-07-01T14:22:32.365935-07:00",
        "users": [
            {"email": "ada@x.org", "id": 1234, "name": "Ada Lovelace", "sid": "1001"},
            {"email": "", "name": None},
            "nobody",
        ],
        "previous_submissions": [],
    }
    (tmp_path / "m.json").write_text(json.dumps(told))
    hand_in = read_hand_in(tmp_path / "m.json")
    assert hand_in.people == (ADA,)
    assert hand_in.label == "Ada Lovelace"
    assert hand_in.at == datetime(2018, 7, 1, 21, 22, 32, 365935, UTC)


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"users": 3, "created_at": 7}', '{"created_at": "2018-07-01T14:22"}']
)
def test_what_is_no_metadata_tells_nobody_and_no_time(tmp_path, text):
    (tmp_path / "m.json").write_text(text)
    assert read_hand_in(tmp_path / "m.json") == HandIn()
    assert read_hand_in(tmp_path / "missing.json") == HandIn()


def test_extra_time_is_whose_it_is_and_of_several_the_longest(assigned):
    _path, ready = assigned("extra_time: {ada: 2 days, 1002: 3 days}\n", ROSTER)
    for people, days in (((ADA,), 2), ((SMITH,), 3), ((ADA, SMITH), 3), ((HandedInBy("ada"),), 0)):
        hand_in = HandIn(people)
        assert class_of_one(ready, hand_in).extra == {hand_in.label: timedelta(days=days)}


def test_a_name_that_two_have_is_nobodys(assigned):
    _path, ready = assigned("extra_time: {1003: 2 days}\n", ROSTER)
    assert class_of_one(ready, HandIn((HandedInBy("Bo Li", "bo@y.org"),))).extra == {
        "Bo Li": timedelta()
    }
    assert class_of_one(ready, HandIn((HandedInBy("Bo Li", "", "1003"),))).extra == {
        "Bo Li": timedelta(days=2)
    }


def test_points_by_hand_are_a_groups_only_if_all_have_them(assigned):
    one = "overrides:\n- {person: 1001, question: attend, points: 5, reason: ill}\n"
    two = one + "- {person: smith@x.org, question: 1, points: 5, reason: ill}\n"
    for text, people, points in (
        (one, (ADA,), [5]),
        (one, (ADA, SMITH), []),
        (two, (ADA, SMITH), [5]),
        (
            two.replace("points: 5, reason: ill}\n- ", "points: 6, reason: ill}\n- "),
            (ADA, SMITH),
            [],
        ),
    ):
        _path, ready = assigned("", ROSTER, text)
        assert [o.points for o in class_of_one(ready, HandIn(people)).overrides.values()] == points


def test_a_time_that_the_instructor_tells_counts(assigned):
    _path, ready = assigned("handed_in: {ada@x.org: 2026-12-01 11:00 UTC}\n")
    late = datetime(2026, 12, 5, tzinfo=UTC)
    assert class_of_one(ready, HandIn((ADA,), late)).handed_in == {
        "Ada Lovelace": datetime(2026, 12, 1, 11, tzinfo=UTC)
    }
    assert class_of_one(ready, HandIn((SMITH,), late)).handed_in == {"Ada Smith": late}


def test_what_is_packed_for_a_platform_is_about_few_people_and_students_get_nothing_about_people(
    assigned,
):
    overrides = "overrides:\n- {person: 1003, question: 1, points: 5, reason: was ill}\n"
    path, ready = assigned("extra_time: {ada: 2 days}\n", ROSTER, overrides)
    packed_up = private_assignment(path, ready)
    assert packed_up.keys() == {"assignment.yaml", "overrides.yaml", "roster.csv"}
    assert packed_up["roster.csv"] == (
        "id,name,email,login\n1001,Ada Lovelace,ada@x.org,\n1003,,,\n"
    )
    assert json.loads(packed_up["overrides.yaml"]) == {
        "overrides": [
            {"person": "1003", "question": "toy:attend", "points": 5.0, "reason": "was ill"}
        ]
    }
    told = json.loads(packed_up["assignment.yaml"])
    assert told["extra_time"] == {"ada@x.org": "2 days"}
    public = public_assignment(path, ready)
    for word in ("ada", "x.org", "2 days", "ill", "roster", "overrides", "1003"):
        assert word not in public
    for name, text in packed_up.items():
        (path.parent / name).write_text(text)
    again = open_assignment(path, BANK)
    assert (again.cards, again.due, again.late) == (ready.cards, ready.due, ready.late)
    assert class_of_one(again, HandIn((ADA,))).extra == {"Ada Lovelace": timedelta(days=2)}
    by_number = HandedInBy("A. L.", "other@x.org", "1001")
    assert class_of_one(again, HandIn((by_number,))).extra == {"A. L.": timedelta(days=2)}
    assert not class_of_one(again, HandIn((SMITH,))).extra["Ada Smith"]
    assert class_of_one(again, HandIn((HandedInBy("Bo Li", "bo@y.org"),))).overrides == {}
    (own,) = class_of_one(again, HandIn((HandedInBy("Bo Li", "", "1003"),))).overrides.values()
    assert own.reason == "was ill"


def test_whom_the_roster_does_not_know_is_told_before_anything_is_packed(assigned):
    path, ready = assigned("extra_time: {eve: 2 days}\n", ROSTER)
    with pytest.raises(UsageError, match="eve: nobody of the class"):
        private_assignment(path, ready)


def test_all_that_lies_there_is_one_persons(handed_in):
    place = handed_in(
        exercises__01_attend_dot_py=RIGHT,
        src__helpers_dot_py=b"x = 1\n",
        README_dot_md=b"# mine\n",
        more_dot_zip=packed({"01_attend.py": WRONG}),
    )
    found = collect_alone(BANK, place, "Ada")
    assert [(s.person, s.card.id, s.handed_in) for s in found.submissions] == [
        ("Ada", "toy:attend", None)
    ]
    (person,) = found.people
    assert person.reason == ""
    assert person.left_out.startswith("src/helpers.py: ")
    assert "README" not in person.left_out


def test_what_holds_no_code_has_a_reason(handed_in):
    place = handed_in(report_dot_pdf=PDF)
    (person,) = collect_alone(BANK, place, "Ada").people
    assert person.reason == "report.pdf: a PDF"


def test_a_stub_with_its_task_in_any_language_and_a_notebook_of_it_beat_no_attempt(handed_in):
    from interview.practice.exercise.stubs import stub_text

    (card,) = BANK.cards
    stub = stub_text(card, "zh").encode()
    bare = stub_text(card, None)
    place = handed_in(
        z__01_attend_dot_py=stub, z__01_attend_dot_ipynb=notebook(bare), a__01_attend_dot_py=RIGHT
    )
    (submission,) = collect_alone(BANK, place, "Ada").submissions
    assert submission.file == "submission/a/01_attend.py"


def test_what_the_grader_fails_on_is_tried_once_more(assigned, handed_in, link):
    class Forgetful(LinkGrader):
        def grade(self, submissions, seed, lang):
            from interview.classroom.batch import BatchEntry
            from interview.grading.client.replies import judge_failure_verdict

            if not self.graded:
                for one in submissions:
                    self.graded.append("failed")
                    verdict = judge_failure_verdict(one.card, one.file, seed, "no memory")
                    yield BatchEntry(one.person, "", verdict)
            else:
                yield from super().grade(submissions, seed, lang)

    _path, ready = assigned()
    grader = Forgetful(link)
    at = datetime(2026, 12, 2, 11, tzinfo=UTC)
    place = handed_in(**{"01_attend_dot_py": RIGHT})
    book = grade_alone(BANK, place, ready, HandIn((ADA,), at), grader, "1", "en")
    assert grader.graded == ["failed", "Ada Lovelace toy:attend"]
    assert book.total("Ada Lovelace") == 8
    assert book.adjusted("Ada Lovelace") == 7.2  # 23 hours late: a day has begun


def test_titles_are_in_the_language_asked_for(assigned, handed_in, link):
    _path, ready = assigned()
    place = handed_in(**{"01_attend_dot_py": RIGHT, "broken_dot_zip": b"PK\3\4 cut short"})
    ready = told_in(ready, BANK, "zh")
    book = grade_alone(BANK, place, ready, HandIn(), LinkGrader(link), "1", "zh")
    assert book.people == ["submission"]
    assert [card.title for card in book.cards] == [BANK.title(BANK.cards[0], "zh")]
    assert book.cards[0].title != BANK.cards[0].title
    assert book.left_out["submission"].startswith("broken.zip: an archive that cannot be read")
