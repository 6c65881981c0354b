"""Where a line may be broken: between any two Chinese characters, not only at spaces.

rich breaks at spaces only, so that a Chinese sentence with a few English terms in it comes out as
ragged as if each stretch between two terms were one long word.
"""

from __future__ import annotations

from rich._wrap import divide_line as divide_at_spaces
from rich.cells import cell_len, chop_cells

from interview.text import split_units, wide_pattern


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
