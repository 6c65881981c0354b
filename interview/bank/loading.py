"""Finding banks and questions: a folder, a number, an id or a file name -> Card -> Question."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from interview.bank.cards import names_of_folder, read_card, repetition_problems
from interview.bank.facts import bank_facts
from interview.bank.heads import read_head
from interview.bank.names import title_problem
from interview.errors import QuestionError, UsageError
from interview.messages import _, ngettext
from interview.model.bank import BankFacts
from interview.model.question import Card, Question

if TYPE_CHECKING:
    from interview.bank.question_files import Rules


@dataclass(frozen=True)
class Bank:
    """A folder with `questions/` and `solutions/` in it."""

    root: Path
    problems: list[str] = field(default_factory=list, compare=False)
    """What kept a question out of the list, a line each; filled as cards are read."""
    left_out: dict[str, list[str]] = field(default_factory=dict, compare=False)
    """By the name of its folder: every problem of a question that can't be listed."""

    @cached_property
    def facts(self) -> BankFacts:
        """What the bank says of itself."""
        return bank_facts(self.root / "questions")

    @cached_property
    def folders(self) -> list[Path]:
        """The folders of questions, in the order of their names; raises UsageError if there can be none."""
        place = self.root / "questions"
        try:
            names = sorted(name for name in os.listdir(place) if not name.startswith((".", "_")))
        except OSError as error:
            message = _("{path}: cannot be read: {error}: check the name and its permissions")
            raise UsageError(message.format(path=place, error=error.strerror)) from None
        return [place / name for name in names if os.path.isdir(place / name)]

    @cached_property
    def cards(self) -> list[Card]:
        """The heads of all questions, in order; unreadable ones are told in `problems`."""
        cards = []
        for folder in self.folders:
            try:
                cards.append(read_card(folder, self.facts))
            except QuestionError as error:
                self.leave_out(folder.name, error.problems)
        cards.sort(key=lambda c: c.number)
        self.problems.extend(repetition_problems(cards))
        return cards

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
        """The card with this number, id or slug, or the one whose exercise file is named so."""
        word = Path(text).stem if text.endswith(".py") else text.strip()
        for card in self.cards:
            names = (
                card.id,
                card.slug,
                str(card.number),
                f"{card.number:02d}",
                card.id.replace("-", "_"),
            )
            if word in names:
                return card
        self.refuse_left_out(text)
        ids = [c.id for c in self.cards]
        near = difflib.get_close_matches(word, [*ids, *(c.slug for c in self.cards)], n=1)
        message = _("{text}: no such question: `interview list` shows them all")
        if near:
            message = _("{text}: no such question: did you mean {near!r}?")
        raise UsageError(message.format(text=text, near=near[0] if near else ""))

    def folders_of(self, texts: Sequence[str]) -> list[Path]:
        """The folders of the questions named, those that can't be listed among them; all if none is named."""
        if not texts:
            return self.folders
        folders = []
        for text in texts:
            try:
                folders.append(self.find(text).folder)
            except QuestionError:
                named = self.left_out_named(text)
                folders += [folder for folder in self.folders if folder.name in named]
        return folders

    def left_out_named(self, text: str) -> list[str]:
        """The names of folders by which somebody may mean questions that can't be listed."""
        word = Path(text).stem if text.endswith(".py") else text.strip()
        return [name for name in self.left_out if word in names_of_folder(name)]

    def refuse_left_out(self, text: str) -> None:
        """Raises QuestionError, with every problem, if it is a question that can't be listed."""
        for name in self.left_out_named(text):
            raise QuestionError(self.left_out[name])

    def title(self, card: Card, lang: str) -> str:
        """The title in this language, English where there is no other that can be read."""
        path = card.folder / f"{lang}.yaml"
        if lang == "en" or not os.path.isfile(path):
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
        try:
            self.load(card, lang)
        except QuestionError as error:
            self.leave_out(card.slug, error.problems)
            return False
        return True

    def usable_cards(self, cards: Iterable[Card], lang: str = "en") -> list[Card]:
        """Those of them that can be read as a whole; raises UsageError if there is none."""
        usable = [card for card in cards if self.usable(card, lang)]
        if not usable:
            raise UsageError(_("no question of this bank can be used: `interview check` tells why"))
        return usable

    def load(self, card: Card, lang: str = "en") -> Question:
        """The whole question; raises QuestionError with every problem of its files."""
        return replace(load_quickly(card.folder, lang), topic=card.topic)


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
