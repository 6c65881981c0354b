"""Where a line may be broken: between any two Chinese characters, not only at spaces.

rich breaks at spaces only, so that a Chinese sentence with a few English terms in it comes out as
ragged as if each stretch between two terms were one long word.
"""

from __future__ import annotations

import re
from functools import cache

from rich._wrap import divide_line as divide_at_spaces
from rich.cells import cell_len, chop_cells

OPENING_MARKS = "（〔［｛《〈「『【“‘"
CLOSING_MARKS = "，。、；：？！）〕］｝》〉」』】”’…％"
"""What no line may end with, and what none may begin with."""
WIDE_RANGES = "\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"


# Both are compiled when they are needed: that takes longer than most of what a command imports.
@cache
def wide_pattern() -> re.Pattern[str]:
    return re.compile(f"[{WIDE_RANGES}]")


@cache
def unit_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"\s*[{OPENING_MARKS}]*(?:[^\s{WIDE_RANGES}{OPENING_MARKS}{CLOSING_MARKS}]+|[{WIDE_RANGES}])?[{CLOSING_MARKS}]*\s*"
    )


def divide_line(text: str, width: int, fold: bool = True) -> list[int]:
    """The offsets at which a text is to be broken so that each line fits into `width` columns.

    The spaces at its end fit too: rich counts characters when it strips them, and would cut the line.
    """
    if text.isascii() or not wide_pattern().search(text):
        return divide_at_spaces(text, width, fold)
    breaks: list[int] = []
    used = 0
    for start, word in split_units(text):
        if used + cell_len(word) > width:
            if start:
                breaks.append(start)
            used = 0
            if cell_len(word.rstrip()) > width and fold:
                *full, word = chop_cells(word, width)
                for part in full:
                    start += len(part)
                    breaks.append(start)
        used += cell_len(word)
    return breaks


def split_units(text: str) -> list[tuple[int, str]]:
    """What stays together: a character or a word, its punctuation, and the spaces after it."""
    return [(m.start(), m.group()) for m in unit_pattern().finditer(text) if m.group()]
