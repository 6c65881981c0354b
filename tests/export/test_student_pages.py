"""A student's page tells what the instructor lets it tell, of that student alone, in their language."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from interview import messages
from interview.classroom.submissions import FoundPerson
from interview.export.class_reports import folder_names
from interview.export.class_students import person_pages, write_student_pages
from interview.grading.client.replies import broken_question_verdict, judge_failure_verdict
from interview.model.verdict import Departure, Finding, Matrices, WeightsRead
from interview.wording.verdict_parameters import weights_lines
from tests.helpers.class_book import (
    ACCEPTED,
    CARD,
    ODD,
    PLAIN,
    SEED,
    assignment_book,
    failed,
    plain_book,
    wrong_verdict,
)

NOW = datetime(2026, 12, 5, tzinfo=UTC)


def pages_of(book, lang="en", now=NOW):
    """HTML and Markdown of everybody."""
    pages = zip(book.people, person_pages(book, lang, now), strict=True)
    return {person: [data.decode() for data in texts.values()] for person, texts in pages}


class Outline(HTMLParser):
    """The headings, the tags that are open at the end, and what refers to elsewhere."""

    def __init__(self, text):
        super().__init__()
        self.levels, self.open, self.tags, self.outside = [], [], set(), []
        self.cells, self.ids = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.tags.add(tag)
        if re.fullmatch(r"h\d", tag):
            self.levels.append(int(tag[1]))
        if tag == "th":
            self.cells.append(told.get("scope"))
        self.ids += [told["id"]] if "id" in told else []
        self.outside += [v for k, v in attrs if k in ("src", "href") and not v.startswith("#")]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_a_page_tells_everything_that_grade_does():
    html, markdown = pages_of(plain_book({"ada": wrong_verdict()}))["ada"]
    for text in (
        "plain", "square and masked differs", "attend(square and masked)", "core", "0 of 1 case",
        "The scores are not divided.", "no-scaling", "made in line 12", "expected = [5.5]",
        "got = [4.25]", "0 of 10", "1. A toy", "01_attend.py", "right, but it earns nothing",
    ):  # fmt: skip
        assert text in html
        assert text in markdown.replace("\\", "")
    assert "<code>scores</code>" in html
    assert "scaled `scores`" in markdown


MATRIX = Matrices("plain", "weights", (), ((1.0, 0.0),) * 5, ((0.25, None),) * 5)


def test_a_wrong_matrix_is_drawn_and_told_in_numbers():
    html, markdown = pages_of(plain_book({"ada": wrong_verdict(matrices=MATRIX)}))["ada"]
    assert html.count("<svg ") == 3
    assert "<title>0.25</title>" in html
    assert "blue is more than 0" in html
    assert Outline(html).open == []
    assert "### The result of “plain” (weights, white is 0)\n" in markdown
    assert "\nexpected\n1 0\n" in markdown
    assert "\ngot\n0.25    ·\n" in markdown


def test_how_weights_were_read_is_told_as_grade_tells_it():
    read = WeightsRead("attend", ("q = w_q",))
    html, markdown = pages_of(plain_book({"ada": wrong_verdict(weights=(read,))}))["ada"]
    for line in weights_lines(read):
        assert line in html
        assert line in markdown.replace("\\", "")


def test_it_tells_no_seed_no_hint_nothing_printed_and_nothing_of_others():
    book = plain_book({"ada": wrong_verdict(), "bo": ACCEPTED})
    for text in pages_of(book)["ada"]:
        for secret in (str(SEED), "printed by the code", "bo", "three"):
            assert not re.search(rf"\b{secret}\b", text)
        assert "mT / math.sqrt" not in text


@pytest.mark.parametrize("person", ["ada", "<script>alert(1)</script>", ODD])
def test_nothing_foreign_means_anything(person):
    html, markdown = pages_of(plain_book({person: wrong_verdict(file=f"x/{ODD}.py")}))[person]
    outline = Outline(html)
    assert outline.open == []
    assert outline.outside == []
    assert not outline.tags & {"script", "b", "img", "em"}
    code = re.sub(r"(?ms)^(`{3,})text$.*?^\1$", "", markdown)
    assert not re.search(r"(?<!\\)(<b|<s|!\[|\]\()", code.replace("<!-- ", ""))


def test_a_fence_is_longer_than_any_within():
    case = failed("plain", "core", "```` text\n~~~")
    html, markdown = pages_of(plain_book({"ada": wrong_verdict(cases=(case,))}))["ada"]
    assert "\n`````text\n✗ plain\n" in markdown
    assert "```` text" in html


def test_headings_are_in_order_and_cells_have_their_scope():
    book = plain_book({"ada": wrong_verdict(), "bo": ACCEPTED})
    for html, _markdown in pages_of(book).values():
        outline = Outline(html)
        assert outline.levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(outline.levels))
        assert set(outline.cells) == {"col", "row"}
        assert len(outline.ids) == len(set(outline.ids))


def test_the_mistake_and_the_hints_are_told_as_far_as_the_assignment_says(tmp_path):
    told = {}
    for level in ("untold", "named", "explained"):
        view = f"students_see: {{mistake: {level}, hints: 2}}\n"
        book = assignment_book(tmp_path, PLAIN + view, {"ada": wrong_verdict(), "bo": ACCEPTED})
        told[level] = pages_of(book)["ada"][0]
        assert "Hints" not in pages_of(book)["bo"][0]
    parts = ("no-scaling", "The scores are not divided.", "made in line 12")
    assert [[part in told[level] for part in parts] for level in told] == [
        [False, False, False],
        [True, False, True],
        [True, True, True],
    ]
    assert re.findall(r"<li>(one|two|three)</li>", told["untold"]) == ["one", "two"]


def test_a_hidden_group_leaves_no_trace(tmp_path):
    view = "students_see: {groups: {core: hidden}}\n"
    departure = Departure("plain", 12)
    verdict = wrong_verdict(
        departure=departure,
        matrices=MATRIX,
        findings=(Finding("time", "waiting", time_of("plain")),),
    )
    book = assignment_book(tmp_path, PLAIN + view, {"ada": verdict})
    for text in pages_of(book)["ada"]:
        for hidden in ("plain", "0 of 12", "made in line", "expected = ", "0.25"):
            assert hidden not in text
        assert "Not shown here: core." in text
        assert "in the case: one that is not shown" in text
        assert "square and masked" in text
        assert "no-scaling" in text  # also by a case that is seen
    hidden = wrong_verdict(cases=(wrong_verdict().cases[0],))
    html, _ = pages_of(assignment_book(tmp_path, PLAIN + view, {"ada": hidden}))["ada"]
    assert "no-scaling" not in html


def test_only_groups_that_the_question_has_are_said_not_to_be_shown(tmp_path):
    view = "students_see: {groups: {core: visible, edges: hidden, errors: visible, numerics: hidden}}\n"
    verdicts = {"ada": wrong_verdict(), "bo": ACCEPTED}
    pages = pages_of(assignment_book(tmp_path, PLAIN + view, verdicts))
    for told, plain in zip(pages["ada"], pages["bo"], strict=True):
        assert "Not shown here: edge cases." in told
        assert "Not shown here" not in plain


def time_of(case):
    return {"seconds": 2.0, "allowed": 2.0, "reference": 0.1, "reached": {"case": 0, "name": case}}


def test_what_is_for_after_the_due_date_waits_for_whoever_has_more_time(tmp_path):
    due = "due: 2026-12-01 23:59 UTC\nextra_time: {ada: 2 days}\n"
    view = "students_see: {groups: {edges: after_due_date, core: after_published}}\n"
    book = assignment_book(tmp_path, PLAIN + due + view, {"ada": wrong_verdict()})
    times = (datetime(2026, 12, 3, 23, tzinfo=UTC), datetime(2026, 12, 4, tzinfo=UTC))
    seen = [pages_of(book, now=time)["ada"][0] for time in times]
    assert ["square and masked" in text for text in seen] == [False, True]
    assert ["✗ plain" in text for text in seen] == [True, True]
    assert "Due 2026-12-03 23:59 UTC." in seen[0]


def test_everybody_reads_their_own_language(tmp_path):
    roster = "name,language\nada,\nbo,en-GB\ncy,中文\n"
    text = PLAIN + "roster: roster.csv\nlanguage: zh\n"
    verdicts = dict.fromkeys(("ada", "bo", "cy", "dan"), wrong_verdict())
    book = assignment_book(tmp_path, text, verdicts, roster_csv=roster)
    langs = {
        person: re.search('<html lang="(.*?)">', html)[1]
        for person, (html, _) in pages_of(book).items()
    }
    assert langs == {"ada": "zh-CN", "bo": "en", "cy": "zh-CN", "dan": "zh-CN"}
    chinese, english = pages_of(book)["cy"], pages_of(book)["bo"]
    for text in chinese:
        assert "玩具题" in text
        assert "没有除。" in text
        assert "✗ 普通" in text
    assert "The scores are not divided." in english[0]
    next(person_pages(book, "en", NOW))
    assert messages._("Total") == "Total"  # the command's own is as it was, also within
    assert "结果" in pages_of(plain_book({"ada": wrong_verdict()}), "zh")["ada"][0]


def test_where_the_grader_or_the_question_failed_nothing_of_it_is_told():
    broken = broken_question_verdict(CARD, "a.py", 5, ["solutions/01_attend.py:3: secret"])
    verdicts = {"ada": judge_failure_verdict(CARD, "a.py", 5, "OSError: secret"), "bo": broken}
    for person, pages in pages_of(plain_book(verdicts)).items():
        for text in pages:
            assert "secret" not in text, person
            assert "which is not your fault" in text
            assert "– of 10" in text
            assert "0 of 10" not in text.replace("10 of 10", "")


def test_whoever_has_nothing_reads_why_and_a_late_one_what_it_costs(tmp_path):
    found = [FoundPerson("ada", "essay.pdf: a PDF"), FoundPerson("bo")]
    html, markdown = pages_of(plain_book({"bo": ACCEPTED}, found))["ada"]
    assert "essay.pdf: a PDF" in html
    assert "not handed in" in markdown
    text = PLAIN + (
        "due: 2026-12-01 12:00 UTC\nlate: {percent_a_day: 10}\n"
        "handed_in: {bo: 2026-12-02 11:00 UTC}\n"
    )
    by_hand = f"overrides:\n- {{person: cy, question: 1, points: 3, reason: '{ODD}'}}\n"
    book = assignment_book(
        tmp_path, text, {"bo": ACCEPTED, "cy": wrong_verdict()}, overrides_yaml=by_hand
    )
    pages = pages_of(book)
    assert "1 day late: 18 of 20 points are left" in pages["bo"][0]
    assert "handed in: 2026-12-02 11:00 UTC" in pages["bo"][0]
    assert "3 of 20" in pages["cy"][0]
    assert "3 points given by hand: &lt;b&gt;bold" in pages["cy"][0]


def read_back(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_zip_is_laid_out_as_moodle_takes_feedback_files(tmp_path):
    """By the rules of its importer: the number stands between the first two underscores of a folder's name."""
    names = ["Anna Müller_1000", "Pat O'Brien_1002", "a_b_7", "Eve_1004"]
    found = [FoundPerson(name, returns=f"{name}_assignsubmission_file_") for name in names]
    book = plain_book(dict.fromkeys(names[:3], ACCEPTED), found)
    write_student_pages(tmp_path, book, folder_names(book.people), "en", NOW)
    files = read_back(tmp_path / "students.zip")
    numbers = {}
    for path, data in files.items():
        folder, file = path.split("/")
        _name, number, *plugin = folder.split("_", 4)
        assert plugin == ["assignsubmission", "file", ""]
        numbers.setdefault(number, {})[file] = data
    assert numbers.keys() == {"1000", "1002", "7", "1004"}
    assert all(sorted(those) == ["feedback.html", "feedback.md"] for those in numbers.values())
    assert "Anna Müller" in numbers["1000"]["feedback.html"].decode()


def test_members_of_moodles_worksheet_who_handed_in_nothing_have_a_folder_too(tmp_path):
    roster = "Identifier,Full name\nParticipant 815,Ada\nParticipant 816,Bo Li\n"
    text = PLAIN + "roster: roster.csv\n"
    book = assignment_book(tmp_path, text, {"Ada_815": ACCEPTED}, roster_csv=roster)
    told = [replace(one, returns="Ada_815_assignsubmission_file_") for one in book.found]
    for found, place in ((told, "Bo Li_816_assignsubmission_file_/feedback.md"), ([], "Bo Li.md")):
        names = folder_names(book.people)
        write_student_pages(tmp_path, replace(book, found=found), names, "en", NOW)
        assert place in read_back(tmp_path / "students.zip")


def test_the_same_class_gives_the_same_zip_and_who_is_gone_leaves_no_page(tmp_path):
    book = plain_book({"ada": ACCEPTED, "bo": ACCEPTED})
    place, zipped = write_student_pages(tmp_path, book, ["ada", "bo"], "en", NOW)
    first = zipped.read_bytes()
    (place / "notes.md").write_text("mine")
    write_student_pages(tmp_path, book, ["ada", "bo"], "en", NOW)
    assert zipped.read_bytes() == first
    write_student_pages(tmp_path, plain_book({"ada": ACCEPTED}), ["ada"], "en", NOW)
    assert sorted(path.name for path in place.iterdir()) == ["ada.html", "ada.md", "notes.md"]
    assert sorted(read_back(zipped)) == ["ada.html", "ada.md"]
