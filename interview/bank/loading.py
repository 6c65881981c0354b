"""Finding banks and questions: a folder, a number, an id or a file name -> Card -> Question."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from interview.bank.heads import path_from_here, read_head
from interview.errors import QuestionError, UsageError
from interview.messages import _
from interview.model.question import Card, Question

if TYPE_CHECKING:
    from interview.bank.mistakes import SharedMistakes
    from interview.bank.prose import Prose
    from interview.bank.source import YamlSource

DISTRIBUTION = "transformer-interview"
HEAD_KEYS = frozenset({"number", "id", "title", "topic", "difficulty", "minutes"})


@dataclass(frozen=True)
class Bank:
    """A folder with `questions/` and `solutions/` in it."""

    root: Path
    problems: list[str] = field(default_factory=list, compare=False)
    """What kept a question out of the list; filled as cards are read."""

    @cached_property
    def cards(self) -> list[Card]:
        """The heads of all questions, in order; unreadable ones are told in `problems`."""
        cards = []
        for folder in sorted((self.root / "questions").iterdir()):
            if folder.is_dir() and not folder.name.startswith((".", "_")):
                if not (folder / "question.yaml").is_file():
                    self.problems.append(
                        f"{path_from_here(folder)}: question.yaml is missing: write it"
                    )
                    continue
                try:
                    cards.append(read_card(folder))
                except Exception as error:
                    line = f"{path_from_here(folder / 'question.yaml')}: cannot be listed: {error}"
                    self.problems.append(" ".join(line.split()) + ": run `interview check`")
        cards.sort(key=lambda c: c.number)
        self.problems.extend(repetition_problems(cards))
        return cards

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
        ids = [c.id for c in self.cards]
        near = difflib.get_close_matches(word, [*ids, *(c.slug for c in self.cards)], n=1)
        message = _("{text}: no such question: `interview list` shows them all")
        if near:
            message = _("{text}: no such question: did you mean {near!r}?")
        raise UsageError(message.format(text=text, near=near[0] if near else ""))

    def title(self, card: Card, lang: str) -> str:
        """The title in this language, English where there is no other."""
        path = card.folder / f"{lang}.yaml"
        if lang == "en" or not path.is_file():
            return card.title
        return str(read_head(path, frozenset({"title"})).get("title", card.title))

    def told(self, card: Card, lang: str) -> Card:
        """The card with its title in this language."""
        return replace(card, title=self.title(card, lang))

    def load(self, card: Card, lang: str = "en") -> Question:
        """The whole question; raises QuestionError with every problem of its files."""
        return load_quickly(card.folder, lang)


def read_card(folder: Path) -> Card:
    head = read_head(folder / "question.yaml", HEAD_KEYS)
    missing = sorted(HEAD_KEYS - set(head))
    if missing:
        raise ValueError(f"missing {', '.join(missing)}")
    return Card(
        number=int(head["number"]),
        id=head["id"],
        title=head["title"],
        topic=head["topic"],
        difficulty=head["difficulty"],
        minutes=int(head["minutes"]),
        folder=folder,
    )


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


def load_for_grading(folder: Path) -> Question:
    """The question in English; raises QuestionError with every problem of what grading needs.

    Its drills and its Chinese are other people's business: what is wrong with them stops no verdict.
    """
    from interview.bank.mistakes import with_words
    from interview.bank.rules import broken_exercise_rules
    from interview.bank.source import read_yaml

    source = read_yaml(folder / "question.yaml")
    question, mistakes = read_question(folder, source)
    problems = source.problems
    if question:
        question = with_words(question, mistakes)
        problems = problems + broken_exercise_rules(folder, question, source.where)
    if question is None or problems:
        raise QuestionError(problems)
    return question


def load_question(folder: Path, lang: str = "en") -> Question:
    """The question in `folder`; raises QuestionError with every problem of its files."""
    from interview.bank.prose import translated

    question, prose, problems = load_with_problems(folder)
    if question is None or problems:
        raise QuestionError(problems)
    return question if lang == "en" or prose is None else translated(question, prose)


def load_with_problems(folder: Path) -> tuple[Question | None, Prose | None, list[str]]:
    """The question, its Chinese prose if it has one, and every problem of both files."""
    from interview.bank.mistakes import with_words
    from interview.bank.source import read_yaml

    source = read_yaml(folder / "question.yaml")
    question, mistakes = read_question(folder, source)
    problems = source.problems
    prose = None
    if (folder / "zh.yaml").exists():
        translation = read_yaml(folder / "zh.yaml")
        prose = read_prose(translation, question, mistakes)
        problems = problems + translation.problems
    if question:
        question = with_words(question, mistakes)
        problems = problems + inconsistencies(folder, question, source.where)
    return question, prose, problems


def read_question(folder: Path, source: YamlSource) -> tuple[Question | None, SharedMistakes]:
    """The question with no other words than its own, and its bank's; problems are added to the source's."""
    from interview.bank.mistakes import (
        NO_MISTAKES,
        leaves_words_out,
        read_mistakes,
        wordless_misconceptions,
    )
    from interview.bank.schema import validated
    from interview.bank.source import problem_at

    question = validated(source, Question)
    if question is None or not leaves_words_out(question):
        return question, NO_MISTAKES
    mistakes, problems = read_mistakes(folder)
    wordless = wordless_misconceptions(question, mistakes)
    source.problems += problems or [problem_at(source.where, key, text) for key, text in wordless]
    return question, mistakes


def read_prose(
    source: YamlSource, question: Question | None, mistakes: SharedMistakes
) -> Prose | None:
    """The Chinese prose of a question that has no other words than its own; problems as above."""
    from interview.bank.mistakes import needlessly_translated, with_translated_words
    from interview.bank.prose import Prose, translation_problems
    from interview.bank.schema import validated
    from interview.bank.source import problem_at

    prose = validated(source, Prose)
    if question is None or prose is None:
        return prose
    problems = [*needlessly_translated(question, prose, mistakes)]
    prose = with_translated_words(prose, question, mistakes, "zh")
    problems += translation_problems(question, prose)
    source.problems += [problem_at(source.where, key, text) for key, text in problems]
    return prose


def inconsistencies(folder: Path, question: Question, where: object) -> list[str]:
    """What the schema can't say about one question: names, numbers, edits, drills."""
    from interview.bank.rules import broken_rules

    return broken_rules(folder, question, where)  # type: ignore[arg-type]


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
    folder = Path(text).expanduser()
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
