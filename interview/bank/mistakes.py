"""Mistakes that several questions of a bank share, and their words: what `questions/mistakes.yaml` holds."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from interview.bank.facts import bank_facts
from interview.bank.prose import Prose
from interview.bank.source import KeyPath
from interview.model.bank import BankFacts
from interview.model.question import Question
from interview.model.strict import Strict

if TYPE_CHECKING:
    from interview.bank.source import YamlSource


@dataclass(frozen=True)
class SharedMistake(Strict):
    """What is told of a mistake in every question that leaves `says` out."""

    says: str
    """What a learner with this mistake is told: what the code does and what it should do."""
    zh: str = ""
    """The same in Chinese; left out in a bank of one language."""


@dataclass(frozen=True)
class Part(Strict):
    """A part of a model that several exercises have, and what people get wrong in it."""

    mistakes: dict[str, SharedMistake]
    """Misconception id -> its words."""
    seen: tuple[str, ...] = ()
    """Regular expressions; a reference in which all are found has this part, and is to know its mistakes."""


@dataclass(frozen=True)
class SharedMistakes(Strict):
    """The mistakes that several questions of a bank share, part by part."""

    parts: dict[str, Part]
    """The name of a part -> its mistakes."""

    @property
    def words(self) -> dict[str, SharedMistake]:
        """Misconception id -> its words, of all parts."""
        return {id: words for part in self.parts.values() for id, words in part.mistakes.items()}

    def said(self, lang: str) -> dict[str, str]:
        """Misconception id -> its words in this language, `en` or `zh`."""
        return {id: m.says if lang == "en" else m.zh for id, m in self.words.items()}

    def key_of(self, id: str, lang: str) -> KeyPath:
        """Where the words of a mistake stand."""
        part = next(name for name, part in self.parts.items() if id in part.mistakes)
        return ("parts", part, "mistakes", id, "says" if lang == "en" else "zh")


NO_MISTAKES = SharedMistakes({})


def mistakes_file(folder: Path) -> Path:
    """Beside the folder of a question; few banks have it."""
    return folder.parent / "mistakes.yaml"


def read_mistakes(folder: Path) -> tuple[SharedMistakes, YamlSource | None]:
    """What the bank of the question in `folder` shares, and the file with its problems; None without one."""
    # Imported here: the schema takes a tenth of a second to load.
    from interview.bank.schema import validated
    from interview.bank.source import read_yaml

    path = mistakes_file(folder)
    if not os.path.lexists(path):
        return NO_MISTAKES, None
    source = read_yaml(path)
    mistakes = validated(source, SharedMistakes) or NO_MISTAKES
    source.problems += source.lines_of(sharing_problems(mistakes, bank_facts(folder.parent)))
    return mistakes, source


def sharing_problems(mistakes: SharedMistakes, facts: BankFacts) -> Iterator[tuple[KeyPath, str]]:
    """What the schema can't say: ids of two parts, words that a language lacks, what is no regular expression."""
    homes: dict[str, str] = {}
    for name, part in mistakes.parts.items():
        for id in part.mistakes:
            if homes.setdefault(id, name) != name:
                key = ("parts", name, "mistakes", id)
                yield key, f"{id!r} is also in {homes[id]!r}: one mistake has one place: remove one"
            if facts.is_translated and not part.mistakes[id].zh:
                yield ("parts", name, "mistakes", id, "zh"), "missing: add this key"
        for i, pattern in enumerate(part.seen):
            try:
                re.compile(pattern)
            except re.error as error:
                yield ("parts", name, "seen", i), f"not a regular expression: {error}: mend it"


def leaves_words_out(question: Question) -> bool:
    """Whether a misconception relies on shared words."""
    return any(not m.says for m in question.exercise.misconceptions)


def left_to_bank(question: Question | None, mistakes: SharedMistakes) -> frozenset[str]:
    """The ids of the misconceptions whose words are the bank's."""
    misconceptions = question.exercise.misconceptions if question else ()
    return frozenset(m.id for m in misconceptions if not m.says and m.id in mistakes.words)


def with_words(question: Question, mistakes: SharedMistakes) -> Question:
    """The question with the shared words where it has none of its own."""
    said = mistakes.said("en")
    misconceptions = tuple(
        replace(m, says=m.says or said.get(m.id, "")) for m in question.exercise.misconceptions
    )
    return replace(question, exercise=replace(question.exercise, misconceptions=misconceptions))


def with_translated_words(
    prose: Prose, question: Question, mistakes: SharedMistakes, lang: str
) -> Prose:
    """The translation with the shared words where the question as it stands has none of its own."""
    said = mistakes.said(lang)
    shared = {m.id: said.get(m.id, "") for m in question.exercise.misconceptions if not m.says}
    misconceptions = {**shared, **prose.exercise.misconceptions}
    return replace(prose, exercise=replace(prose.exercise, misconceptions=misconceptions))


def wordless_misconceptions(
    question: Question, mistakes: SharedMistakes
) -> Iterator[tuple[KeyPath, str]]:
    """Misconceptions that nobody has put into words."""
    known = mistakes.words
    for i, misconception in enumerate(question.exercise.misconceptions):
        if misconception.says or misconception.id in known:
            continue
        problem = "missing: add this key"
        if known:
            problem = f"missing, and {misconception.id!r} is no id of mistakes.yaml: add this key"
            near = difflib.get_close_matches(misconception.id, known, n=1, cutoff=0.8)
            problem += f", or did you mean {near[0]!r}?" if near else ""
        yield ("exercise", "misconceptions", i, "says"), problem


def needlessly_translated(
    question: Question, prose: Prose, mistakes: SharedMistakes
) -> Iterator[tuple[KeyPath, str]]:
    """Translations of words that the question itself leaves to the bank."""
    known, translated = mistakes.words, prose.exercise.misconceptions
    for misconception in question.exercise.misconceptions:
        id = misconception.id
        if not misconception.says and id in known and id in translated:
            key = ("exercise", "misconceptions", id)
            yield key, "its words are those of mistakes.yaml: remove it, or write `says` as well"
