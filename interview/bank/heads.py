"""The head of a question's file: a few plain values at its top, read without the rest.

Every command reads all heads, so the usual form, `key: plain words` line by line, is read without
loading a YAML parser; anything else goes through one.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

SIMPLE = re.compile(
    r"(?P<key>[a-z_]+): +"
    r'(?:"(?P<quoted>[^"\\\n]*)"|(?P<plain>\w(?:[^#:\\\n]|:(?=\S)|(?<=\S)#)*?)) *\n'
)
"""A line that means the same to YAML: no escapes, comments, or nested keys."""
NOTHING = re.compile(r"(#.*|---)?\s*\n")


def shown(path: Path) -> str:
    """The path as a person would type it from here."""
    try:
        here, whole = Path.cwd(), Path(os.path.abspath(path))
        return str(whole.relative_to(here)) if here.name else str(whole)
    except (ValueError, OSError):
        return str(path)


def head(path: Path, wanted: frozenset[str]) -> dict[str, Any]:
    """The plain values of the top-level keys `wanted`; stops reading once it has them all."""
    return simple_head(path, wanted) or parsed_head(path, wanted)


def simple_head(path: Path, wanted: frozenset[str]) -> dict[str, Any] | None:
    """The head if every line down to the last key wanted is simple, else None."""
    found: dict[str, Any] = {}
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            match = SIMPLE.fullmatch(line)
            if match is None:
                if NOTHING.fullmatch(line):
                    continue
                return None
            if match["key"] in wanted:
                found[match["key"]] = match["plain"] or match["quoted"]
                if len(found) == len(wanted):
                    return None if next(file, "").startswith(" ") else found
    return None


def parsed_head(path: Path, wanted: frozenset[str]) -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = {}
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
                    found[key] = event.value
                    if len(found) == len(wanted):
                        break
                key = None
    return found
