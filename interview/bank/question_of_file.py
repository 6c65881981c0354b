"""Which question a Python file answers: by its first line, else by its name."""

from __future__ import annotations

import re

from interview.bank.file_names import names_without_marks
from interview.bank.loading import Bank
from interview.errors import UsageError
from interview.messages import _
from interview.model.card import Card

FIRST_LINE = re.compile(r"#\s*interview:\s*((?:[\w-]+:)?[a-z0-9-]+)")
START_BYTES = 200
"""Bytes of a file in which its first line is looked for."""


def recognise_question(bank: Bank, name: str, start: bytes, example: Card | None = None) -> Card:
    """The card for a file called `name` whose first bytes are `start`; raises UsageError.

    What platforms and browsers add to a name, as ` (1)` or `-2`, is no part of it. The error says how a file for
    `example` is recognised, else for the bank's first question.
    """
    first = start[:START_BYTES].splitlines()[:1]
    match = FIRST_LINE.match(first[0].decode("utf-8-sig", errors="replace")) if first else None
    folder, _sign, plain = name.rpartition("/")
    folder = folder.rpartition("/")[2]  # of exercises, it may be that of a bank
    if match:
        word = match.group(1)
        of_folder = bank.named(f"{folder}:{word}") if folder else []
        return of_folder[0] if of_folder else bank.find(word)
    stem = plain.rpartition(".")[0] or plain
    if card := card_of_name(bank, stem, folder)[0]:
        return card
    bank.refuse_left_out(stem)
    like = example or bank.require_cards()[0]
    text = _(
        "{path}: cannot tell its question: name it like {file}, "
        "or write `# interview: {id}` in its first line"
    )
    raise UsageError(text.format(path=name, file=f"{like.slug}.py", id=like.id))


def card_of_name(bank: Bank, stem: str, folder: str = "") -> tuple[Card | None, int]:
    """The question that a file's name without its ending tells, and which attempt it says it is.

    Of several banks that have such a question, it is that of which the file's folder has the name.
    """
    for word, number in names_without_marks(stem):
        found: dict[str, Card] = {}
        for card in bank.cards:
            slug, id = card.slug.casefold(), card.plain_id.replace("-", "_")
            numbers = () if number else (str(int(card.number)), f"{card.number:02d}")
            if word in (slug, id, *numbers):
                found.setdefault(card.bank.name, card)
        if len(found) == 1 or folder in found:
            return found.get(folder) or next(iter(found.values())), number
    return None, 0
