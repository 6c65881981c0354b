"""What a question's `picture.py` draws: plain records, with their words in both languages. Knows no torch.

`pictures(reference)` there returns some of these. Every number in them is computed, by the reference
itself where it can: nothing is drawn by hand.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Words: TypeAlias = Mapping[str, str]
"""A text in each language: `{"en": ..., "zh": ...}`."""
MOST_ROWS, MOST_COLUMNS = 48, 48
LONGEST_WORDS = 400


@dataclass(frozen=True)
class HeatMap:
    """A matrix: attention weights, a table, a mask, who sees whom."""

    title: Words
    values: Sequence[Sequence[float]]
    """Rows of numbers; NaN where there is none."""
    rows: Sequence[str] = ()
    """A label for each row: tokens, steps; none means its number."""
    columns: Sequence[str] = ()
    row_axis: Words = field(default_factory=dict)
    """What a row is."""
    column_axis: Words = field(default_factory=dict)
    scale: Literal["weights", "signed", "mask"] = "weights"
    """`weights`: from 0 up; `signed`: both sides of 0; `mask`: 0 or 1, what is blocked or allowed."""
    note: Words = field(default_factory=dict)
    """What to see in it."""

    def problems(self) -> list[str]:
        """What keeps it from being drawn."""
        lengths = {len(row) for row in self.values}
        found = words_problems("title", self.title) + words_problems("note", self.note, True)
        for name, words in (("row_axis", self.row_axis), ("column_axis", self.column_axis)):
            found += words_problems(name, words, True)
        if len(lengths) != 1 or not 1 <= len(self.values) <= MOST_ROWS:
            return [*found, f"values: expected 1 to {MOST_ROWS} rows of one length"]
        (width,) = lengths
        if not 1 <= width <= MOST_COLUMNS:
            found.append(f"values: expected 1 to {MOST_COLUMNS} columns, got {width}")
        if any(type(n) not in (int, float) or math.isinf(n) for row in self.values for n in row):
            found.append("values: expected numbers: call .tolist()")
        found += label_problems("rows", self.rows, len(self.values))
        return found + label_problems("columns", self.columns, width)


@dataclass(frozen=True)
class Box:
    """A step of a computation, with the shape that comes out of it."""

    name: Words
    shape: str = ""
    """As `(2, 3, 8)`; where it comes from a tensor, `str(tuple(x.shape))`."""


@dataclass(frozen=True)
class Layers:
    """Steps one above the other, the input first."""

    title: Words
    boxes: Sequence[Box]
    note: Words = field(default_factory=dict)

    def problems(self) -> list[str]:
        found = words_problems("title", self.title) + words_problems("note", self.note, True)
        if not 1 <= len(self.boxes) <= MOST_ROWS:
            found.append(f"boxes: expected 1 to {MOST_ROWS}, got {len(self.boxes)}")
        for box in self.boxes:
            found += words_problems("name", box.name) + label_problems("shape", [box.shape], 1)
        return found


@dataclass(frozen=True)
class Grid:
    """Texts in rows and columns: what each step holds, which candidates live."""

    title: Words
    columns: Sequence[Words]
    cells: Sequence[Sequence[str]]
    note: Words = field(default_factory=dict)

    def problems(self) -> list[str]:
        found = words_problems("title", self.title) + words_problems("note", self.note, True)
        for head in self.columns:
            found += words_problems("columns", head)
        if not 1 <= len(self.cells) <= MOST_ROWS or not 1 <= len(self.columns) <= MOST_COLUMNS:
            found.append(f"cells: expected 1 to {MOST_ROWS} rows, got {len(self.cells)}")
        for row in self.cells:
            found += label_problems("cells", row, len(self.columns))
        return found


Picture: TypeAlias = HeatMap | Layers | Grid
KINDS: dict[str, type[HeatMap] | type[Layers] | type[Grid]] = {
    kind.__name__: kind for kind in (HeatMap, Layers, Grid)
}


def words_problems(name: str, words: Any, may_lack: bool = False) -> list[str]:
    if not words and may_lack:
        return []
    complete = isinstance(words, Mapping) and words.keys() >= {"en"}
    if not complete or not all(type(w) is str and len(w) <= LONGEST_WORDS for w in words.values()):
        return [
            f'{name}: expected {{"en": ..., "zh": ...}}, each at most {LONGEST_WORDS} characters'
        ]
    return []


def label_problems(name: str, labels: Sequence[Any], count: int) -> list[str]:
    if not labels:
        return []
    if len(labels) != count or not all(type(text) is str and len(text) < 40 for text in labels):
        return [f"{name}: expected {count} short texts"]
    return []


def picture_from_data(data: Mapping[str, Any]) -> Picture:
    """The record that a judge told as `{"kind": ..., its fields}`; raises ValueError if there is none such."""
    fields = {name: value for name, value in data.items() if name != "kind"}
    if data["kind"] == "Layers":
        fields["boxes"] = [Box(**box) for box in fields["boxes"]]
    picture = KINDS[data["kind"]](**fields)
    if problems := picture.problems():
        raise ValueError(problems[0])
    return picture


def said(words: Words, lang: str) -> str:
    """The words in this language, in English where there are no others."""
    return words.get(lang) or words.get("en", "")
