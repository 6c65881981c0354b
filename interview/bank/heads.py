"""The head of a question's file: a few plain values at its top, read without the rest.

Every command reads all heads, so the usual form, `key: plain words` line by line, is read without
loading a YAML parser; anything else goes through one.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

SIMPLE_LINE = re.compile(
    r"(?P<key>[a-z_]+): +"
    r'(?:"(?P<quoted>[^"\\\n]*)"|(?P<plain>\w(?:[^#:\\\n]|:(?=\S)|(?<=\S)#)*?)) *\n'
)
"""A line that means the same to YAML: no escapes, comments, or nested keys."""
EMPTY_LINE = re.compile(r"(#.*|---)?\s*\n")


def path_from_here(path: Path) -> str:
    """The path as a person would type it from here."""
    try:
        here, whole = Path.cwd(), Path(os.path.abspath(path))
        return str(whole.relative_to(here)) if here.name else str(whole)
    except (ValueError, OSError):
        return str(path)


def read_head(path: Path, wanted: frozenset[str]) -> dict[str, Any]:
    """The plain values of the top-level keys `wanted`; stops reading once it has them all."""
    return read_simple_head(path, wanted) or parse_head(path, wanted)


def read_simple_head(path: Path, wanted: frozenset[str]) -> dict[str, Any] | None:
    """The head if every line down to the last key wanted is simple, else None."""
    head: dict[str, Any] = {}
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            match = SIMPLE_LINE.fullmatch(line)
            if match is None:
                if EMPTY_LINE.fullmatch(line):
                    continue
                return None
            if match["key"] in wanted:
                head[match["key"]] = match["plain"] or match["quoted"]
                if len(head) == len(wanted):
                    return None if next(file, "").startswith(" ") else head
    return None


def parse_head(path: Path, wanted: frozenset[str]) -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    head: dict[str, Any] = {}
    depth, key = 0, None
    with path.open("rb") as file:
        for event in yaml.parse(file, Loader=loader):
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                depth, key = depth + 1, None
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                depth -= 1
                key = None
            elif depth == 1 and isinstance(event, yaml.ScalarEvent):
                if key is None:
                    key = event.value
                    continue
                if key in wanted:
                    head[key] = event.value
                    if len(head) == len(wanted):
                        break
                key = None
    return head
