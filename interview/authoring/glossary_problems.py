"""Where a bank's Chinese has another word than the one its glossary decided on."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from interview.bank.files import read_bank_file
from interview.bank.glossary import Glossary, RefusedWord, read_glossary, refused_words
from interview.bank.heads import path_from_here
from interview.bank.source import KeyPath, YamlSource, read_yaml

Texts = Iterable[tuple[KeyPath, str]]


def glossary_problems(chinese: YamlSource) -> list[str]:
    """Of a question's `zh.yaml`; nothing if its bank has no glossary."""
    glossary, _ = read_glossary(chinese.path.parent.parent)
    return list(problems_of_texts(glossary, chinese, own_texts(chinese.data)))


def shared_glossary_problems(questions: Path) -> list[str]:
    """Of the glossary itself, and of the Chinese in `mistakes.yaml` and `bank.yaml`."""
    glossary, source = read_glossary(questions)
    problems = list(source.problems) if source else []
    for path in (questions / "mistakes.yaml", questions / "bank.yaml"):
        if source and os.path.lexists(path):
            shared = read_yaml(path)
            told = ((key, text) for key, text in texts_within(shared.data) if key[-1:] == ("zh",))
            problems += problems_of_texts(glossary, shared, told)
    return problems


def own_texts(data: Any) -> Texts:
    """What a question says; not what a learner may say, nor what others have written."""
    for key, text in texts_within(data):
        match key:
            case ("key_points", _, "terms" | "contrary", *_) | ("sources", *_):
                pass
            case _:
                yield key, text


def texts_within(data: Any, key: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Every text of plain data, with its key."""
    match data:
        case str():
            yield key, data
        case dict():
            for name, value in data.items():
                yield from texts_within(value, (*key, name))
        case list():
            for i, value in enumerate(data):
                yield from texts_within(value, (*key, i))


def problems_of_texts(glossary: Glossary, source: YamlSource, texts: Texts) -> Iterator[str]:
    """A line for each refused word, with the file's line in which it stands."""
    if not glossary.words or source.data is None:
        return
    raw = read_bank_file(source.path).split("\n")
    for key, text in texts:
        for refused in refused_words(glossary, text):
            if not source.told(key):
                line = line_of_word(source, raw, key, text, refused)
                name = ".".join(map(str, key))
                yield f"{path_from_here(source.path)}:{line}: {name}: {in_words(refused)}"


def in_words(refused: RefusedWord) -> str:
    entry = refused.entry
    reason = f" ({entry.because.strip()})" if entry.because else ""
    got = f"expected {refused.word!r}, got {refused.found!r}"
    return f"{got}: glossary.yaml has one word for {entry.means}{reason}: use it"


def line_of_word(
    source: YamlSource, raw: list[str], key: KeyPath, text: str, refused: RefusedWord
) -> int:
    """The line of a file in which a word of a text stands; that of the key where it can't be found."""
    while key and key not in source.lines:
        key = key[:-1]
    first = source.lines.get(key, 1)
    end = min((n for n in source.lines.values() if n > first), default=len(raw) + 1)
    before = text.count(refused.found, 0, refused.place)
    for number in range(first, end):
        before -= raw[number - 1].count(refused.found)
        if before < 0:
            return number
    return first
