"""`assignment.yaml` and `overrides.yaml`: what is wrong with them, when things are due, what they cost."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from interview.bank import Bank
from interview.bank.schema import CLASS_FILES, write_schemas
from interview.classroom.assigned_book import assigned_book
from interview.classroom.assignment import open_assignment
from interview.classroom.batch import BatchEntry
from interview.classroom.gradebook import Gradebook
from interview.classroom.hand_in_time import hand_in_time
from interview.classroom.lateness import LateTerms, lateness, read_due, read_span
from interview.classroom.ledger import BatchConditions
from interview.classroom.marks import assign_class, group_shares, weighted_score
from interview.classroom.submissions import FoundPerson, Submission, collect_submissions
from interview.classroom.tongues import language_in_roster
from interview.errors import UsageError
from interview.model.assignment import GroupWeights
from interview.model.verdict import CaseResult, GroupResult, Verdict
from tests.conftest import TOY

BANK = Bank(TOY)
PLAIN = "title: Homework 1\nquestions:\n  - {question: attend, points: 12}\n"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def opened(here, text, **others):
    (here / "assignment.yaml").write_text(text, encoding="utf-8")
    for name, content in others.items():
        (here / name.replace("_", ".")).write_text(content, encoding="utf-8")
    return open_assignment(here / "assignment.yaml", BANK)


def refused(here, text, **others):
    with pytest.raises(UsageError) as error:
        opened(here, text, **others)
    return error.value.problems


def test_the_least_that_an_assignment_needs(here):
    ready = opened(here, PLAIN)
    (assigned,) = ready.cards
    assert (ready.title, assigned.card.id, assigned.points) == ("Homework 1", "toy:attend", 12)
    assert (ready.due, ready.roster, ready.personal, ready.notes) == (None, (), (), [])
    assert ready.late == LateTerms()


def test_everything_that_is_wrong_is_told_at_once_with_line_and_remedy(here):
    text = """\
title: ""
questions:
  - {question: atend, points: ten}
  - {question: attend, points: -1, weights: {core: 1}}
  - {question: 1, points: .nan}
due: 2026-11-31 23:59 Europe/Berlin
late: {percent_a_day: 200, grace: 15, cut_off: soon, gracee: 1}
extra_time: {ada: 3}
roster: none.csv
student_see: {}
"""
    told = refused(here, text)
    at = "assignment.yaml"
    for line in (
        f"{at}:1: title: expected a title, got nothing: write one",
        f"{at}:3: questions.0.question: atend: no such question: did you mean 'attend'?",
        f"{at}:3: questions.0.points: expected a number, got 'ten': see README.md",
        f"{at}:4: questions.1.points: expected 0 to 1000000 points, got -1.0: write another number",
        f"{at}:4: questions.1.weights.errors: missing: add this key",
        f"{at}:5: questions.2.points: expected 0 to 1000000 points, got nan: write another number",
        f"{at}:5: questions.2.question: toy:attend is there twice: remove one of them",
        f"{at}:6: due: there is no such day or time: '2026-11-31 23:59 Europe/Berlin': look into a calendar",
        f"{at}:7: late.percent_a_day: expected 0 to 100 per cent, got 200.0: write another number",
        f"{at}:7: late.grace: expected a span of time, got '15': write it like `2 days` or `90 minutes`",
        f"{at}:7: late.cut_off: expected a span of time, got 'soon': write it like `2 days` or `90 minutes`",
        f"{at}:7: late.gracee: unknown key: did you mean 'grace'?",
        f"{at}:8: extra_time.ada: expected a span of time, got '3': write it like `2 days` or `90 minutes`",
        "none.csv: cannot be read: No such file or directory: check the name",
        f"{at}:10: student_see: unknown key: did you mean 'students_see'?",
    ):
        assert line in told
        told.remove(line)
    assert told == [
        f"{at}:4: questions.1.weights.edges: missing: add this key",
        f"{at}:4: questions.1.weights.numerics: missing: add this key",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "assignment.yaml:1: empty: write the assignment's keys"),
        ("- 1\n", "assignment.yaml:1: expected keys and values, got a list of 1: write the assignment's keys"),
        ("title: x\nquestions: []\n", "assignment.yaml:2: questions: expected questions, got none: write one"),
        (PLAIN + "late: {percent_a_day: 5}\n", "assignment.yaml:1: due: missing: add it: without it `late`, `extra_time` and `handed_in` mean nothing"),
        (PLAIN + "weights: {core: 0, edges: 0, errors: 0, numerics: 0}\n", "assignment.yaml:4: weights: no group counts anything: give one a weight above 0"),
        (PLAIN + "due: 2026-12-01\n", "assignment.yaml:4: due: expected a day, a time and a zone, got '2026-12-01': write it like `2026-12-01 23:59 Europe/Berlin` or `2026-12-01 23:59 +01:00`"),
        (PLAIN + "due: 2026-12-01 23:59:00\n", "assignment.yaml:4: due: expected a day, a time and a zone, got '2026-12-01 23:59:00': write it like `2026-12-01 23:59 Europe/Berlin` or `2026-12-01 23:59 +01:00`"),
        (PLAIN + "due: 2026-12-01 23:59 Europe/Berln\n", "assignment.yaml:4: due: no zone of this name: 'Europe/Berln': write one like Europe/Berlin, or an offset like +01:00"),
        (PLAIN + "due: 2026-12-01 23:59 UTC\nlate: {grace: 2 hours, cut_off: 1 hour}\n", "assignment.yaml:5: late.cut_off: shorter than the grace: write more, or leave it out"),
        (PLAIN + "overrides: mine.yaml\n", "mine.yaml: missing: create it, or leave `overrides` out"),
    ],
)  # fmt: skip
def test_one_thing_that_is_wrong(here, text, told):
    assert refused(here, text) == [told]


def test_no_file_is_told(here):
    with pytest.raises(UsageError, match=r"none\.yaml: missing: check the name of the assignment"):
        open_assignment(here / "none.yaml", BANK)


def test_overrides_are_looked_at_as_closely(here):
    overrides = """\
overrides:
  - {person: ada, question: attend, points: 20, reason: a bonus}
  - {person: bo, question: attentive, points: x, reason: " "}
  - {person: cy, question: attend, points: -1}
"""
    assert refused(here, PLAIN, overrides_yaml=overrides) == [
        "overrides.yaml:3: overrides.1.points: expected a number, got 'x': see README.md",
        "overrides.yaml:4: overrides.2.reason: missing: add this key",
        "overrides.yaml:3: overrides.1.reason: expected a reason, got nothing: write one",
        "overrides.yaml:3: overrides.1.question: attentive: no such question: did you mean 'attend'?",
        "overrides.yaml:4: overrides.2.points: expected 0 to 1000000 points, got -1.0: write another number",
    ]
    ready = opened(here, PLAIN, overrides_yaml=overrides.split("  - {person: bo")[0])
    assert ready.notes == [
        "overrides.yaml:2: overrides.0.person: 20 points where 12 are the most: counted as it stands"
    ]


def test_where_no_question_is_known_overrides_have_none_to_choose_from(here):
    overrides = "overrides:\n  - {person: ada, question: attend, points: 2, reason: a bonus}\n"
    told = refused(here, PLAIN.replace("attend", "atend"), overrides_yaml=overrides)
    assert told == [
        "assignment.yaml:3: questions.0.question: atend: no such question: did you mean 'attend'?"
    ]


def test_who_is_written_about_has_to_be_of_the_class_and_once(here):
    text = (
        PLAIN
        + "due: 2026-12-01 23:59 UTC\nroster: roster.csv\nextra_time: {a@x.org: 1 day, 007: 2 days}\n"
    )
    overrides = "overrides:\n" + "".join(
        f"  - {{person: {who}, question: 1, points: 1, reason: r}}\n" for who in ("Ada", "1", "Jo")
    )
    roster = "id,name,email\n1,Ada,a@x.org\n2,Jo,\n3,Jo,\n"
    with pytest.raises(UsageError) as error:
        assign_class(opened(here, text, overrides_yaml=overrides, roster_csv=roster), [])
    assert error.value.problems == [
        "assignment.yaml:6: extra_time.7: 7: nobody of the class: write an id, an e-mail address or a name, "
        "and numbers that begin with 0 in quotes",
        "overrides.yaml:3: overrides.1.person: Ada has one for toy:attend already: remove one of them",
        "overrides.yaml:4: overrides.2.person: Jo fits “Jo (2)”, “Jo (3)”: write the id",
    ]


def test_without_a_roster_the_people_are_those_who_handed_in(here):
    text = PLAIN + "due: 2026-12-01 23:59 UTC\nextra_time: {ada: 1 day 12 hours}\n"
    assigned = assign_class(opened(here, text), [FoundPerson("ada"), FoundPerson("bo")])
    assert [member.label for member in assigned.everybody.members] == ["ada", "bo"]
    assert assigned.extra == {"ada": timedelta(hours=36)}
    assert assigned.everybody.problems == []


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-12-01 23:59 Europe/Berlin", "2026-12-01 22:59:00"),
        ("2026-07-01 23:59 Europe/Berlin", "2026-07-01 21:59:00"),
        ("2026-12-01T23:59:30+08:00", "2026-12-01 15:59:30"),
        ("2026-12-01 9:00 -0330", "2026-12-01 12:30:00"),
        ("2026-12-1 09:00Z", "2026-12-01 09:00:00"),
    ],
)
def test_a_due_time_has_its_zone(here, text, utc):
    assert read_due(text).astimezone(UTC).replace(tzinfo=None).isoformat(" ") == utc
    assert opened(here, f"{PLAIN}due: {text}\n").due == read_due(text)  # without quotes, too


def test_spans_of_time():
    assert read_span("1 day, 2 hours 30 minutes") == timedelta(days=1, hours=2, minutes=30)
    assert read_span("1.5 Days") == timedelta(hours=36)
    for text in ("", "2", "days", "2 weeks", "-1 day", "1 day or so", "9999999 days"):
        with pytest.raises(ValueError, match="write"):
            read_span(text)


def test_extra_time_is_by_the_calendar_and_lateness_by_the_clock():
    due = read_due("2026-10-24 12:00 Europe/Berlin")  # the clocks go back in the night after it
    day, hour = timedelta(days=1), timedelta(hours=1)
    assert lateness(due.astimezone(UTC) + 25 * hour, due, day) == timedelta()
    assert lateness(due.astimezone(UTC) + 25 * hour, due, timedelta()) == 25 * hour
    assert lateness(due.astimezone(UTC) - day, due, timedelta()) == timedelta()


def test_the_late_rule_at_its_edges():
    minute, day = timedelta(minutes=1), timedelta(days=1)
    terms = LateTerms(10, "earned", 15 * minute, 3 * day)
    late = [timedelta(), 15 * minute, 16 * minute, day, day + minute, 3 * day, 3 * day + minute]
    assert [terms.days(span) for span in late] == [0, 0, 1, 1, 2, 3, 4]
    assert [terms.left(8, 10, span) for span in late] == [8, 8, 7.2, 7.2, 6.4, 5.6, 0]
    of_maximum = LateTerms(10, "maximum", 15 * minute, None)
    assert [of_maximum.left(8, 10, span) for span in late] == [8, 8, 7, 7, 6, 5, 4]
    assert of_maximum.left(8, 10, 30 * day) == 0
    for before, after in pairwise(late):
        assert terms.left(7.77, 10, after) <= terms.left(7.77, 10, before)


def verdict(*passed, of=("f",), status="wrong"):
    """A verdict on two functions at most, each with two core cases, an edge and an error."""
    groups, cases = [], []
    for name, right in zip(of, passed, strict=True):
        for group, those in (("core", right[:2]), ("edges", right[2:3]), ("errors", right[3:])):
            weight = {"core": 0.6667, "edges": 0.2222, "errors": 0.1111}[group]
            groups.append(GroupResult(name, group, weight, len(those), those.count("1")))
            cases += [
                CaseResult(group, name, "passed" if one == "1" else "failed", "", group=group)
                for one in those
            ]
    return Verdict("q", "q.py", status, 0.5, 1, tuple(cases), dict.fromkeys(of, 0.5), tuple(groups))


def test_groups_count_as_the_assignment_says():
    weights = GroupWeights(core=50, edges=30, errors=20, numerics=0)
    assert weighted_score(verdict("1101"), weights) == 0.7
    assert weighted_score(verdict("1011"), weights) == 0.5
    assert (
        weighted_score(verdict("0011"), weights) == 0
    )  # wrong wherever an interviewer looks first
    assert weighted_score(verdict("1111", "1100", of=("f", "g")), weights) == (1 + 0.5) / 2
    assert weighted_score(verdict("1111", status="forbidden"), weights) == 0
    assert (
        weighted_score(verdict("1111"), GroupWeights(0, 0, 0, 100)) == 1
    )  # none of them has cases
    assert weighted_score(verdict("1101"), None) == 0.5  # as it was judged
    assert weighted_score(Verdict("q", "q.py", "invalid", 0.0, 1), weights) == 0
    shares = group_shares(verdict("1101", "1111", of=("f", "g")), weights)
    assert shares == {"core": (0.5, 0.5), "edges": (0.15, 0.3), "errors": (0.2, 0.2)}


def test_languages_and_hints_of_pages(here):
    roster = "name,Language\nada,de\nbo,zh_CN\ncy,\ndan,fr\n"
    more = "language: zh\nroster: roster.csv\nstudents_see: {hints: 2}\n"
    ready = opened(here, PLAIN + more, roster_csv=roster)
    assert (ready.language, ready.students_see.hints) == ("zh", 2)
    assert [language_in_roster(member.language) for member in ready.roster] == ["", "zh", "", ""]
    told = "roster.csv: no pages in the language {!r}: write en or zh: the assignment's counts"
    assert ready.notes == [told.format("de"), told.format("fr")]
    problems = refused(here, PLAIN + "language: german\nstudents_see: {hints: 4}\n")
    assert sorted(line.partition(": ")[0] for line in problems) == [
        "assignment.yaml:4",
        "assignment.yaml:5",
    ]
    assert language_in_roster("English") == language_in_roster("en_GB") == "en"


def test_the_schemas_know_every_key(tmp_path):
    names = [path.name for path in write_schemas(tmp_path, CLASS_FILES)]
    assert names == ["assignment.schema.json", "overrides.schema.json"]
    text = (tmp_path / names[0]).read_text()
    for key in ("percent_a_day", "cut_off", "extra_time", "students_see", "after_published"):
        assert f'"{key}"' in text
    assert "a path from this file" in text


def test_when_something_was_handed_in_by_its_name_or_else_its_file():
    second = datetime(2026, 12, 1, 22, 59, 30)
    assert hand_in_time("20261201225930", 5.0) == second
    assert hand_in_time("", 20_261_201_225_930.0) == second  # as a zip tells it
    assert hand_in_time("", second.replace(tzinfo=UTC).timestamp()) == second.replace(tzinfo=UTC)
    for stamp, changed in (("", 0.0), ("", 19_800_101_000_000.0), ("20269999999999", 0.0)):
        assert hand_in_time(stamp, changed) is None


def test_a_mark_without_a_time_is_late_and_what_the_instructor_tells_goes_first(here):
    rule = "due: 2026-12-01 23:59 UTC\nlate: {percent_a_day: 10, grace: 15 minutes}\n"
    told = "handed_in: {bo: 2026-12-04 23:59 UTC}\n"
    people = [FoundPerson(name) for name in ("ada", "bo", "cy")]
    card, early = BANK.cards[0], datetime(2026, 12, 1, 12, 0)
    handed_in = [
        Submission("ada", "", card, b"", None, True),
        Submission("bo", "", card, b"", early, True),
        Submission("cy", "", card, b"", None, False),
    ]
    assigned = assign_class(opened(here, PLAIN + rule + told), people)
    entries = [
        BatchEntry(p.person, "", Verdict("toy:attend", "", "accepted", 1.0, 1)) for p in people
    ]
    plain = Gradebook([BANK.cards[0]], entries, BatchConditions(1, "", "", ""), [], 10, people)
    book = assigned_book(plain, assigned, handed_in)
    assert [book.adjusted(person) for person in ("ada", "bo", "cy")] == [10.8, 8.4, 12]
    assert book.notes == [
        "ada: late by the platform's mark, which tells no time: "
        "counted as the least that is late: `handed_in` in the assignment tells it",
        "1 submission has no time at which it was handed in: counted as in time",
        "1 submission is late by the time in its name or of its file, which copying "
        "or cloning makes new: `handed_in` in the assignment corrects one",
    ]


def test_times_come_from_names_and_zips_but_not_from_those_of_canvas(tmp_path):
    path = tmp_path / "class.zip"
    names = {
        "Ada_815_assignsubmission_file_/attend.py": datetime(2026, 12, 1, 22, 0, 2),
        "mulleranna_LATE_72_4712_attend.py": None,
        "doejo_73_4713_attend.py": None,
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(
                zipfile.ZipInfo(name, (2026, 12, 1, 22, 0, 2)), "# interview: attend\n"
            )
    found = {s.file: (s.handed_in, s.late) for s in collect_submissions(BANK, path).submissions}
    assert found == {name: (time, "LATE" in name) for name, time in names.items()}
