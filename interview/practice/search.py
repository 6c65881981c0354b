"""Looking for words in questions, answers and notes, in both languages at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from interview.bank import Bank
from interview.bank.searchable import prose_sections
from interview.errors import UsageError
from interview.history.notes import LearnerNotes
from interview.messages import _
from interview.model.card import Card
from interview.practice.talk.language import INTERFACE_LANGUAGES

AROUND = 60
"""Characters on either side of what was found."""
NOTES_SECTION = "notes"
MARKUP = re.compile(r"`|(?<!\w)\*\*(?=\S)|(?<=\S)\*\*(?!\w)")
"""What Markdown puts around code and bold words, which an excerpt cuts through; `x**2` has none."""
IMPORTANCE = {"title": 8, NOTES_SECTION: 5, "ask": 4, "key_points": 3}
"""Of a section in which a word is; 1 else."""


@dataclass(frozen=True)
class SearchHit:
    """A question in which all the words are, and where the first of them stands."""

    card: Card
    section: str
    """`title`, `ask`, `key_points`, `answer`, `follow_ups`, `pitfalls` or `notes`."""
    excerpt: str
    weight: int


def search_questions(
    bank: Bank, words: Sequence[str], lang: str, notes: LearnerNotes
) -> list[SearchHit]:
    """The questions that have all the words, in whatever language and section, the best first."""
    patterns = [word_pattern(word) for word in words]
    hits = (hit_in_card(card, patterns, lang, notes) for card in bank.cards)
    found = [hit for hit in hits if hit]
    return sorted(found, key=lambda hit: -hit.weight)


def word_pattern(word: str) -> re.Pattern[str]:
    """The word in capital or small letters, full-width or not; of Latin letters from its beginning on."""
    forms = dict.fromkeys((word, unicodedata.normalize("NFKC", word)))
    latin = is_latin([*forms][-1][:1])
    start = r"(?<![a-z])" if latin else ""
    return re.compile(f"{start}(?:{'|'.join(map(re.escape, forms))})", re.IGNORECASE)


def hit_in_card(
    card: Card, patterns: Sequence[re.Pattern[str]], lang: str, notes: LearnerNotes
) -> SearchHit | None:
    sections = [*card_sections(card, lang, notes)]
    for pattern in patterns:
        if not any(pattern.search(text) for _name, text in sections):
            return None
    found = [
        (
            sum(1 for pattern in patterns if pattern.search(text)) * IMPORTANCE.get(name, 1),
            name,
            text,
        )
        for name, text in sections
    ]
    best, name, text = max(found, key=lambda each: each[0])
    first = next(match for pattern in patterns if (match := pattern.search(text)))
    return SearchHit(card, name, excerpt_around(text, first), best)


def card_sections(card: Card, lang: str, notes: LearnerNotes) -> Iterator[tuple[str, str]]:
    """Every section of the question: in the learner's language, what they noted, and then in others."""
    for tongue in sorted(INTERFACE_LANGUAGES, key=lambda each: each != lang):
        file = "question" if tongue == "en" else tongue
        yield from prose_sections(card.folder / f"{file}.yaml").items()
        if tongue == lang:
            yield NOTES_SECTION, "\n".join(note.text for note in notes.of(card.id))


def excerpt_around(text: str, match: re.Match[str]) -> str:
    """What stands around it, in one line."""
    start, end = max(0, match.start() - AROUND), match.end() + AROUND
    while 0 < start < match.start() and is_latin(text[start - 1]) and is_latin(text[start]):
        start += 1
    inside = " ".join(MARKUP.sub("", text[start:end]).split())
    return f"{'… ' * (start > 0)}{inside}{' …' * (end < len(text))}"


def is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def cards_with_words(
    bank: Bank, words: Collection[str], topic: str | None, track: str | None = None
) -> list[Card]:
    """The cards whose title in any language, id or topic has all the words; raises UsageError."""
    from interview.practice.memory.selection import Wanted, wanted_cards

    patterns = [word_pattern(word) for word in words]
    found = [
        card
        for card in wanted_cards(bank, Wanted(topic=topic, track=track))
        if all(pattern.search(card_words(bank, card)) for pattern in patterns)
    ]
    if words and not found:
        text = _(
            "{words}: in no title, id or topic: `interview search {words}` looks in the texts too"
        )
        raise UsageError(text.format(words=" ".join(words)))
    return found


def card_words(bank: Bank, card: Card) -> str:
    titles = (bank.title(card, lang) for lang in INTERFACE_LANGUAGES)
    topic = (card.topic, *getattr(card.topic, "words", {}).values())
    return " ".join((*titles, card.id, card.plain_id.replace("-", " "), *topic))
