"""The words that a bank has decided on for its Chinese: what `questions/glossary.yaml` holds."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from interview.bank.source import KeyPath, YamlSource, read_yaml
from interview.model.strict import Strict

CODE_OR_VALUE = re.compile(r"`[^`]*`|\{\w[^{}]*\}")
"""What is no prose: code, and the name of a value in a drill."""
PATTERN_KEYS = ("refused", "but_not", "near")


@dataclass(frozen=True)
class GlossaryWord(Strict):
    """One thing, and what else it might be called; regular expressions, in which case makes no difference."""

    means: str
    """What the word stands for, in English."""
    refused: tuple[str, ...] = ()
    """Other words for the same thing; `interview check` tells where one stands."""
    but_not: tuple[str, ...] = ()
    """Where a refused word stays, as it says something else there or belongs to a fixed term."""
    near: tuple[str, ...] = ()
    """Only where one of these is in the same line is a word refused; left out, it is everywhere."""
    because: str = ""
    """Why this word, where it isn't obvious."""


@dataclass(frozen=True)
class Glossary(Strict):
    """One word for one thing, in the Chinese of a bank."""

    words: dict[str, GlossaryWord] = field(default_factory=dict)
    """The word to write -> what it stands for."""


@dataclass(frozen=True)
class RefusedWord:
    """A word that stands in a text where another was decided on."""

    found: str
    place: int
    """Of its first character in the text."""
    word: str
    """What to write."""
    entry: GlossaryWord


def read_glossary(questions: Path) -> tuple[Glossary, YamlSource | None]:
    """The glossary in a bank's `questions/`, and the file with its problems; None without one."""
    from interview.bank.schema import validated  # which has the glossary among its files

    path = questions / "glossary.yaml"
    if not os.path.lexists(path):
        return Glossary(), None
    source = read_yaml(path)
    written = validated(source, Glossary) or Glossary()
    broken = dict(broken_patterns(written))
    glossary = with_sound_patterns(written, set(broken))
    problems = [*broken.items(), *contradictions(glossary)]
    source.problems += source.lines_of(problems)
    return glossary, source


def broken_patterns(glossary: Glossary) -> Iterator[tuple[KeyPath, str]]:
    """What is no regular expression, or is found in every text."""
    for word, entry in glossary.words.items():
        for name in PATTERN_KEYS:
            for i, pattern in enumerate(getattr(entry, name)):
                try:
                    everywhere = re.compile(pattern).search("") is not None
                except re.error as error:
                    what = f"not a regular expression: {error}: mend it"
                    yield ("words", word, name, i), what
                else:
                    if everywhere:
                        what = f"{pattern!r} is found even in an empty text: write a word"
                        yield ("words", word, name, i), what


def with_sound_patterns(glossary: Glossary, broken: set[KeyPath]) -> Glossary:
    """The glossary without its broken patterns."""
    words = {}
    for word, entry in glossary.words.items():
        kept: dict[str, Any] = {
            name: tuple(
                pattern
                for i, pattern in enumerate(getattr(entry, name))
                if ("words", word, name, i) not in broken
            )
            for name in PATTERN_KEYS
        }
        words[word] = replace(entry, **kept)
    return Glossary(words)


def contradictions(glossary: Glossary) -> Iterator[tuple[KeyPath, str]]:
    """Words that the glossary both decides on and refuses."""
    for word in glossary.words:
        for refused in refused_words(glossary, word):
            what = f"is refused itself, by {refused.word!r}: decide on one of them"
            yield ("words", word), what


def refused_words(glossary: Glossary, text: str) -> Iterator[RefusedWord]:
    """Every word of a text that the glossary refuses; code is left alone."""
    prose = CODE_OR_VALUE.sub(lambda match: masked_code(match[0]), text)
    for word, entry in glossary.words.items():
        refused = any_of(entry.refused)
        for match in refused.finditer(prose) if refused else ():
            if stands_alone(prose, match) and is_meant(entry, prose, text, match):
                yield RefusedWord(match[0], match.start(), word, entry)


def masked_code(code: str) -> str:
    """As long as the code, on as many lines, and with its first and last character."""
    return code[0] + re.sub(r"[^\n]", "`", code[1:-1]) + code[-1]


@cache
def any_of(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    """What finds each of the patterns; None without any."""
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE) if patterns else None


def stands_alone(prose: str, match: re.Match[str]) -> bool:
    r"""Whether a match cuts no English word in two; `\b` takes Chinese characters for letters."""
    return not any(
        re.fullmatch(r"[A-Za-z0-9_]{2}", prose[max(end - 1, 0) : end + 1]) for end in match.span()
    )


def is_meant(entry: GlossaryWord, prose: str, text: str, match: re.Match[str]) -> bool:
    """Whether a refused word says there what the entry is about."""
    start, end = match.span()
    kept = any_of(entry.but_not)
    if kept and any(m.start() <= start and end <= m.end() for m in kept.finditer(prose)):
        return False
    near = any_of(entry.near)
    first = text.rfind("\n", 0, start) + 1
    return near is None or near.search(text[first:].partition("\n")[0]) is not None
