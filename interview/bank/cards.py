"""The head of a question: enough for a list, read without the rest of its file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from interview.bank.folder import BankFolder
from interview.bank.heads import read_head
from interview.bank.names import id_problem, title_problem
from interview.errors import QuestionError
from interview.model.card import Card, Difficulty

HEAD_KEYS = frozenset({"number", "id", "title", "topic", "difficulty", "minutes"})


def read_card(folder: Path, bank: BankFolder | None = None) -> Card:
    """The head of the question in `folder`; raises QuestionError with every problem of its files.

    bank: that of the question, where it is known already.
    """
    bank = bank or BankFolder(folder.parent.parent)
    if card := quickly_read_card(folder, bank):
        return card
    from interview.bank.question_files import QuestionFiles

    files = QuestionFiles(folder)
    problems = files.problems()
    if files.question is None or problems:
        raise QuestionError(problems)
    return card_of_head(vars(files.question), folder, bank)


def quickly_read_card(folder: Path, bank: BankFolder) -> Card | None:
    """The card of a head as it should be, read without the rest; None if the file needs a closer look."""
    try:
        head = read_head(folder / "question.yaml", HEAD_KEYS)
        card = card_of_head(head, folder, bank)
    except (QuestionError, OSError, KeyError, TypeError, ValueError, OverflowError):
        return None
    return card if card_is_sound(card) and card.topic in bank.facts.topic_ids else None


def card_of_head(head: Mapping[str, Any], folder: Path, bank: BankFolder) -> Card:
    return Card(
        number=number_of_head(head["number"]),
        id=f"{bank.prefix}{head['id']}",
        title=str(head["title"]),
        topic=bank.facts.topic(str(head["topic"])),
        difficulty=head["difficulty"],
        minutes=number_of_head(head["minutes"]),
        folder=folder,
        bank=bank.facts,
    )


def number_of_head(value: Any) -> int:
    """Of YAML or of a line that was read without; raises ValueError for a truth value, which is no 1."""
    if isinstance(value, bool):
        raise ValueError(value)
    return int(value)


def card_is_sound(card: Card) -> bool:
    """Whether everything in it may be shown in a list and be looked for."""
    return (
        card.number > 0
        and card.minutes > 0
        and not id_problem(card.plain_id)
        and not title_problem(card.title)
        and card.difficulty in get_args(Difficulty)
    )


def names_of_card(card: Card) -> tuple[str, ...]:
    """What its question may be called."""
    number, id = int(card.number), card.plain_id
    return id, card.slug, str(number), f"{number:02d}", id.replace("-", "_")


def names_of_folder(name: str) -> set[str]:
    """What a question may be called whose folder has this name, where nothing else tells."""
    number, _sign, slug = name.partition("_")
    return {name, number, number.lstrip("0"), slug, slug.replace("_", "-")} - {""}


def repetition_problems(cards: list[Card]) -> list[str]:
    """Ids and numbers that are used twice, each with the line of the later one."""
    problems = []
    for key in ("id", "number"):
        seen: dict[object, Card] = {}
        for card in cards:
            value = card.plain_id if key == "id" else card.number
            if value in seen:
                first = seen[value].folder.name
                what = f"{value!r} is also that of {first}: give it another"
                problems.append(f"{place_in_head(card, key)}: {key} {what}")
            seen.setdefault(value, card)
    return problems


def place_in_head(card: Card, key: str) -> str:
    """File and line of one of the keys that every list needs."""
    from interview.bank.source import read_yaml  # rarely needed, as most banks have no fault

    return read_yaml(card.folder / "question.yaml").where((key,))
