"""A question's pictures as SVG that stands in a page: without a script, in light and dark, for a screen reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from unicodedata import east_asian_width

from interview.export.palette import (
    NO_NUMBER,
    as_hex,
    colour,
    fits_numbers,
    largest,
    number_text,
    share,
)
from interview.model.picture import Grid, HeatMap, Layers, Picture, said
from interview.model.verdict import Matrices
from interview.wording.matrices import heat_maps

CELL, SMALL_CELL = 26, 14
"""Sides of a cell in pixels: of a few, which hold their number, and of many."""
MANY = 14
"""Columns from which on cells are small."""
LETTER, LINE, GAP = 7.2, 18, 8
"""Width of a letter and height of a line of 12 pixels' text, and what is between things."""
DARK = 0.55
"""From this share of the largest on, a number on its colour is white."""


def picture_as_svg(picture: Picture, lang: str) -> str:
    """An `<svg>` with its title as its name; what it shows is in text, too, where it is small."""
    match picture:
        case HeatMap():
            width, height, parts = heat_parts(picture, lang)
        case Layers():
            width, height, parts = layer_parts(picture, lang)
        case Grid():
            width, height, parts = grid_parts(picture, lang)
    name = escape(said(picture.title, lang), quote=True)
    body = "\n".join(parts)
    return (
        f'<svg class="picture" viewBox="0 0 {width:g} {height:g}" width="{width:g}" role="img" '
        f'aria-label="{name}" font-size="12">\n{body}\n</svg>\n'
    )


def matrices_as_svg(told: Matrices) -> str:
    """A wrong matrix of a verdict, expected, got and their difference, each below its title, which is its name."""
    return "".join(
        f"<figure><figcaption>{escape(said(one.title, 'en'))}</figcaption>{picture_as_svg(one, 'en')}</figure>\n"
        for one in heat_maps(told)
    )


def matrices_as_text(told: Matrices) -> str:
    """The same in numbers of three digits, where nothing can be drawn."""
    blocks = []
    for one in heat_maps(told):
        rows = [[number_text(number) for number in row] for row in one.values]
        width = max(len(text) for row in rows for text in row)
        lines = (" ".join(f"{text:>{width}}" for text in row) for row in rows)
        blocks.append("\n".join([said(one.title, "en"), *lines]))
    return "\n\n".join(blocks)


def text_width(text: str) -> float:
    return sum(2 * LETTER if east_asian_width(c) in "WF" else LETTER for c in text)


def heat_parts(picture: HeatMap, lang: str) -> tuple[float, float, list[str]]:
    rows = list(picture.rows) or [str(i) for i in range(len(picture.values))]
    columns = list(picture.columns) or [str(i) for i in range(len(picture.values[0]))]
    cell = CELL if len(columns) < MANY else SMALL_CELL
    if fits_numbers(picture):
        cell = 2 * CELL
    left = max(map(text_width, rows)) + GAP
    slanted = max(map(text_width, columns)) > cell
    axes = [said(picture.row_axis, lang), said(picture.column_axis, lang)]
    top = (LINE if all(axes) else 0) + (max(map(text_width, columns)) if slanted else LINE) + GAP
    parts = []
    if all(axes):
        parts.append(label(0, LINE - 5, f"↓ {axes[0]}   → {axes[1]}"))
    parts += column_labels(columns, left, top - GAP / 2, cell, slanted)
    for at, name in enumerate(rows):
        parts.append(label(left - GAP / 2, top + (at + 0.5) * cell + 4, name, "end"))
    parts += cells_of(picture, left, top, cell)
    width = max(left + cell * len(columns), text_width(f"↓ {axes[0]}   → {axes[1]}"))
    return width + GAP, top + cell * len(rows) + GAP, parts


def cells_of(picture: HeatMap, left: float, top: float, cell: float) -> Iterator[str]:
    most = largest(picture.values)
    for y, row in enumerate(picture.values):
        for x, number in enumerate(row):
            place = f'x="{left + x * cell:g}" y="{top + y * cell:g}"'
            told = number_text(number)
            fill = "none" if told == NO_NUMBER else as_hex(colour(number, most))
            yield (
                f'<rect {place} width="{cell:g}" height="{cell:g}" fill="{fill}" '
                f'stroke="#8886"><title>{told}</title></rect>'
            )
            if fits_numbers(picture):
                ink = "#fff" if abs(share(number, most)) > DARK else "#111"
                yield label(
                    left + (x + 0.5) * cell, top + (y + 0.5) * cell + 4, told, "middle", ink
                )


def column_labels(
    columns: Sequence[str], left: float, top: float, cell: float, slanted: bool
) -> Iterator[str]:
    for at, name in enumerate(columns):
        x = left + (at + 0.5) * cell
        if slanted:
            turned = f' transform="rotate(-90 {x + 4:g} {top:g})"'
            yield label(x + 4, top, name, further=turned)
        else:
            yield label(x, top, name, "middle")


def layer_parts(picture: Layers, lang: str) -> tuple[float, float, list[str]]:
    names = [said(box.name, lang) for box in picture.boxes]
    wide = max(map(text_width, names)) + 3 * GAP
    high, step, parts = LINE + GAP, LINE + 3 * GAP, []
    for at, (name, box) in enumerate(zip(names, picture.boxes, strict=True)):
        y = at * step + 1
        parts.append(
            f'<rect x="1" y="{y:g}" width="{wide:g}" height="{high}" rx="4" fill="none" stroke="currentColor"/>'
        )
        parts.append(label(1 + wide / 2, y + high / 2 + 4, name, "middle"))
        parts.append(label(wide + 2 * GAP, y + high / 2 + 4, box.shape))
        if at:
            x, end = 1 + wide / 2, y - 1
            parts.append(
                f'<path d="M{x:g} {end - 2 * GAP + 2:g}V{end:g}m-4 -5l4 5l4 -5" fill="none" stroke="currentColor"/>'
            )
    shapes = max(text_width(box.shape) for box in picture.boxes)
    return wide + 3 * GAP + shapes, len(names) * step, parts


def grid_parts(picture: Grid, lang: str) -> tuple[float, float, list[str]]:
    heads = [said(words, lang) for words in picture.columns]
    widths = [
        max(map(text_width, column)) + 2 * GAP for column in zip(heads, *picture.cells, strict=True)
    ]
    parts = []
    for y, row in enumerate([heads, *picture.cells]):
        x = 0.0
        for text, wide in zip(row, widths, strict=True):
            bold = ' font-weight="bold"' if y == 0 else ""
            parts.append(label(x, (y + 1) * LINE, text, further=bold))
            x += wide
    return sum(widths), (len(picture.cells) + 1) * LINE + GAP, parts


def label(
    x: float,
    y: float,
    text: str,
    anchor: str = "start",
    fill: str = "currentColor",
    further: str = "",
) -> str:
    place = f'x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="{fill}"'
    return f"<text {place}{further}>{escape(text)}</text>"
