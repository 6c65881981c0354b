"""What was found in a search, and the learner's notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.text import Text

from interview.bank import Bank
from interview.history.notes import LearnerNote
from interview.messages import N_, _, ngettext
from interview.model.card import Card
from interview.practice.search import SearchHit, word_pattern
from interview.screen.console import (
    foreign_text,
    out,
    show_indented,
    show_sentences,
    with_bold_words,
)

SECTION_NAMES = {
    "title": N_("title"),
    "ask": N_("question"),
    "key_points": N_("key points"),
    "answer": N_("answer"),
    "follow_ups": N_("follow-ups"),
    "pitfalls": N_("what people get wrong"),
    "notes": N_("your notes"),
}


def show_search_hits(
    hits: Sequence[SearchHit], bank: Bank, words: Sequence[str], lang: str
) -> None:
    """A question, and below it where the words are."""
    patterns = [word_pattern(word) for word in words]
    for hit in hits:
        show_card_line(bank.told(hit.card, lang))
        line = foreign_text(hit.excerpt)
        line.highlight_regex(
            re.compile("|".join(p.pattern for p in patterns), re.IGNORECASE), "bold"
        )
        label = Text(_("{section}: ").format(section=_(SECTION_NAMES[hit.section])), "bright_black")
        show_indented(label.append_text(line), 4)
    count = ngettext("{count} question", "{count} questions", len(hits))
    show_sentences("", count.format(count=len(hits)))
    if hits:
        show_sentences(
            _("Next: [bold]interview show NUMBER[/], [bold]--answer[/] for the model answer")
        )


def show_card_line(card: Card) -> None:
    out().print(Text(f"{card.number}. {card.title}", "bold"))


def show_noted(card: Card, notes: Sequence[LearnerNote]) -> None:
    """The notes on one question, each behind its number."""
    show_card_line(card)
    if not notes:
        text = _("no note yet: {command}")
        command = f'interview note {card.number} "..."'
        show_sentences("  " + with_bold_words(text, command=command))
    for number, note in enumerate(notes, 1):
        day = note.at[:10]
        show_indented(foreign_text(f"{number}  {note.text}").append(f"  {day}", "bright_black"), 2)


def show_mark(card: Card, marked: bool) -> None:
    text = _("{number}. {title}: marked ★") if marked else _("{number}. {title}: no longer marked")
    show_sentences(text.format(number=card.number, title=card.title))
