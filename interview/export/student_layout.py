"""A student's page as HTML that opens offline and is printed well, and as Markdown. Everything foreign is inert."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from interview.export.book import HTML_LANGUAGES
from interview.export.debrief import markdown_table, prose_as_markup
from interview.export.github import fenced, markdown_text
from interview.export.student_page import PageQuestion, StudentPage
from interview.export.student_passages import Passage
from interview.export.svg import matrices_as_svg, matrices_as_text
from interview.messages import _

if TYPE_CHECKING:
    from jinja2 import Template

STUDENT_TEMPLATE = Path(__file__).with_name("student_page.html.jinja")
PAGE_MARK = "interview batch, the page of one student"
"""By which a page of ours is known, when its person is gone."""


def page_as_html(page: StudentPage) -> str:
    """The page; no script, no link to anywhere."""
    return student_template().render(page=page, mark=PAGE_MARK, html_lang=HTML_LANGUAGES[page.lang])


@cache
def student_template() -> Template:
    # Imported here: no other command needs it.
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(prose=prose_as_markup, drawn=matrices_as_svg)
    environment.tests["with_a_part"] = has_part
    environment.globals["_"] = _
    return environment.from_string(STUDENT_TEMPLATE.read_text(encoding="utf-8"))


def page_as_markdown(page: StudentPage) -> str:
    lines = [f"# {markdown_text(page.title)}: {markdown_text(page.person)}", ""]
    lines += [line for text in page.head for line in (markdown_text(text), "")]
    total = _("{name}: {text}").format(name=_("Total"), text=page.total)
    lines += [f"**{markdown_text(total)}**", ""]
    rows = [tuple(map(markdown_text, (q.title, q.verdict, q.points))) for q in page.questions]
    lines += markdown_table([_("question"), _("verdict"), _("your points")], rows)
    for question in filter(has_part, page.questions):
        lines += ["", f"## {markdown_text(question.title)}", "", *question_lines(question)]
    return "\n".join([*lines, "", f"<!-- {PAGE_MARK} -->", ""])


def has_part(question: PageQuestion) -> bool:
    """Whether there is more to say of it than its row in the table."""
    return bool(question.facts or question.groups)


def question_lines(question: PageQuestion) -> Iterator[str]:
    yield f"**{markdown_text(question.verdict)}** · {markdown_text(question.points)}"
    if question.facts:
        yield ""
    yield from (f"- {markdown_text(fact)}" for fact in question.facts)
    if question.groups:
        rows = [
            (mark_of(g.right) + markdown_text(g.name), g.cases, g.points) for g in question.groups
        ]
        yield ""
        yield from markdown_table([_("group of cases"), _("right"), _("your points")], rows)
    for passage in question.passages:
        yield from ("", f"### {markdown_text(passage.title)}", "")
        yield from passage_lines(passage)


def passage_lines(passage: Passage) -> Iterator[str]:
    yield from (f"- {' '.join(text.split())}" for text in passage.prose)
    if passage.lines:
        yield fenced("\n".join(passage.lines))
    if passage.matrices:
        yield fenced(matrices_as_text(passage.matrices))


def mark_of(right: bool) -> str:
    return "✓ " if right else "✗ "
