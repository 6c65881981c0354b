"""The questions as Anki cards: both languages, ids that stay, markup that is text."""

from __future__ import annotations

import sqlite3
import zipfile
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from interview.bank import Bank
from interview.export.anki import fields_as_html, write_anki
from tests.conftest import TOY

BANK = Bank(TOY)
QUESTIONS = {lang: [BANK.load(card, lang) for card in BANK.cards] for lang in ("en", "zh")}


def notes(path, folder):
    """What Anki would read: guid, fields, deck names."""
    with zipfile.ZipFile(path) as package:
        package.extract("collection.anki2", folder)
    with sqlite3.connect(folder / "collection.anki2") as connection:
        rows = connection.execute("SELECT guid, flds FROM notes ORDER BY id").fetchall()
        (decks,) = connection.execute("SELECT decks FROM col").fetchone()
        (cards,) = connection.execute("SELECT COUNT(*) FROM cards").fetchone()
    return rows, decks, cards


def test_each_question_is_a_card_in_both_languages(tmp_path):
    assert write_anki(tmp_path / "a.apkg", QUESTIONS) == 2
    rows, decks, cards = notes(tmp_path / "a.apkg", tmp_path)
    assert len(rows) == cards == 2
    english, chinese = (fields.split("\x1f") for _, fields in rows)
    assert "What is attention?" in english[0]
    assert "<li>" in english[2]
    assert QUESTIONS["en"][0].key_points[0].point in english[2]
    assert "什么是注意力" in chinese[0]
    assert "要点" in chinese
    assert "Transformer interview::English" in decks


def test_ids_stay_the_same_when_a_text_changes(tmp_path):
    write_anki(tmp_path / "a.apkg", QUESTIONS)
    changed = {
        lang: [replace(question, ask="Another text") for question in some]
        for lang, some in QUESTIONS.items()
    }
    write_anki(tmp_path / "b.apkg", changed)
    before, after = (notes(tmp_path / f"{name}.apkg", tmp_path)[0] for name in "ab")
    assert [guid for guid, _ in before] == [guid for guid, _ in after]
    assert len({guid for guid, _ in before}) == 2
    assert before != after


@pytest.mark.parametrize("foreign", ["<script>x</script>", "<img src=x onerror=y>"])
def test_html_in_a_question_is_text(foreign):
    (question,) = QUESTIONS["en"]
    markdown = MarkdownIt("commonmark", {"html": False})
    fields = fields_as_html(replace(question, ask=foreign, title=foreign), "en", markdown)
    assert foreign not in "".join(fields)
    assert "&lt;" in fields[0]
    assert "&lt;" in fields[1]
