"""Which questions a text answers by the names that it defines, or by the questions that it names itself."""

from __future__ import annotations

import re
from collections import defaultdict

from interview.bank.loading import Bank
from interview.bank.question_of_file import FIRST_LINE, card_of_name
from interview.errors import QuestionError, UsageError
from interview.messages import _
from interview.model.card import Card

DEFINITION = re.compile(r"^(?:async\s+def|def|class)\s+(\w+)|^(\w+)\s*(?::[^=\n]*)?=[^=]", re.M)
NAMED_QUESTION = re.compile(rf"^{FIRST_LINE.pattern}", re.M)


def names_defined(text: str) -> set[str]:
    """What is defined at the top of a Python text, by the look of it."""
    return {match[1] or match[2] for match in DEFINITION.finditer(text)}


def names_wanted(card: Card) -> set[str]:
    """What the stub of a question defines; nothing where it cannot be read."""
    try:
        return {m[1] for m in DEFINITION.finditer(card.stub.read_text(encoding="utf-8")) if m[1]}
    except (OSError, ValueError):
        return set()


def questions_in_text(bank: Bank, text: str) -> list[Card]:
    """Those that the text names in a line `# interview: ID`; else those of which alone it defines a name."""
    named = []
    for id in dict.fromkeys(NAMED_QUESTION.findall(text)):
        try:
            named.append(bank.find(id))
        except (UsageError, QuestionError):
            continue
    if named:
        return named
    owners: dict[str, list[Card]] = defaultdict(list)
    for card in bank.cards:
        for name in names_wanted(card):
            owners[name].append(card)
    there = names_defined(text)
    found = [cards[0] for name, cards in owners.items() if name in there and len(cards) == 1]
    return sorted(dict.fromkeys(found), key=lambda card: card.number)


def questions_of_notebook(bank: Bank, name: str, text: str) -> list[Card]:
    """Those that a notebook called `name` with this code answers, which may be several.

    Raises UsageError if it holds none of the names that its question wants, or of any.
    """
    card = card_of_name(bank, name.rpartition(".")[0])[0]
    cards = questions_in_text(bank, text)
    if card and card not in cards:
        wanted = names_wanted(card)
        if wanted and not wanted & names_defined(text):
            told = _("{path}: a notebook that holds no {names}: define it in a cell")
            raise UsageError(told.format(path=name, names=", ".join(sorted(wanted))))
        return [card, *cards]
    if not cards:
        told = _(
            "{path}: a notebook that holds no class or function of a question: "
            "define in a cell what its task asks for"
        )
        raise UsageError(told.format(path=name))
    return cards
