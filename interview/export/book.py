"""The whole bank as an offline site of plain files: a contents page and a page for each question, in each language.

Nothing in it needs a script but the search, whose index lies within the contents page; nothing is
loaded from elsewhere. Answers, hints, solutions are folded until asked for, and open in print.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interview import messages
from interview.bank.drills import answer_text, drawn_drill
from interview.bank.files import read_bank_file
from interview.export.book_prose import highlighted, page_markdown
from interview.export.own_book import OwnState
from interview.export.own_files import refuse_other_files
from interview.export.svg import picture_as_svg
from interview.files import as_bytes, make_folder, whole_file
from interview.messages import _
from interview.model.card import Card
from interview.model.picture import Picture, said
from interview.model.question import Question
from interview.text import inert
from interview.wording.names import name_in_words
from interview.wording.tried import tried_in_words

if TYPE_CHECKING:
    from jinja2 import Environment

BOOK_LANGUAGES = {"en": "English", "zh": "中文"}
HTML_LANGUAGES = {"en": "en", "zh": "zh-CN"}
BOOK_MARK = "interview book"
DRILL_SEED = 1
"""What the values of drills are drawn with: a book stays as it is."""


@dataclass(frozen=True)
class Chapter:
    """A question with all that its pages need."""

    card: Card
    told: Mapping[str, Question]
    """The question in each language."""
    pictures: Sequence[Picture]

    def file(self) -> str:
        number = str(self.card.number).replace(":", "-")  # which may say its bank
        return f"{number.zfill(2)}-{self.card.plain_id}.html"


def write_book(
    folder: Path,
    chapters: Sequence[Chapter],
    lang: str,
    formulas: Mapping[str, str],
    own: OwnState | None = None,
) -> list[Path]:
    """Writes the site into `folder`; returns its first page, which leads to the contents in `lang`.

    `formulas` are plain forms with their LaTeX; `own` is put into a book for one learner.
    Both languages are spoken meanwhile, and `lang` from then on. Raises UsageError where it cannot be
    written or something else is in its place, QuestionError where a drill can't be drawn.
    """
    pages: dict[Path, str] = {folder / "index.html": first_page(lang)}
    try:
        for tongue in BOOK_LANGUAGES:
            messages.use_catalogue(tongue)
            maker = PageMaker(chapters, tongue, formulas, own)
            pages[folder / tongue / "index.html"] = maker.contents()
            for at, chapter in enumerate(chapters):
                pages[folder / tongue / chapter.file()] = maker.page(at)
    finally:
        messages.use_catalogue(lang)
    refuse_other_files(pages, BOOK_MARK)
    for path, text in pages.items():
        make_folder(path.parent)
        with whole_file(path) as file:
            file.write(as_bytes(text))
    return [folder / "index.html"]


def first_page(lang: str) -> str:
    links = "".join(f'<p><a href="{t}/index.html">{n}</a></p>' for t, n in BOOK_LANGUAGES.items())
    return (
        f'<!doctype html>\n<html lang="{HTML_LANGUAGES[lang]}">\n<meta charset="utf-8">\n'
        f'<meta name="generator" content="{BOOK_MARK}">\n'
        f'<meta http-equiv="refresh" content="0; url={lang}/index.html">\n'
        f"<title>Transformer interview</title>\n<main><h1>Transformer interview</h1>{links}</main>\n</html>\n"
    )


class PageMaker:
    """The pages of one language, which is the one in use."""

    def __init__(
        self,
        chapters: Sequence[Chapter],
        lang: str,
        formulas: Mapping[str, str],
        own: OwnState | None,
    ) -> None:
        self.chapters, self.lang, self.own = chapters, lang, own
        self.environment = page_environment()
        self.markdown = page_markdown(formulas)
        # There `x` and `W_O` are names of the code; to Python `H·v` could be one as well.
        no_names = {p: f for p, f in formulas.items() if not (p.isascii() and p.isidentifier())}
        self.task = page_markdown(no_names)

    def contents(self) -> str:
        topics: dict[str, list[Chapter]] = {}
        for chapter in self.chapters:
            topics.setdefault(chapter.card.topic, []).append(chapter)
        return self.filled(
            "book_contents.html.jinja",
            topics={name_in_words(topic): self.entries(some) for topic, some in topics.items()},
            index=json.dumps(
                [searched_text(c.told[self.lang], self.noted(c)) for c in self.chapters],
                ensure_ascii=False,
            ).replace("<", "\\u003c"),
            day=self.own.day if self.own else None,
            other=self.other("index.html"),
        )

    def entries(self, chapters: Sequence[Chapter]) -> list[dict[str, Any]]:
        return [
            {
                "number": chapter.card.number,
                "at": self.chapters.index(chapter),
                "file": chapter.file(),
                "title": chapter.told[self.lang].title,
                "facts": facts_of(
                    chapter.card, self.own.signs(chapter.card.id) if self.own else ()
                ),
            }
            for chapter in chapters
        ]

    def noted(self, chapter: Chapter) -> list[str]:
        """The learner's notes on a question, in a book of their own."""
        return [note.text for note in self.own.notes.of(chapter.card.id)] if self.own else []

    def page(self, at: int) -> str:
        chapter = self.chapters[at]
        question = chapter.told[self.lang]
        before = self.chapters[at - 1] if at else None
        after = self.chapters[at + 1] if at + 1 < len(self.chapters) else None
        return self.filled(
            "book_page.html.jinja",
            q=question,
            facts=facts_of(chapter.card),
            noted=self.noted(chapter),
            state=self.own.lines(chapter.card.id) if self.own else [],
            tried="\n\n".join(tried_in_words(question.exercise)),
            pictures=[self.figure(picture) for picture in chapter.pictures],
            drills=list(drills_of(question)),
            reference=highlighted(read_bank_file(chapter.card.reference)),
            before=before and (before.file(), before.told[self.lang].title),
            after=after and (after.file(), after.told[self.lang].title),
            other=self.other(chapter.file()),
        )

    def figure(self, picture: Picture) -> dict[str, str]:
        caption = said(picture.title, self.lang)
        return {
            "svg": picture_as_svg(picture, self.lang),
            "caption": caption,
            "note": said(picture.note, self.lang),
        }

    def other(self, file: str) -> tuple[str, str, str]:
        """The same page in the other language: its address, the language's name and code."""
        (lang,) = (lang for lang in BOOK_LANGUAGES if lang != self.lang)
        return f"../{lang}/{file}", BOOK_LANGUAGES[lang], HTML_LANGUAGES[lang]

    def filled(self, template: str, **values: Any) -> str:
        return self.environment.get_template(template).render(
            lang=HTML_LANGUAGES[self.lang],
            mark=BOOK_MARK,
            words=page_words(),
            style=style_sheet(),
            md=self.markdown.render,
            task=self.task.render,
            line=self.markdown.renderInline,
            **values,
        )


def facts_of(card: Card, further: Sequence[str] = ()) -> str:
    minutes = _("{count} min").format(count=card.minutes)
    return " · ".join(
        [name_in_words(card.topic), name_in_words(card.difficulty), minutes, *further]
    )


def drills_of(question: Question) -> Iterator[dict[str, Any]]:
    for place in range(len(question.drills)):
        drill = drawn_drill(question, place, DRILL_SEED)
        yield {
            "ask": drill.text,
            "options": drill.options,
            "answer": answer_text(drill.answer),
            "because": drill.because,
        }


def searched_text(question: Question, noted: Sequence[str] = ()) -> str:
    """Everything of a question in which its words are looked for, in lower case."""
    parts = [
        *(question.title, question.id, question.ask, question.answer, question.pitfalls),
        *(point.point for point in question.key_points),
        *(text for follow_up in question.follow_ups for text in (follow_up.ask, follow_up.answer)),
        *noted,
    ]
    return " ".join(" ".join(parts).split()).casefold()


def page_words() -> dict[str, str]:
    """The pages' own words, in the language in use."""
    return {
        "book": _("Transformer interview"),
        "contents": _("Contents"),
        "answer": _("Answer"),
        "points": _("Key points"),
        "pitfalls": _("What people get wrong"),
        "follow_ups": _("Follow-ups"),
        "exercise": _("Exercise"),
        "hint": _("Hint {number} of 3"),
        "solution": _("Reference solution"),
        "drills": _("Drills"),
        "sources": _("Sources"),
        "pictures": _("Pictures"),
        "search": _("Search questions and answers"),
        "found": _("Questions found: {count}"),
        "notes": _("Your notes"),
        "own": _("With your notes and where you stood on {date}"),
        "skip": _("Skip to the text"),
    }


def page_environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    here = Path(__file__).parent
    made = Environment(
        loader=FileSystemLoader(here), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    made.filters["inert"] = inert
    return made


def style_sheet() -> str:
    return Path(__file__).with_name("book.css").read_text(encoding="utf-8")
