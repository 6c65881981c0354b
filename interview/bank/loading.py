"""Opening banks: their cards in order, and a number, an id or a file name -> Card -> Question."""

from __future__ import annotations

import difflib
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from interview.bank.cards import names_of_card, names_of_folder, read_card, repetition_problems
from interview.bank.folder import BankFolder
from interview.bank.heads import read_head
from interview.bank.names import title_problem
from interview.errors import QuestionError, UsageError
from interview.messages import _, ngettext
from interview.model.bank import BankFacts, ClashingNumber
from interview.model.card import Card

if TYPE_CHECKING:
    from interview.bank.question_files import Rules
    from interview.model.question import Question


class Bank:
    """The questions of one bank, or of several together."""

    def __init__(self, *roots: Path) -> None:
        """roots: folders with `questions/` and `solutions/`; raises UsageError if two have one name."""
        self.members = tuple(BankFolder(root) for root in dict.fromkeys(roots))
        self.problems: list[str] = []
        """What kept a question out of the list, a line each; filled as cards are read."""
        self.left_out: dict[str, list[str]] = {}
        """By the name of its folder: every problem of a question that can't be listed."""
        self.refuse_namesakes()

    def refuse_namesakes(self) -> None:
        known: dict[str, Path] = {}
        for member in self.members if len(self.members) > 1 else ():
            first = known.setdefault(member.facts.name, member.root)
            if first != member.root:
                text = _(
                    "{path}: its bank is called {name}, as that in {other}: open one of them, "
                    "or give one another name in its bank.yaml"
                )
                names = {"path": member.root, "name": member.facts.name, "other": first}
                raise UsageError(text.format(**names))

    @property
    def root(self) -> Path:
        """The folder of the bank; of the first, where there are several."""
        return self.members[0].root

    @property
    def folders(self) -> list[Path]:
        """The folders of questions, bank by bank; raises UsageError if there can be none."""
        return [folder for member in self.members for folder in member.folders]

    @cached_property
    def cards(self) -> list[Card]:
        """The heads of all questions, in order; unreadable ones are told in `problems`."""
        cards = []
        for member in self.members:
            mine = []
            for folder in member.folders:
                try:
                    mine.append(read_card(folder, member))
                except QuestionError as error:
                    self.leave_out(self.called(member.facts, folder), error.problems)
            mine.sort(key=lambda card: card.number)
            self.problems.extend(repetition_problems(mine))
            cards += mine
        cards.sort(key=lambda card: card.number)
        return cards if len(self.members) == 1 else with_clashing_numbers(cards)

    @cached_property
    def by_id(self) -> dict[str, Card]:
        """The cards by the ids that are kept, of which each names one question."""
        return {card.id: card for card in reversed(self.cards)}

    def called(self, facts: BankFacts, folder: Path) -> str:
        """The name of a question's folder, which says of which bank where several are open."""
        return folder.name if len(self.members) == 1 else f"{facts.name}:{folder.name}"

    def leave_out(self, name: str, problems: list[str]) -> None:
        """Remembers why a question is left out, and tells it in one line."""
        if name in self.left_out:
            return
        self.left_out[name] = problems
        more = len(problems) - 1
        text = _("{problem}: left out")
        if more:
            text = ngettext(
                "{problem}: left out; {count} more problem of {name}: `interview check`",
                "{problem}: left out; {count} more problems of {name}: `interview check`",
                more,
            )
        self.problems.append(text.format(problem=problems[0], count=more, name=name))

    def require_cards(self) -> list[Card]:
        """As `cards`; raises UsageError where there is none."""
        if not self.cards:
            text = _("{path}: no question in it: write one with `interview new`")
            if self.problems:
                text = _("{path}: no question in it can be read: run `interview check`")
            raise UsageError(text.format(path=self.root / "questions"))
        return self.cards

    def find(self, text: str) -> Card:
        """The card with this number, id or slug, or the one whose exercise file is named so.

        `bank:3` names one of several banks; raises UsageError where that is needed and not said.
        """
        word = Path(text).stem if text.endswith(".py") else text.strip()
        found = self.named(word)
        if len(found) == 1:
            return found[0]
        if found:
            names = _(", ").join(f"{c.bank.name}:{word} ({c.title})" for c in found)
            message = _("{text}: more than one question: write one of {names}")
            raise UsageError(message.format(text=text, names=names))
        self.refuse_left_out(text)
        raise UsageError(self.nothing_named(text, word))

    def named(self, word: str) -> list[Card]:
        """The cards that somebody may mean by a word, of each bank the first."""
        bank, _sign, rest = word.rpartition(":")
        found: dict[str, Card] = {}
        for card in self.cards:
            if bank in ("", card.bank.name) and rest in names_of_card(card):
                found.setdefault(card.bank.name, card)
        return list(found.values())

    def nothing_named(self, text: str, word: str) -> str:
        bank, sign, _rest = word.rpartition(":")
        if sign and bank not in {member.facts.name for member in self.members}:
            message = _("{text}: no bank called {name} is open: name it with --bank")
            return message.format(text=text, name=bank)
        names = [name for card in self.cards for name in (card.plain_id, card.slug)]
        near = difflib.get_close_matches(word, names, n=1)
        message = _("{text}: no such question: `interview list` shows them all")
        if near:
            message = _("{text}: no such question: did you mean {near!r}?")
        return message.format(text=text, near=near[0] if near else "")

    def card(self, id: str) -> Card:
        """The card with exactly this id, as it is kept; raises UsageError."""
        return self.by_id.get(id) or self.find(id)

    def folders_of(self, texts: Sequence[str]) -> list[Path]:
        """The folders of the questions named, those that can't be listed among them; all if none is named."""
        if not texts:
            return self.folders
        folders = []
        for text in texts:
            try:
                folders.append(self.find(text).folder)
            except QuestionError:
                named = {name.rpartition(":")[2] for name in self.left_out_named(text)}
                folders += [folder for folder in self.folders if folder.name in named]
        return folders

    def left_out_named(self, text: str) -> list[str]:
        """The names of folders by which somebody may mean questions that can't be listed."""
        word = Path(text).stem if text.endswith(".py") else text.strip()
        bank, _sign, rest = word.rpartition(":")
        return [
            name
            for name in self.left_out
            if rest in names_of_folder(name.rpartition(":")[2])
            and bank in ("", name.rpartition(":")[0])
        ]

    def refuse_left_out(self, text: str) -> None:
        """Raises QuestionError, with every problem, if it is a question that can't be listed."""
        for name in self.left_out_named(text):
            raise QuestionError(self.left_out[name])

    def title(self, card: Card, lang: str) -> str:
        """The title in this language, as the question has it where there is no other that can be read."""
        path = card.folder / f"{lang}.yaml"
        if lang == card.bank.written_in or not os.path.isfile(path):
            return card.title
        try:
            title = read_head(path, frozenset({"title"})).get("title")
        except (QuestionError, OSError):
            title = None
        return title if isinstance(title, str) and not title_problem(title) else card.title

    def told(self, card: Card, lang: str) -> Card:
        """The card with its title in this language."""
        return replace(card, title=self.title(card, lang))

    def usable(self, card: Card, lang: str = "en") -> bool:
        """Whether the whole question can be read; one that can't is left out, which is told in `problems`."""
        return self.load_if_usable(card, lang) is not None

    def load_if_usable(self, card: Card, lang: str = "en") -> Question | None:
        """The whole question; None if it can't be read, so that it is left out, which is told in `problems`."""
        try:
            return self.load(card, lang)
        except QuestionError as error:
            self.leave_out(self.called(card.bank, card.folder), error.problems)
            return None

    def usable_cards(self, cards: Iterable[Card], lang: str = "en") -> list[Card]:
        """Those of them that can be read as a whole; raises UsageError if there is none."""
        usable = [card for card in cards if self.usable(card, lang)]
        return usable or self.refuse_all()

    def refuse_all(self) -> NoReturn:
        raise UsageError(_("no question of this bank can be used: `interview check` tells why"))

    def load(self, card: Card, lang: str = "en") -> Question:
        """The whole question, under its card's id; raises QuestionError with every problem of its files."""
        question = load_quickly(card.folder, lang)
        return replace(question, id=card.id, number=card.number, topic=card.topic)


def with_clashing_numbers(cards: list[Card]) -> list[Card]:
    """The same; a number that several have says of which bank it is."""
    count = Counter(card.number for card in cards)
    return [
        replace(card, number=ClashingNumber(card.number, card.bank.name))
        if count[card.number] > 1
        else card
        for card in cards
    ]


def load_quickly(folder: Path, lang: str = "en") -> Question:
    """As `load_question`, but a question that is as it should be is not validated."""
    # Imported here: a list of heads needs none of it.
    from interview.bank.building import quickly_loaded

    return quickly_loaded(folder, lang) or load_question(folder, lang)


def load_for_grading(folder: Path, more: Rules = lambda question: ()) -> Question:
    """The question in English; raises QuestionError with every problem of what grading needs.

    Its drills and its Chinese are other people's business: what is wrong with them stops no verdict.
    more: rules that only the caller can look after.
    """
    from interview.bank.question_files import question_for_grading

    return question_for_grading(folder, more)


def load_question(folder: Path, lang: str = "en") -> Question:
    """The question in `folder`; raises QuestionError with every problem of its files."""
    from interview.bank.question_files import QuestionFiles

    return QuestionFiles(folder).in_language(lang)
