"""Which question a Python file answers: by its first line, else by its name."""

from __future__ import annotations

import re

from interview.bank.file_names import names_without_marks
from interview.bank.loading import Bank
from interview.errors import UsageError
from interview.messages import _
from interview.model.question import Card

FIRST_LINE = re.compile(r"#\s*interview:\s*([a-z0-9-]+)")
START_BYTES = 200
"""Bytes of a file in which its first line is looked for."""


def recognise_question(bank: Bank, name: str, start: bytes) -> Card:
    """The card for a file called `name` whose first bytes are `start`; raises UsageError.

    What platforms and browsers add to a name, as ` (1)` or `-2`, is no part of it.
    """
    first = start[:START_BYTES].splitlines()[:1]
    match = FIRST_LINE.match(first[0].decode("utf-8-sig", errors="replace")) if first else None
    if match:
        return bank.find(match.group(1))
    plain = name.rpartition("/")[2]
    stem = plain.rpartition(".")[0] or plain
    if card := card_of_name(bank, stem)[0]:
        return card
    bank.refuse_left_out(stem)
    text = _(
        "{path}: cannot tell its question: name it like 07_cross_attention.py, "
        "or write `# interview: cross-attention` in its first line"
    )
    raise UsageError(text.format(path=name))


def card_of_name(bank: Bank, stem: str) -> tuple[Card | None, int]:
    """The question that a file's name without its ending tells, and which attempt it says it is."""
    for word, number in names_without_marks(stem):
        for card in bank.cards:
            slug, id = card.slug.casefold(), card.id.replace("-", "_")
            if word in (slug, id) or (
                not number and word in (str(card.number), f"{card.number:02d}")
            ):
                return card, number
    return None, 0
