"""A real browser, and one of each page that the program writes. Without a browser these tests fail."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from interview import messages
from interview.bank import open_bank
from interview.bank.formulas import read_formulas
from interview.classroom.batch import BatchEntry
from interview.classroom.likeness import Alike
from interview.classroom.submissions import FoundPerson
from interview.export.book import BOOK_LANGUAGES, Chapter, write_book
from interview.export.class_page import gradebook_as_html
from interview.export.class_students import person_pages
from interview.export.debrief import debrief_as_html
from interview.export.own_book import OwnState
from interview.export.progress_page import progress_as_html
from interview.history.notes import LearnerNote, LearnerNotes
from interview.model.verdict import Matrices
from tests.browser.chromium import NONE, launched
from tests.export.test_class_tables import BOOK
from tests.export.test_debrief import debrief_of
from tests.export.test_progress import CARD, SOME
from tests.helpers.class_book import plain_book, wrong_verdict


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import Error, sync_playwright

    with sync_playwright() as driver:
        try:
            begun = launched(driver)
        except Error as error:
            pytest.fail(f"{NONE}\n{error}", pytrace=False)
        yield begun
        begun.close()


@pytest.fixture
def open_page(browser):
    """(path, **context) -> the page, 400 pixels wide; its context ends with the test."""
    contexts = []

    def opened(path, **options):
        contexts.append(browser.new_context(viewport={"width": 400, "height": 900}, **options))
        page = contexts[-1].new_page()
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()


def own_state():
    """Of a learner who noted and marked something and has begun."""
    notes = (LearnerNote("2026-11-01T12:00:00+00:00", "cross-attention", "<b>a note</b>\nof mine"),)
    marked = frozenset({"cross-attention"})
    return OwnState(date(2026, 11, 2), LearnerNotes(notes, marked), {"cross-attention": "wrong"})


@pytest.fixture(scope="session")
def book(link, tmp_path_factory):
    """The bundled bank as `interview book --mine` writes it."""
    folder, bank = tmp_path_factory.mktemp("book"), open_bank(None)
    chapters = [
        Chapter(
            card,
            {lang: bank.load(card, lang) for lang in BOOK_LANGUAGES},
            link.pictures(card) if card.picture.is_file() else [],
        )
        for card in bank.cards
    ]
    formulas, _ = read_formulas(bank.root / "questions")
    write_book(folder, chapters, "en", formulas.formulas, own_state())
    return folder


def class_book():
    """A class with everything that its page can tell."""
    alike = Alike(
        "01_attend", "near", (("ada", "a.py"), ("bo", "b.py")), 0.83, 17, ((3, 9), (5, 12))
    )
    wrong = replace(
        BOOK.entries[0].verdict,
        status="wrong",
        score=0.6,
        misconception="no-scaling",
        explanation="The scores are not divided.",
    )
    return replace(
        BOOK,
        entries=[*BOOK.entries, BatchEntry("dee", "", wrong)],
        found=[FoundPerson("ada"), FoundPerson("cy", "report.pdf: a PDF")],
        alike=[alike],
        notes=["a note"],
        problems=["left out"],
    )


def student_page_of(lang):
    """A page with everything that it can tell."""
    rows = tuple(tuple(float(i == j) for j in range(22)) for i in range(22))
    told = wrong_verdict(matrices=Matrices("plain", "weights", (0, 1), rows, rows[::-1]))
    (pages,) = person_pages(plain_book({"ada": told}), lang, datetime(2026, 12, 5, tzinfo=UTC))
    return pages[".html"].decode()


@pytest.fixture
def written(lang, tmp_path):
    """Name -> the page of a class, of one of its students, of progress, of a debrief, in a language."""
    debrief = debrief_of("softmax", "", "on", "9 9 9", lang=lang)
    messages.use_catalogue(lang)
    pages = {
        "class": gradebook_as_html(class_book()),
        "student": student_page_of(lang),
        "progress": progress_as_html(SOME, {CARD.id: CARD.title}, lang),
        "debrief": debrief_as_html(debrief, lang),
    }
    for name, text in pages.items():
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: tmp_path / f"{name}.html" for name in pages}
