"""YAML text -> plain data that remembers on which line every key stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from interview.bank.files import read_bank_file
from interview.bank.heads import path_from_here
from interview.errors import QuestionError

YamlLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
KeyPath = tuple[str | int, ...]


@dataclass
class YamlSource:
    """What a YAML file holds, and where."""

    path: Path
    data: Any
    lines: dict[KeyPath, int]
    problems: list[str]

    def where(self, key: KeyPath) -> str:
        """`file:line` of a key, or of the nearest key around it."""
        while key and key not in self.lines:
            key = key[:-1]
        return f"{path_from_here(self.path)}:{self.lines.get(key, 1)}"


def read_yaml(path: Path) -> YamlSource:
    """Reads a YAML file; what is wrong with its syntax ends up in `problems`."""
    source = YamlSource(path, None, {}, [])
    try:
        loader = YamlLoader(read_bank_file(path, "create it, or copy one from a neighbour"))
        root = loader.get_single_node()
    except QuestionError as error:
        source.problems += error.problems
    except yaml.YAMLError as error:
        source.problems.append(syntax_problem(path, error))
    else:
        if root is None:
            source.problems.append(f"{path_from_here(path)}:1: empty: write the question's keys")
        else:
            source.data = construct_data(loader, root, (), source)
    return source


def problem_at(where: Callable[[KeyPath], str], key: KeyPath, text: str) -> str:
    """`file:line: key: problem: remedy`; without the key where it is the whole file's."""
    return ": ".join([where(key), *([".".join(map(str, key))] if key else []), text])


def syntax_problem(path: Path, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    what = getattr(error, "problem", None) or str(error).splitlines()[0]
    return f"{path_from_here(path)}:{line}: not valid YAML: {what}: check quotes, colons and indentation"


def construct_data(loader: Any, node: yaml.Node, key: KeyPath, source: YamlSource) -> Any:
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
                    f"{path_from_here(source.path)}:{line}: {name!r} is given twice: remove one of them"
                )
            source.lines[(*key, name)] = line
            mapping[name] = construct_data(loader, value_node, (*key, name), source)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [construct_data(loader, n, (*key, i), source) for i, n in enumerate(node.value)]
    return loader.construct_object(node, deep=True)
