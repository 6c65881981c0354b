"""The prose of a question as it stands in its file, section by section: a search can't wait for a parser."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from interview.bank.files import read_bank_file
from interview.errors import QuestionError

PROSE_SECTIONS = ("title", "ask", "key_points", "answer", "follow_ups", "pitfalls")
"""Top-level keys that hold what is asked and answered."""


@cache
def yaml_patterns() -> tuple[re.Pattern[str], ...]:
    """A top-level key; a list of terms or contraries; what stands before the words of a line."""
    return (
        re.compile(r"(?m)^([a-z_]+):"),
        re.compile(r"(?m)^ +(?:terms|contrary):.*(?:\n(?! *(?:- |\w+:)).*)*\n?"),
        re.compile(r"(?m)^\s*(?:- )?(?:(?:ask|answer|point): ?)?(?:[|>][-+]?$)?[\"']?|[\"'] *$"),
    )


def prose_sections(path: Path) -> dict[str, str]:
    """Section -> its words; nothing where the file can't be read."""
    key, terms, marks = yaml_patterns()
    try:
        _before, *parts = key.split(read_bank_file(path))
    except QuestionError:
        return {}
    sections = dict(zip(parts[::2], parts[1::2], strict=True))
    return {
        name: marks.sub("", terms.sub("", sections[name])).strip()
        for name in PROSE_SECTIONS
        if name in sections
    }
