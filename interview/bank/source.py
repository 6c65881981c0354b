"""YAML text -> plain data that remembers on which line every key stands.

Read event by event, so that nothing in a file can cost more than the file is long: its depth and its
nodes are counted, those that an alias repeats among them. What a text holds is harmless wherever it
will be shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import yaml

from interview.bank.files import read_bank_file
from interview.bank.heads import path_from_here
from interview.errors import QuestionError
from interview.model.strict import Strict
from interview.text import inert

T = TypeVar("T")
YamlLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
KeyPath = tuple[str | int, ...]
Event: TypeAlias = Any
"""One of the parser's; the types that are known of them tell nothing of what each holds."""
MOST_DEPTH = 32
MOST_NODES = 50_000
NUMBER_BOUND = 2**63
"""What torch and the history can keep."""
TEXT_TAG = "tag:yaml.org,2002:str"
SCALAR_TYPES = (str, int, float, bool, type(None))


@dataclass
class YamlSource:
    """What a YAML file holds, and where."""

    path: Path
    data: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    """What keeps the data from being used."""
    replaced: list[str] = field(default_factory=list)
    """Characters that were replaced, as they would have done something to a terminal."""
    keys_of: str = Strict.keys_of
    """Whose keys its author is to write."""
    missing: str = "create it, or copy one from a neighbour"
    """What to do where there is no such file."""
    dates_are_text: bool = False
    """Whether a date stays the text it is written as."""
    bad: set[KeyPath] = field(default_factory=set)
    """Keys of which a problem is known already, so that nothing more is said of what stands there."""

    def where(self, key: KeyPath) -> str:
        """`file:line` of a key, or of the nearest key around it."""
        while key and key not in self.lines:
            key = key[:-1]
        return f"{path_from_here(self.path)}:{self.lines.get(key, 1)}"

    def told(self, key: KeyPath) -> bool:
        """Whether a problem of this key, or of one around it, is known already."""
        return any(key[:length] in self.bad for length in range(len(key) + 1))

    def is_doubtful(self, key: KeyPath) -> bool:
        """Whether, besides, a part of its value can't be read, so that what is said of the whole may be false."""
        return self.told(key) or (bool(key) and any(bad[:-1] == key for bad in self.bad if bad))

    def lines_of(self, problems: Iterable[tuple[KeyPath, str]]) -> list[str]:
        """A line for each problem, but for those of what is doubtful."""
        return [
            problem_at(self.where, key, text) for key, text in problems if not self.is_doubtful(key)
        ]


class UnusableYaml(Exception):
    """The rest of the file can't be read: a line, and why."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(line, problem)
        self.line, self.problem = line, problem


def read_yaml(path: Path) -> YamlSource:
    """Reads a YAML file; what is wrong with its syntax ends up in `problems`."""
    return filled_source(YamlSource(path))


def filled_source(source: YamlSource) -> YamlSource:
    """The same for a file of which more is known than its path."""
    try:
        source.data = YamlReader(source).document()
    except QuestionError as error:
        source.problems += error.problems
    return source


def top_level_pairs(path: Path) -> Iterator[tuple[Any, Any]]:
    """The keys and values of a file one after another; raises QuestionError where it can't be read on."""
    return YamlReader(YamlSource(path)).top_level()


class YamlReader:
    """Turns the events of a parser into data; what ends it is raised as QuestionError."""

    def __init__(self, source: YamlSource) -> None:
        self.source = source
        self.text = read_bank_file(source.path, source.missing)
        self.nodes = 0
        self.anchors: dict[str, tuple[Any, int] | None] = {}
        """What stands at each anchor, and how many nodes it has; None while it is being read."""

    def document(self) -> Any:
        """The data of the whole file."""
        with self.failures_told():
            first = self.first_event()
            data = self.value(first, (), 1)
            self.loader.get_event()  # the document's end
            after = self.loader.get_event()
            if not isinstance(after, yaml.StreamEndEvent):
                raise UnusableYaml(line_of(after), "a second document: remove it and its `---`")
            return data

    def top_level(self) -> Iterator[tuple[Any, Any]]:
        """The pairs of the whole file one after another; none if it holds something else."""
        with self.failures_told():
            first = self.first_event()
            if isinstance(first, yaml.MappingStartEvent):
                yield from self.pairs((), 1)

    @contextmanager
    def failures_told(self) -> Iterator[None]:
        """What keeps the file from being read on becomes a QuestionError of one line."""
        try:
            yield
        except UnusableYaml as error:
            line, what = error.line, error.problem
        except yaml.reader.ReaderError as error:
            line = self.text.count("\n", 0, error.position) + 1
            what = f"not valid YAML: it holds the character U+{error.character:04X}: remove it"
        except (yaml.YAMLError, ValueError) as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            what = getattr(error, "problem", None) or str(error).splitlines()[0]
            what = f"not valid YAML: {what}: check quotes, colons and indentation"
        else:
            return
        raise QuestionError([f"{path_from_here(self.source.path)}:{line}: {what}"])

    def first_event(self) -> Event:
        """The first of the document's content."""
        self.loader = YamlLoader(self.text)
        event = self.loader.get_event()
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            event = self.loader.get_event()
        if isinstance(event, yaml.StreamEndEvent):
            raise UnusableYaml(1, f"empty: write {self.source.keys_of} keys")
        return event

    def value(self, event: Event, key: KeyPath, depth: int) -> Any:
        """What begins with an event."""
        self.source.lines.setdefault(key, line_of(event))
        self.count(event, 1)
        if depth > MOST_DEPTH:
            raise UnusableYaml(
                line_of(event), f"more than {MOST_DEPTH} levels deep: write it flatter"
            )
        if isinstance(event, yaml.AliasEvent):
            return self.repeated(event)
        before = self.nodes
        if event.anchor:
            self.anchors[event.anchor] = None
        data: Any
        match event:
            case yaml.MappingStartEvent():
                data = dict(self.pairs(key, depth))
            case yaml.SequenceStartEvent():
                data = list(self.items(key, depth))
            case _:
                data = self.scalar(event)
        if event.anchor:
            self.anchors[event.anchor] = data, 1 + self.nodes - before
        return data

    def count(self, event: Event, nodes: int) -> None:
        self.nodes += nodes
        if self.nodes > MOST_NODES:
            what = f"more than {MOST_NODES} values, counting what aliases repeat: write less"
            raise UnusableYaml(line_of(event), what)

    def repeated(self, event: Event) -> Any:
        """What an alias stands for."""
        if event.anchor not in self.anchors:
            self.problem(event, f"*{event.anchor} stands for nothing: write &{event.anchor} before")
            return None
        known = self.anchors[event.anchor]
        if known is None:
            self.problem(event, f"*{event.anchor} stands within itself: write it out")
            return None
        self.count(event, known[1])
        return known[0]

    def items(self, key: KeyPath, depth: int) -> Iterator[Any]:
        index = 0
        while not isinstance(event := self.loader.get_event(), yaml.SequenceEndEvent):
            yield self.value(event, (*key, index), depth + 1)
            index += 1

    def pairs(self, key: KeyPath, depth: int) -> Iterator[tuple[Any, Any]]:
        known = set()
        while not isinstance(event := self.loader.get_event(), yaml.MappingEndEvent):
            name = self.name(event, depth)
            if name in known:
                self.problem(event, f"{name!r} is given twice: remove one of them")
            known.add(name)
            self.source.lines[(*key, name)] = line_of(event)
            yield name, self.value(self.loader.get_event(), (*key, name), depth + 1)

    def name(self, event: Event, depth: int) -> str | int:
        """A key: text or a whole number; any other plain word is text, as `on` is."""
        if not isinstance(event, yaml.ScalarEvent):
            self.value(event, ("",), depth + 1)
            self.problem(
                event, "expected a name before the colon, got a list or keys: write a word"
            )
            return f"line {line_of(event)}"
        self.count(event, 1)
        name = self.constructed(event)
        known: str | int = name if type(name) in (str, int) else event.value
        return self.harmless(event, known)

    def scalar(self, event: Event) -> Any:
        data = self.constructed(event)
        if isinstance(data, date) and self.source.dates_are_text:
            data = event.value
        if type(data) not in SCALAR_TYPES:
            kind = type(data).__name__
            self.problem(event, f"expected text or a number, got a {kind}: put it into quotes")
            data = event.value
        elif isinstance(data, int) and abs(data) >= NUMBER_BOUND:
            self.problem(event, "a whole number of more than 64 bits: write a smaller one")
            data = 0
        return self.harmless(event, data)

    def constructed(self, event: Event) -> Any:
        """A scalar's value by its tag; the text itself where it has none such."""
        tag = event.tag
        if tag is None or tag == "!":
            tag = self.loader.resolve(yaml.ScalarNode, event.value, event.implicit)
        if tag == TEXT_TAG:
            return event.value
        node = yaml.ScalarNode(tag, event.value, event.start_mark, event.end_mark)
        try:
            return self.loader.construct_object(node)
        except Exception:  # yaml's own, or whatever int() or a date raise
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            self.problem(event, f"cannot be read as {shown}: put it into quotes")
            return event.value

    def harmless(self, event: Event, data: T) -> T:
        """Text without what would do something to a terminal; that it was there is told to the author."""
        if not isinstance(data, str) or (told := inert(data)) == data:
            return data
        names = ", ".join(dict.fromkeys(f"U+{ord(c):04X}" for c in data if c not in told))
        what = f"holds {names}, which is replaced wherever it is shown: remove it"
        self.source.replaced.append(self.line(event, what))
        return told  # type: ignore[return-value]

    def problem(self, event: Event, what: str) -> None:
        self.source.problems.append(self.line(event, what))

    def line(self, event: Event, what: str) -> str:
        return f"{path_from_here(self.source.path)}:{line_of(event)}: {what}"


def line_of(event: Event) -> int:
    return int(event.start_mark.line) + 1


def problem_at(where: Callable[[KeyPath], str], key: KeyPath, text: str) -> str:
    """`file:line: key: problem: remedy`; without the key where it is the whole file's."""
    return ": ".join([where(key), *([".".join(map(str, key))] if key else []), text])
