"""YAML text -> plain data that remembers on which line every key stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from interview.bank.files import text_of
from interview.bank.heads import shown
from interview.errors import QuestionError

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Key = tuple[str | int, ...]


@dataclass
class Source:
    """What a YAML file holds, and where."""

    path: Path
    data: Any
    lines: dict[Key, int]
    problems: list[str]

    def where(self, key: Key) -> str:
        """`file:line` of a key, or of the nearest key around it."""
        while key and key not in self.lines:
            key = key[:-1]
        return f"{shown(self.path)}:{self.lines.get(key, 1)}"


def read(path: Path) -> Source:
    """Reads a YAML file; what is wrong with its syntax ends up in `problems`."""
    source = Source(path, None, {}, [])
    try:
        loader = Loader(text_of(path, "create it, or copy one from a neighbour"))
        root = loader.get_single_node()
    except QuestionError as error:
        source.problems += error.problems
    except yaml.YAMLError as error:
        source.problems.append(syntax_problem(path, error))
    else:
        if root is None:
            source.problems.append(f"{shown(path)}:1: empty: write the question's keys")
        else:
            source.data = construct(loader, root, (), source)
    return source


def problem_at(where: Callable[[Key], str], key: Key, text: str) -> str:
    """`file:line: key: problem: remedy`; without the key where it is the whole file's."""
    return ": ".join([where(key), *([".".join(map(str, key))] if key else []), text])


def syntax_problem(path: Path, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    return f"{shown(path)}:{line}: not valid YAML: {what}: check quotes, colons and indentation"


def construct(loader: Any, node: yaml.Node, key: Key, source: Source) -> Any:
    source.lines.setdefault(key, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        mapping: dict[Any, Any] = {}
        for name_node, value_node in node.value:
            name = loader.construct_object(name_node, deep=True)
            if not isinstance(name, str | int):
                name = str(name)
            line = name_node.start_mark.line + 1
            if name in mapping:
                source.problems.append(
                    f"{shown(source.path)}:{line}: {name!r} is given twice: remove one of them"
                )
            source.lines[(*key, name)] = line
            mapping[name] = construct(loader, value_node, (*key, name), source)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [construct(loader, n, (*key, i), source) for i, n in enumerate(node.value)]
    return loader.construct_object(node, deep=True)
