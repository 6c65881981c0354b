"""The pages in Chromium: accessible, in light and dark, on a narrow screen, printed, without a script, offline."""

from __future__ import annotations

import re

import pytest

from interview.bank import open_bank

SCHEMES = ("light", "dark")
LOOKED_AT = ("index", "03-", "07-", "19-", "25-")


def problems(page):
    """What axe-core finds with everything unfolded; empty if nothing."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    found = Axe().run(page).response["violations"]
    return [(fault["id"], node["html"][:200]) for fault in found for node in fault["nodes"]]


def overflow(page):
    """Pixels that stick out of the window at its right."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


@pytest.mark.parametrize("scheme", SCHEMES)
def test_pages_of_the_book_are_accessible(book, open_page, lang, scheme):
    for name in LOOKED_AT:
        (path,) = (book / lang).glob(f"{name}*.html")
        assert problems(open_page(path, color_scheme=scheme)) == [], path.name


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_other_pages_are_accessible_and_narrow(written, open_page, scheme):
    for name, path in written.items():
        page = open_page(path, color_scheme=scheme)
        assert problems(page) == [], name
        assert overflow(page) <= 0, name


def test_no_page_of_the_book_is_wider_than_a_narrow_screen(book, open_page, lang):
    page = open_page(book / lang / "index.html")
    for path in sorted((book / lang).glob("*.html")):
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        assert overflow(page) <= 0, path.name


def test_light_and_dark_are_two_looks(book, open_page):
    grounds = {
        open_page(book / "en" / "index.html", color_scheme=scheme).evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
        for scheme in SCHEMES
    }
    assert len(grounds) == 2


def test_the_search_finds_without_a_server(book, open_page):
    page = open_page(book / "zh" / "index.html")
    page.get_by_role("searchbox").fill("VITERBI 回溯")
    shown = page.locator("[data-at]:visible a").all_inner_texts()
    assert 1 <= len(shown) < 10
    assert page.locator("#found").inner_text() == f"找到 {len(shown)} 道题"
    page.get_by_role("searchbox").fill("<b>a note</b> of")
    assert page.locator("[data-at]:visible .n").all_inner_texts() == ["7"]
    page.get_by_role("searchbox").fill("")
    assert page.locator("[data-at]:visible").count() == len(open_bank(None).cards)


def test_no_script_is_needed_to_read(book, open_page):
    page = open_page(book / "en" / "index.html", java_script_enabled=False)
    assert not page.get_by_role("searchbox").is_visible()
    page.get_by_role("link", name="Cross-attention").click()
    answer = page.locator("details").first
    assert not answer.locator("p").first.is_visible()
    answer.locator("summary").click()
    assert answer.locator("p").first.is_visible()


def test_a_formula_is_drawn_as_one(book, open_page):
    page = open_page(book / "en" / "07-cross-attention.html")
    page.locator("summary").first.click()
    formula = page.locator('math[alttext="softmax(QKᵀ/√d)·V"]').first
    below = [formula.locator(f"mfrac > :nth-child({n})").bounding_box()["y"] for n in (1, 2)]
    assert below[0] < below[1]


def test_what_is_folded_is_printed(book, open_page):
    page = open_page(book / "en" / "07-cross-attention.html")
    solution = page.locator("details pre").last
    assert not solution.is_visible()
    page.emulate_media(media="print")
    assert solution.is_visible()
    assert not page.locator("header").first.is_visible()
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))
    assert sheets >= 3, "what is folded takes three sheets"


def test_nothing_is_asked_of_the_network(book, written, open_page):
    page = open_page(book / "zh" / "index.html")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for path in [*sorted((book / "zh").glob("*.html")), *written.values()]:
        page.goto(path.as_uri())
    assert len(asked) == 1 + len(open_bank(None).cards) + len(written)
    assert {url.partition(":")[0] for url in asked} == {"file"}
