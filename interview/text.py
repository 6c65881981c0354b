"""Text from elsewhere, made harmless wherever it will be read; and where a line of it may be broken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

OPENING_MARKS = "（〔［｛《〈「『【“‘"
CLOSING_MARKS = "，。、；：？！）〕］｝》〉」』】”’…％"
"""What no line may end with, and what none may begin with."""
WIDE_RANGES = "\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"


def inert(text: str) -> str:
    """Text without control, escape or direction-changing characters."""
    if text.isprintable():  # nothing of category C is, and most text holds nothing else
        return text
    return "".join(
        c if c in "\n\t" or not disturbs_text(c) else "\N{REPLACEMENT CHARACTER}" for c in text
    )


def inert_line(text: str, size: int) -> str:
    """The beginning of a text, so many bytes in one line, with nothing in it that does more than stand there."""
    legible = inert(" ".join(text[:size].split("\n"))).encode("utf-8", "replace")
    return legible[:size].decode("utf-8", "ignore")


def inert_name(name: str) -> str:
    """A name, in one line and told apart from every other: what would disturb the text is spelt out."""
    if name.isprintable() and "\\" not in name:
        return name
    return "".join(repr(c)[1:-1] if c == "\\" or disturbs_text(c) else c for c in name)


def disturbs_text(character: str) -> bool:
    """Whether it does something to what stands around it: controls, directions, other ends of a line."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


# Both are compiled when they are needed: that takes longer than most of what a command imports.
@cache
def wide_pattern() -> re.Pattern[str]:
    return re.compile(f"[{WIDE_RANGES}]")


@cache
def unit_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"\s*[{OPENING_MARKS}]*(?:[^\s{WIDE_RANGES}{OPENING_MARKS}{CLOSING_MARKS}]+|[{WIDE_RANGES}])?[{CLOSING_MARKS}]*\s*"
    )


def split_units(text: str) -> list[tuple[int, str]]:
    """What stays together: a character or a word, its punctuation, and the spaces after it."""
    return [(m.start(), m.group()) for m in unit_pattern().finditer(text) if m.group()]


def columns_of(text: str) -> int:
    """How many columns of a terminal or an editor the text takes: a Chinese character takes two."""
    wide = (unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + sum(wide)


def wrapped_lines(text: str, width: int, indent: str = "") -> Iterator[str]:
    """The text in lines of at most so many columns, the later ones indented; a longer word stays whole."""
    line = ""
    for _start, unit in split_units(text):
        if line.strip() and columns_of(line + unit.rstrip()) > width:
            yield line.rstrip()
            line = indent
        line += unit
    yield line.rstrip()
