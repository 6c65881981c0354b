"""What a bank says of itself, `questions/bank.yaml`, and what is wrong with it.

Every command reads it, so the usual form is read line by line without a YAML parser, as the heads
of questions are; any other goes through one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interview.bank.heads import EMPTY_LINE, SIMPLE_LINE
from interview.bank.names import id_problem, title_problem
from interview.model.bank import ALL, BankFacts, TopicWords, TrackFacts

if TYPE_CHECKING:
    from interview.bank.source import KeyPath, YamlSource

LIST_OF_LANGUAGES = re.compile(r"languages: +\[ *(en|zh)(?: *, *(en|zh))? *\] *\n")
SIMPLE_ID = r"(?P<id>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)"
SIMPLE_WORDS = r'(?:"[^"\\\n]*"|[^\W\d_][^\n,:#"\'{}\[\]\\]*?)'
TOPIC_LINE = re.compile(
    rf"  {SIMPLE_ID}: +"
    rf"\{{ *(?:en: +(?P<en>{SIMPLE_WORDS}) *(?:, *|(?=\}})))?(?:zh: +(?P<zh>{SIMPLE_WORDS}) *)?\}} *\n"
)
TRACK_LINE = re.compile(
    rf"track: +\{{ *id: +{SIMPLE_ID} *"
    rf"(?:, *en: +(?P<en>{SIMPLE_WORDS}) *)?(?:, *zh: +(?P<zh>{SIMPLE_WORDS}) *)?\}} *\n"
)
TAKEN_NAMES = ("", "mock", "debug", "set-aside")
"""No bank is called so: its exercises would lie where others do."""
MOST_BYTES = 16_384
"""Of a file that is read line by line."""


def bank_file(questions: Path) -> Path:
    return questions / "bank.yaml"


def facts_without_file(questions: Path) -> BankFacts:
    """The bank is named as its folder."""
    name = re.sub(r"[^\w]+|_", "-", questions.absolute().parent.name.casefold()).strip("-")
    return BankFacts(f"{name}-bank".strip("-") if name in TAKEN_NAMES else name)


def bank_facts(questions: Path) -> BankFacts:
    """What the bank with these `questions/` says of itself; of a broken file, what can be read."""
    path = bank_file(questions)
    if not os.path.lexists(path):
        return facts_without_file(questions)
    return simple_facts(path) or read_facts(questions)[0]


def simple_facts(path: Path) -> BankFacts | None:
    """The facts if every line is of the usual form and nothing is wrong with them, else None."""
    from interview.bank.files import read_start

    try:
        text = read_start(path, MOST_BYTES + 1).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    found = None if len(text) > MOST_BYTES else pairs_of_lines(text.splitlines(keepends=True))
    if not found or "name" not in found or not found.get("topics", True):
        return None
    facts = BankFacts(**found)
    return None if list(facts_problems(facts)) else facts


def pairs_of_lines(lines: Iterable[str]) -> dict[str, Any] | None:
    """Key -> value; None where a line is of another form."""
    facts: dict[str, Any] = {}
    topics: dict[str, TopicWords] | None = None
    for line in lines:
        if EMPTY_LINE.fullmatch(line.lstrip(" ")):
            continue
        match = TOPIC_LINE.fullmatch(line)
        pair = simple_pair(line)
        if not line.removesuffix("\n").isprintable() or not line.endswith("\n"):
            return None
        if match and topics is not None and match["id"] not in topics:
            topics[match["id"]] = TopicWords(*(unquoted(match[lang]) for lang in ("en", "zh")))
        elif pair and pair[0] not in facts:
            key, value = pair
            topics = value if key == "topics" else None
            facts[key] = value
        else:
            return None
    return facts


def simple_pair(line: str) -> tuple[str, Any] | None:
    """A key that stands at the left, and its value; topics are added to theirs line by line."""
    if line.rstrip() == "topics:":
        return "topics", {}
    if match := LIST_OF_LANGUAGES.fullmatch(line):
        return "languages", tuple(filter(None, match.groups()))
    if match := TRACK_LINE.fullmatch(line):
        return "track", TrackFacts(match["id"], unquoted(match["en"]), unquoted(match["zh"]))
    match = SIMPLE_LINE.fullmatch(line)
    if match and match["key"] in ("name", "title", "zh"):
        return match["key"], match["plain"] or match["quoted"] or ""
    return None


def unquoted(word: str | None) -> str:
    return (word or "").strip('"')


def read_facts(questions: Path) -> tuple[BankFacts, YamlSource | None]:
    """The same by the schema, and the file with its problems; None without one."""
    # Imported here: the schema takes a tenth of a second to load.
    from interview.bank.schema import validated
    from interview.bank.source import YamlSource, filled_source

    usual = facts_without_file(questions)
    path = bank_file(questions)
    if not os.path.lexists(path):
        return usual, None
    source = filled_source(YamlSource(path, keys_of=BankFacts.keys_of))
    facts = validated(source, BankFacts) or usual
    source.problems += source.lines_of(facts_problems(facts))
    return (facts if facts.name and not id_problem(facts.name) else usual), source


def facts_problems(facts: BankFacts) -> Iterator[tuple[KeyPath, str]]:
    """What the schema can't say."""
    if problem := id_problem(facts.name):
        yield ("name",), problem
    if facts.name in TAKEN_NAMES[1:]:
        yield ("name",), f"exercises/{facts.name}/ is for other files: take another name"
    for key in ("title", "zh"):
        if (title := getattr(facts, key)) and (problem := title_problem(title)):
            yield (key,), problem
    if not facts.languages:
        yield ("languages",), "expected en, zh or both, got none: write [en, zh]"
    if len(set(facts.languages)) < len(facts.languages):
        yield ("languages",), "one language is named twice: remove one of them"
    for id, words in facts.topics.items():
        if problem := id_problem(id):
            yield ("topics", id), problem
        for lang, word in vars(words).items():
            if word and (problem := title_problem(word)):
                yield ("topics", id, lang), problem
    if facts.track:
        yield from track_problems(facts.track)


def track_problems(track: TrackFacts) -> Iterator[tuple[KeyPath, str]]:
    if problem := id_problem(track.id):
        yield ("track", "id"), problem
    if track.id == ALL:
        yield ("track", "id"), f"{track.id} stands for all tracks: take another id"
    for lang, word in track.words.items():
        if problem := title_problem(word):
            yield ("track", lang), problem


def title_of_bank(facts: BankFacts, lang: str) -> str:
    """Its title in this language, else in the other; empty where it has none."""
    return facts.zh or facts.title if lang == "zh" else facts.title or facts.zh
