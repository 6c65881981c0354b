"""Searching: in questions, answers and notes, in both languages, whatever language is spoken."""

from __future__ import annotations

import pytest

from interview.bank import open_bank
from interview.bank.searchable import PROSE_SECTIONS, prose_sections
from interview.errors import UsageError
from interview.history.notes import LearnerNote, LearnerNotes
from interview.practice.search import AROUND, cards_with_words, search_questions

BANK = open_bank("bert")
NOTES = LearnerNotes(
    (
        LearnerNote("2026-01-01", "attend", "?"),
        LearnerNote("2026-01-01", "beam-search", "Zobel 先生"),
    )
)


def numbers(*words, lang="en", notes=NOTES):
    return [hit.card.number for hit in search_questions(BANK, words, lang, notes)]


def test_words_are_found_in_either_language_and_all_of_them_are_asked_for():
    assert numbers("cross-attention")[0] == numbers("交叉注意力", lang="en")[0] == 7
    assert 27 in numbers("KV", "CACHE")
    assert 27 in numbers("ｃａｃｈｅ", "rotary")
    assert numbers("cache", "no-such-word") == []
    assert set(numbers("mask", "因果")) <= set(numbers("mask"))
    assert numbers("ention") == []  # from the beginning of a word on


def test_notes_are_found_and_told_with_what_stands_around():
    [hit] = search_questions(BANK, ["zobel"], "zh", NOTES)
    assert (hit.card.id, hit.section, hit.excerpt) == ("beam-search", "notes", "Zobel 先生")
    [hit, *_] = search_questions(BANK, ["register_buffer"], "en", LearnerNotes())
    assert hit.card.number == 9
    assert "register_buffer" in hit.excerpt
    assert len(hit.excerpt) <= 2 * AROUND + len("register_buffer") + 4


def test_an_excerpt_has_no_markup():
    notes = LearnerNotes((LearnerNote("2026-01-01", "beam-search", "**Zobel:** `x**2` and **y**"),))
    [hit] = search_questions(BANK, ["zobel"], "en", notes)
    assert hit.excerpt == "Zobel: x**2 and y"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_sections_are_the_prose_that_a_parser_would_read(lang):
    card = BANK.find("9")
    whole = BANK.load(card, lang)
    file = card.folder / ("question.yaml" if lang == "en" else "zh.yaml")
    sections = {name: "".join(text.split()) for name, text in prose_sections(file).items()}
    assert set(sections) == set(PROSE_SECTIONS)
    assert sections["title"] == "".join(whole.title.split())
    assert "".join(whole.answer.split()) in sections["answer"]
    for point in whole.key_points:
        assert "".join(point.point.split()).replace('"', '\\"') in sections["key_points"]
        assert f"terms:[{point.terms[0]}" not in sections["key_points"]


def test_a_list_is_narrowed_by_title_id_and_topic():
    assert [card.number for card in cards_with_words(BANK, ["cross"], None)] == [7]
    assert [card.number for card in cards_with_words(BANK, ["交叉"], None)] == [7]
    generation = cards_with_words(BANK, [], "generation")
    assert {card.topic for card in generation} == {"generation"}
    assert cards_with_words(BANK, ["beam"], "gener") == [BANK.find("beam-search")]
    with pytest.raises(UsageError, match="interview search softmax`"):
        cards_with_words(BANK, ["softmax"], None)
    with pytest.raises(UsageError, match="expected one of"):
        cards_with_words(BANK, [], "cooking")
