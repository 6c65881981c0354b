"""The book: every link leads somewhere, what is asked for is folded, nothing is loaded, foreign text is text."""

from __future__ import annotations

import html
import json
import re
from datetime import datetime
from html.parser import HTMLParser

import pytest

from interview.bank import Bank, open_bank
from interview.bank.formulas import read_formulas
from interview.export.book import BOOK_LANGUAGES, Chapter, write_book
from interview.export.own_book import OwnState, read_own_state
from interview.history.notes import Notes
from interview.history.reviews import Memory, Review, Reviews
from interview.history.store import Store, history_path
from interview.model.picture import HeatMap
from interview.model.verdict import Verdict
from tests.helpers.command import interview
from tests.helpers.toy import change

MATH = re.compile(r'<math alttext="([^"]*)"')
VOID = {"meta", "input", "br", "hr", "rect", "path"}
PICTURE = HeatMap(
    {"en": "Who <sees> whom", "zh": "谁看谁"}, [[1.0, 0.5]], note={"en": "so", "zh": "如此"}
)


class PageReader(HTMLParser):
    """A page's tags, closed in order, its links, and the text outside of folded parts."""

    def __init__(self, page):
        super().__init__()
        self.open, self.links, self.tags, self.shown, self.folded = [], [], [], "", ""
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.links += [value for name, value in attributes if name == "href"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if "script" in self.open or "style" in self.open:
            return
        if "details" in self.open and "summary" not in self.open:
            self.folded += data
        else:
            self.shown += data


def chapters_of(bank):
    return [
        Chapter(card, {lang: bank.load(card, lang) for lang in BOOK_LANGUAGES}, [PICTURE])
        for card in bank.cards
    ]


def pages_in(folder):
    return {
        str(path.relative_to(folder)): PageReader(path.read_text())
        for path in folder.rglob("*.html")
    }


@pytest.fixture(scope="module")
def bundled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    write_book(folder, chapters_of(open_bank(None)), "zh", all_formulas())
    return folder


def all_formulas():
    """Of all banks that are shipped."""
    each = [read_formulas(member.questions)[0].formulas for member in open_bank(None).members]
    return {plain: latex for formulas in each for plain, latex in formulas.items()}


def test_every_question_has_a_page_in_each_language_and_every_link_leads_somewhere(bundled):
    pages = pages_in(bundled)
    assert len(pages) == 1 + 2 * (1 + len(open_bank(None).cards))
    for name, page in pages.items():
        for link in page.links:
            if not link.startswith("#"):
                assert (bundled / name).parent.joinpath(link).resolve().is_file(), (name, link)
        (html,) = [attributes for tag, attributes in page.tags if tag == "html"]
        if "/" in name:
            assert html["lang"] == {"en": "en", "zh": "zh-CN"}[name.partition("/")[0]]
    assert "url=zh/index.html" in (bundled / "index.html").read_text()


def test_nothing_is_loaded_and_only_the_search_is_a_script(bundled):
    for path in bundled.rglob("*.html"):
        page = path.read_text()
        assert not re.search(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""", page)
        assert ("<script" in page) == (path.parent != bundled and path.name == "index.html")


def test_what_is_asked_for_is_folded_and_the_rest_is_shown(bundled):
    (card,) = [card for card in open_bank(None).cards if card.number == 7]
    for lang in BOOK_LANGUAGES:
        question = open_bank(None).load(card, lang)
        page = PageReader((bundled / lang / "07-cross-attention.html").read_text())
        assert question.title in page.shown
        assert "class CrossAttention(nn.Module)" in page.shown
        assert "self.w_q = nn.Linear(d_model, d_model)" in page.folded
        answered = question.answer.split("`")[0].split("**")[0].split("\n")[0]
        assert answered in page.folded
        assert answered not in page.shown
        assert ("谁看谁" if lang == "zh" else "Who <sees> whom") in page.shown
        headings = [tag for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]
        assert headings[0] == "h1"
        assert set(headings[1:]) == {"h2"}


def test_formulas_are_set_and_names_of_the_code_stay_code(bundled):
    for lang in BOOK_LANGUAGES:
        page = (bundled / lang / "07-cross-attention.html").read_text()
        prose, task = page.split("class CrossAttention(nn.Module)")[0].split("<h1>")[1], page
        assert "softmax(QKᵀ/√d)·V" in MATH.findall(prose)
        assert "<mfrac>" in prose
        assert "<code>nn.MultiheadAttention</code>" in page
        assert MATH.findall(prose).count("T") > 0
        assert "<code>x</code>" in task
    pages = "".join(path.read_text() for path in (bundled / "zh").glob("*.html"))
    assert {html.unescape(plain) for plain in MATH.findall(pages)} == set(all_formulas())


def test_latex_that_cannot_be_read_stays_as_it_is_typed(toy, question, tmp_path):
    change(question, "ask: What is attention?", "ask: What is `a<b` and `c`?")
    write_book(tmp_path / "book", chapters_of(Bank(toy)), "en", {"a<b": "a^b^c", "c": "<i>"})
    page = next((tmp_path / "book" / "en").glob("0*.html")).read_text()
    assert "<code>a&lt;b</code>" in page
    assert "<i>" not in page


def test_the_index_finds_words_of_answers(bundled):
    page = (bundled / "zh" / "index.html").read_text()
    texts = json.loads(re.search(r"const texts = (\[.*\]);", page)[1])
    assert len(texts) == len(open_bank(None).cards)
    assert [i for i, text in enumerate(texts) if "维特比" in text or "viterbi" in text] != []
    assert all(text == text.casefold() for text in texts)


def test_foreign_text_is_text(toy, question, tmp_path):
    change(question, "title: A toy", 'title: "</title><script>alert(1)</script>"')
    change(
        question,
        "ask: What is attention?",
        'ask: "</script><img src=x onerror=alert(1)> [a](javascript:x)"',
    )
    write_book(tmp_path / "book", chapters_of(Bank(toy)), "en", {})
    for page in (tmp_path / "book").rglob("*.html"):
        tags = PageReader(page.read_text()).tags
        assert "img" not in [tag for tag, _ in tags]
        assert [tag for tag, _ in tags].count("script") == (
            page.name == "index.html" and page.parent.name != "book"
        )
        assert not any("javascript:" in link for link in PageReader(page.read_text()).links)


NOTE = "<img src=x onerror=alert(1)> </script> `code` \x1b[31m{{ 7*7 }}\nsecond line"


def noon(day):
    """Of a day of November 2026, where the tests run."""
    return datetime(2026, 11, day, 12).astimezone()


def test_a_book_of_ones_own_has_notes_mark_and_state_as_text(toy, question, tmp_path):
    notes, store = Notes(), Store()
    notes.add("toy:attend", NOTE)
    notes.mark("toy:attend", True)
    store.record(Verdict("toy:attend", "a.py", "wrong", 0.0, 5))
    Reviews(store).add(Review("question:toy:attend", 3), Memory(noon(9), {}))
    own = read_own_state(noon(2))
    for folder, mine in (("own", own), ("none", OwnState(own.day)), ("all", None)):
        write_book(tmp_path / folder, chapters_of(Bank(toy)), "en", {}, mine)
    texts = {name: page.shown for name, page in pages_in(tmp_path / "own").items()}
    page = texts["en/01-attend.html"]
    assert "<img src=x onerror=alert(1)> </script> `code`" in page
    assert "{{ 7*7 }}\nsecond line" in page
    assert "\x1b" not in page
    assert "★ marked · exercise: wrong · answer: due on 2026-11-09" in page
    assert "★ 已标记 · 练习：错误 · 作答：2026-11-09 到期" in texts["zh/01-attend.html"]
    assert "· ★ · wrong" in texts["en/index.html"]
    assert "on 2026-11-02" in texts["en/index.html"]
    index = (tmp_path / "own" / "en" / "index.html").read_text()
    assert index.count("<script") == 1 == index.count("</script")
    assert "second line" in json.loads(re.search(r"const texts = (\[.*\]);", index)[1])[0]
    begun = {name: page.shown for name, page in pages_in(tmp_path / "none").items()}
    assert "exercise: not begun · answer: not asked yet" in begun["en/01-attend.html"]
    assert "★" not in begun["en/index.html"]
    everybody = "".join(path.read_text() for path in (tmp_path / "all").rglob("*.html"))
    assert "second line" not in everybody
    assert "not begun" not in everybody


def test_who_has_not_begun_has_a_book_too():
    assert not history_path().exists()
    own = read_own_state(noon(2))
    assert (own.notes.notes, own.statuses, own.standings) == ((), {}, {})
    assert not history_path().exists()


def test_it_is_written_where_it_is_asked_for_and_over_an_older_one(tmp_path):
    done = interview("book", "--out", str(tmp_path / "out"), "--lang", "zh")
    assert str(tmp_path / "out" / "index.html") in done.stdout + done.stderr
    before = {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.html")}
    assert len(before) == 5
    interview("note", "1", "a note of mine")
    interview("book", "--out", str(tmp_path / "out"), "--lang", "zh", "--mine")
    assert "a note of mine" in (tmp_path / "out" / "zh" / "01-attend.html").read_text()
    interview("book", "--out", str(tmp_path / "out"), "--lang", "zh")
    assert {path: path.read_bytes() for path in (tmp_path / "out").rglob("*.html")} == before
    page = tmp_path / "out" / "index.html"
    page.write_text("<p>a page of somebody else's")
    refused = interview("book", "--out", str(tmp_path / "out"), status=2).stderr
    assert refused == f"{page}: there is another file already: move it, or name another place\n"
    assert page.read_text() == "<p>a page of somebody else's"
    (tmp_path / "file").write_text("")
    refused = interview("book", "--out", str(tmp_path / "file"), status=2)
    assert "cannot be made" in refused.stderr
