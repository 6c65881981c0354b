"""The questions as Anki cards: what is asked in front, the key points and the answer behind.

Ids are made from the question's id and the language, so that importing a later file updates the
cards and keeps what Anki knows of them.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from html import escape
from itertools import count
from typing import TYPE_CHECKING, Any, BinaryIO

from interview.history.notes import LearnerNotes
from interview.model.question import Question

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

NO_NOTES = LearnerNotes()
MODEL_ID = 1_607_392_811
DECK_IDS = {"en": 2_059_400_110, "zh": 2_059_400_111}
"""Anki's names for our kind of note and our decks; never changed."""
ANKI_NAME = "Transformer interview"
ANKI_MARK = "interview export, Anki cards"
DECK_LANGUAGES = {"en": "English", "zh": "中文"}
HEADINGS = {
    "en": ("Key points", "Answer", "What people get wrong", "Your notes"),
    "zh": ("要点", "回答", "常见误区", "你的笔记"),
}
NOTE_FIELDS = (
    *("Question", "Title", "Key points", "Answer", "Pitfalls"),
    *("Heading 1", "Heading 2", "Heading 3"),
    *("Notes", "Heading 4"),
)
CARD_STYLE = """
.card { font: 18px/1.5 system-ui, sans-serif; max-width: 44rem; margin: auto; text-align: left }
.title { opacity: .6; font-size: .8em } h4 { margin: 1.2em 0 .3em }
code { background: #8883; padding: 0 .2em; border-radius: 3px }
"""
CARD_FRONT = '<div class="title">{{Title}}</div>{{Question}}'
CARD_BACK = (
    '{{FrontSide}}<hr id="answer"><h4>{{Heading 1}}</h4>{{Key points}}'
    "<h4>{{Heading 2}}</h4>{{Answer}}<h4>{{Heading 3}}</h4>{{Pitfalls}}"
    "{{#Notes}}<h4>{{Heading 4}}</h4>{{Notes}}{{/Notes}}"
)


def write_anki(
    file: BinaryIO, questions: dict[str, list[Question]], notes: LearnerNotes = NO_NOTES
) -> int:
    """Writes a deck for each language's questions, with the learner's notes; returns how many cards there are."""
    # Imported here: no other command needs them.
    from zipfile import ZipFile

    with ZipFile(file, "w") as package:
        package.writestr("collection.anki2", anki_collection(questions, notes))
        package.writestr("media", "{}")
        package.comment = ANKI_MARK.encode()
    return sum(map(len, questions.values()))


def anki_collection(questions: dict[str, list[Question]], notes: LearnerNotes) -> bytes:
    """The SQLite database within an Anki package, made in memory: no disk can be too full for it."""
    import sqlite3

    import genanki  # type: ignore[import-untyped]

    now = time.time()
    with closing(sqlite3.connect(":memory:")) as connection:
        genanki.Package(anki_decks(questions, notes)).write_to_db(
            connection.cursor(), now, count(int(now * 1000))
        )
        connection.commit()
        return connection.serialize()


def anki_decks(questions: dict[str, list[Question]], notes: LearnerNotes) -> list[Any]:
    import genanki
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"html": False})
    model = genanki.Model(
        MODEL_ID,
        ANKI_NAME,
        fields=[{"name": name} for name in NOTE_FIELDS],
        templates=[{"name": "Question", "qfmt": CARD_FRONT, "afmt": CARD_BACK}],
        css=CARD_STYLE,
    )
    decks = []
    for lang, some in questions.items():
        deck = genanki.Deck(DECK_IDS[lang], f"{ANKI_NAME}::{DECK_LANGUAGES[lang]}")
        for question in some:
            tags = [
                question.topic,
                question.difficulty,
                *["marked"] * (question.id in notes.marked),
            ]
            noted = [note.text for note in notes.of(question.id)]
            fields = fields_as_html(question, lang, markdown, noted)
            guid = genanki.guid_for(question.id, lang)
            deck.add_note(genanki.Note(model=model, fields=fields, guid=guid, tags=tags))
        decks.append(deck)
    return decks


def fields_as_html(
    question: Question, lang: str, markdown: MarkdownIt, noted: Sequence[str] = ()
) -> list[str]:
    """The note's fields as HTML; a question's own markup is text."""
    points = "\n".join(f"- {point.point}" for point in question.key_points)
    return [
        markdown.render(question.ask),
        markdown.renderInline(f"{question.number}. {question.title}"),
        markdown.render(points),
        markdown.render(question.answer),
        markdown.render(question.pitfalls),
        *HEADINGS[lang][:3],
        "".join(f"<p>{escape(text)}</p>" for text in noted),
        HEADINGS[lang][3],
    ]
