"""Finding banks and questions: a folder, a number, an id or a file name -> Card -> Question."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from interview.bank.heads import path_from_here, read_head
from interview.bank.names import id_problem, title_problem
from interview.errors import QuestionError, UsageError
from interview.homes import with_home
from interview.messages import _, ngettext
from interview.model.question import Card, Difficulty, Question, Topic

if TYPE_CHECKING:
    from interview.bank.question_files import Rules

DISTRIBUTION = "transformer-interview"
HEAD_KEYS = frozenset({"number", "id", "title", "topic", "difficulty", "minutes"})


@dataclass(frozen=True)
class Bank:
    """A folder with `questions/` and `solutions/` in it."""

    root: Path
    problems: list[str] = field(default_factory=list, compare=False)
    """What kept a question out of the list, a line each; filled as cards are read."""
    left_out: dict[str, list[str]] = field(default_factory=dict, compare=False)
    """By the name of its folder: every problem of a question that can't be listed."""

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
                cards.append(read_card(folder))
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
        return load_quickly(card.folder, lang)


def read_card(folder: Path) -> Card:
    """The head of the question in `folder`; raises QuestionError with every problem of its files."""
    try:
        head = read_head(folder / "question.yaml", HEAD_KEYS)
        card = Card(
            number=int(head["number"]),
            id=str(head["id"]),
            title=str(head["title"]),
            topic=head["topic"],
            difficulty=head["difficulty"],
            minutes=int(head["minutes"]),
            folder=folder,
        )
        if card_is_sound(card):
            return card
        what = "its head is not as it should be"
    except QuestionError as error:
        what = error.problems[0]
    except (OSError, KeyError, TypeError, ValueError, OverflowError) as error:
        what = f"{type(error).__name__}: {error}"
    from interview.bank.question_files import QuestionFiles

    line = f"{path_from_here(folder / 'question.yaml')}:1: cannot be listed: {what}: mend its first keys"
    raise QuestionError(QuestionFiles(folder).problems() or [line])


def card_is_sound(card: Card) -> bool:
    """Whether everything in it may be shown in a list and be looked for."""
    return (
        card.number > 0
        and card.minutes > 0
        and not id_problem(card.id)
        and not title_problem(card.title)
        and card.topic in get_args(Topic)
        and card.difficulty in get_args(Difficulty)
    )


def names_of_folder(name: str) -> set[str]:
    """What a question may be called whose folder has this name, where nothing else tells."""
    number, _sign, slug = name.partition("_")
    return {name, number, number.lstrip("0"), slug, slug.replace("_", "-")} - {""}


def repetition_problems(cards: list[Card]) -> list[str]:
    """Ids and numbers that are used twice."""
    problems = []
    for key in ("id", "number"):
        seen: dict[object, Card] = {}
        for card in cards:
            value = getattr(card, key)
            if value in seen:
                first = seen[value].folder.name
                path = path_from_here(card.folder / "question.yaml")
                problems.append(f"{path}: {key} {value!r} is also that of {first}: give it another")
            seen.setdefault(value, card)
    return problems


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


def bundled_bank_folder() -> Path:
    """The bank that comes with the package: beside it in a checkout, else among the installed data."""
    checkout = Path(__file__).parents[2]
    if (checkout / "questions").is_dir() and (checkout / "solutions").is_dir():
        return checkout
    # Imported here: a checkout needs neither, and they would cost every command a tenth of its time.
    import sysconfig
    from importlib.metadata import PackageNotFoundError, files

    installed = Path(sysconfig.get_path("data")) / "share" / DISTRIBUTION
    if (installed / "questions").is_dir():
        return installed
    try:
        for file in files(DISTRIBUTION) or ():
            if file.name == "question.yaml":
                return Path(str(file.locate())).resolve().parents[2]
    except PackageNotFoundError:
        pass
    raise UsageError(
        _("the bundled questions are missing: reinstall the package, or use --bank FOLDER")
    )


def find_bank_folder(text: str) -> Path:
    """A bank by folder, or by the name an installed package gave it in `interview.banks`."""
    folder = with_home(text, text)
    if folder.is_dir():
        if folder.name == "questions" and (folder.parent / "solutions").is_dir():
            folder = folder.parent
        if not (folder / "questions").is_dir():
            message = _("{text}: not a bank: expected a folder with questions/ in it, got none")
            raise UsageError(message.format(text=text))
        return folder.resolve()
    from importlib.metadata import entry_points

    for point in entry_points(group="interview.banks"):
        if point.name == text:
            return Path(str(point.load()()))
    message = _("{text}: no such bank: give a folder, or the name of an installed bank")
    raise UsageError(message.format(text=text))


def open_bank(text: str | None) -> Bank:
    """The bank named by `--bank`, or the bundled one."""
    return Bank(find_bank_folder(text) if text else bundled_bank_folder())
