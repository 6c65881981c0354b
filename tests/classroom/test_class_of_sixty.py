"""Sixty people in eight layouts: each has a row with the file that counts, or the reason why none does."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
import zipfile
from pathlib import PurePosixPath

import pytest

from interview.bank import Bank
from interview.classroom.plan import finish_batch, plan_batch, run_batch
from interview.classroom.submissions import collect_submissions
from interview.export.class_reports import write_reports
from tests.conftest import TOY
from tests.helpers.grader import MarkingAllRight
from tests.helpers.gradescope import check_documented
from tests.helpers.handed_in import LAYOUTS, Layout, packed

BANK = Bank(TOY)
(CARD,) = BANK.cards
BUILT = {name: build(CARD.stub.read_bytes()) for name, build in LAYOUTS.items()}


@pytest.mark.parametrize("form", ["a folder", "a zip", "a zip in a zip"])
@pytest.mark.parametrize("name", LAYOUTS)
def test_everybody_of_a_layout_is_there(tmp_path, name, form):
    layout = BUILT[name]
    place = tmp_path / "class" / name
    if form == "a folder":
        layout.written(place)
    else:
        data = packed({f"{name}/{path}": content for path, content in layout.files.items()})
        place = tmp_path / f"{name}.zip"
        place.write_bytes(data if form == "a zip" else packed({f"{name}.zip": data}))
    handed_in = collect_submissions(BANK, place)
    assert {s.person: s.file for s in handed_in.submissions} == layout.counts
    check_reasons({one.person: one.reason for one in handed_in.people}, layout)


def check_reasons(told, layout):
    assert told.keys() == layout.counts.keys() | layout.reasons.keys()
    wrong = {name: told[name] for name, part in layout.reasons.items() if part not in told[name]}
    assert wrong == {}
    assert [name for name in layout.counts if told[name]] == []


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """The whole class at once, in one folder, and its reports."""
    place = tmp_path_factory.mktemp("whole") / "class"
    for name, layout in BUILT.items():
        layout.written(place / name)
    grader = MarkingAllRight()
    plan = plan_batch(BANK, place, place.parent / "out", 5, None, grader, "1")
    list(run_batch(plan, grader))
    book, _changed = finish_batch(plan, 10)
    write_reports(plan.folder, book)
    return plan.folder, book


@pytest.fixture(scope="module")
def whole():
    """What is to be said of the whole class."""
    told = Layout()
    for name, layout in BUILT.items():
        told.counts |= {person: f"{name}/{path}" for person, path in layout.counts.items()}
        told.reasons |= layout.reasons
    return told


def test_of_all_at_once_there_are_sixty_rows_each_with_its_reason(reports, whole):
    folder, book = reports
    rows = list(csv.DictReader((folder / "scores.csv").open(encoding="utf-8-sig")))
    people = {row["person"].removeprefix("'"): row for row in rows if row["status"]}
    assert len(people) == 60
    graded = {name: row for name, row in people.items() if row["status"] == "graded"}
    assert graded.keys() == whole.counts.keys()
    assert {v.file for v in book.verdicts.values()} == set(whole.counts.values())
    check_reasons({name: book.reasons.get(name, "") for name in book.people}, whole)
    for name, part in whole.reasons.items():
        assert part in people[name]["reason"]
        assert (people[name]["status"], people[name]["total"]) == ("not graded", "0")
    assert not [row["person"] for row in rows if row["person"][:1] in ("=", "+", "-", "@")]


def test_the_other_reports_know_all_sixty(reports, whole):
    folder, _book = reports
    suites = {suite.get("name"): suite for suite in ET.parse(folder / "junit.xml").getroot()}
    assert suites.keys() == whole.counts.keys() | whole.reasons.keys()
    for name, part in whole.reasons.items():
        assert part in suites[name].find("testcase/skipped").get("message")
    results = [json.loads(p.read_text()) for p in (folder / "gradescope").glob("*/results.json")]
    assert len(results) == 60
    assert sorted(told["score"] for told in results) == [0] * 29 + [10] * 31
    told = [told.get("output", "") for told in results if not told["score"]]
    for part in whole.reasons.values():
        assert any(part in text for text in told)
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "report.pdf: a PDF" in page
    assert "Pat O&#39;Brien (Jr.)_1002" in page


def test_pandas_reads_the_scores_without_care(reports, whole):
    import pandas

    folder, book = reports
    scores = pandas.read_csv(folder / "scores.csv").set_index("person")
    assert len(scores) == 60
    assert scores.index.is_unique
    assert scores["status"].value_counts().to_dict() == {"graded": 31, "not graded": 29}
    numbers = scores[[*(card.slug for card in book.cards), "total", "maximum"]]
    assert {kind.kind for kind in numbers.dtypes} <= set("if")
    assert numbers["total"].sum() == 310
    assert numbers["maximum"].unique().tolist() == [10]
    assert scores[scores["status"] == "graded"]["total"].eq(10).all()
    without = scores["reason"][scores["status"] == "not graded"].to_dict()
    assert without == {
        f"'{name}" if name[0] in "=+-@" else name: book.reasons[name] for name in whole.reasons
    }
    maxima = pandas.read_csv(folder / "maxima.csv")
    assert maxima.set_index("question")["maximum"].to_dict() == {"01_attend": 10}


def test_junitparser_reads_the_suites(reports, whole):
    from junitparser import JUnitXml, Skipped

    folder, book = reports
    suites = {suite.name: suite for suite in JUnitXml.fromfile(str(folder / "junit.xml"))}
    assert suites.keys() == whole.counts.keys() | whole.reasons.keys()
    for name, suite in suites.items():
        cases = [*suite]
        assert (suite.tests, suite.failures, suite.errors) == (len(cases), 0, 0)
        reasons = [
            result.message
            for case in cases
            for result in case.result
            if isinstance(result, Skipped)
        ]
        assert reasons == ([book.reasons[name]] if name in whole.reasons else [])
        assert suite.skipped == len(reasons)


def test_gradescope_takes_the_results_of_everybody(reports):
    folder, _book = reports
    results = [
        check_documented(json.loads(path.read_text("utf-8")))
        for path in (folder / "gradescope").glob("*/results.json")
    ]
    assert len(results) == 60
    for told in results:
        assert sum(test["score"] for test in told["tests"]) == told["score"]
        assert {test["max_score"] for test in told["tests"]} == {10}


def test_everybody_has_a_page_and_those_from_moodle_in_moodles_folders(reports):
    folder, book = reports
    pages = {path.name for path in (folder / "students").iterdir()}
    assert len(pages) == 2 * 60
    with zipfile.ZipFile(folder / "students.zip") as archive:
        names = [PurePosixPath(name) for name in archive.namelist()]
    assert len(names) == 2 * 60
    moodle = {name.parent.name for name in names if name.name == "feedback.html"}
    assert "Anna Müller_1000_assignsubmission_file_" in moodle
    assert "Pat O Brien  Jr_1002_assignsubmission_file_" in moodle
    assert "Typed_1007_assignsubmission_onlinetext_" in moodle
    assert len(moodle) == sum(bool(found.returns) for found in book.found)
    assert {name.name for name in names if not name.parent.name} <= pages


def test_which_of_several_counts_is_told(reports):
    _folder, book = reports
    told = "\n".join(book.problems)
    for file in (
        "lovelaceada_1_101_01_attend-1.py",
        "bobo_LATE_2_90_01_attend.py",
        "attempt 2/01_attend.py",
    ):
        assert file in told
    assert "is the later one and counts" in told
    assert "is no stub and counts" in told
