"""A question's pictures in the terminal: in colour where there is some, readable without, 60 columns wide."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from interview.export.palette import (
    NO_NUMBER,
    as_hex,
    character,
    colour,
    fits_numbers,
    largest,
    number_text,
)
from interview.model.picture import Grid, HeatMap, Layers, Picture, said
from interview.screen.console import out

PICTURE_INDENT = 2
LONGEST_LABEL = 12
MANY_ROWS = 24
"""From so many on two rows share a line, where there is colour."""
HALF = "▀"


def show_pictures(pictures: Sequence[Picture], lang: str) -> None:
    for picture in pictures:
        out().print(Text(said(picture.title, lang) + "\n", "bold"))
        for line in picture_lines(picture, lang):
            drawn = Text(" " * PICTURE_INDENT) + line if line.plain.strip() else Text()
            out().print(drawn, no_wrap=True, overflow="crop", crop=True)
        if note := said(picture.note, lang):
            out().print(Text("\n" + note))
        out().print()


def picture_lines(picture: Picture, lang: str) -> list[Text]:
    match picture:
        case HeatMap():
            return heat_lines(picture, lang)
        case Layers():
            return layer_lines(picture, lang)
        case Grid():
            return grid_lines(picture, lang)


def heat_lines(picture: HeatMap, lang: str, room: int | None = None) -> list[Text]:
    """`room`: the columns that there are for it, if not all of the terminal."""
    room = out().width - PICTURE_INDENT if room is None else room
    rows = labels(picture.rows, len(picture.values))
    columns = labels(picture.columns, len(picture.values[0]))
    margin = max(map(cell_len, rows))
    coloured = out().color_system is not None
    axes = [Text(axis, "bright_black") for axis in axis_lines(picture, lang)]
    if fits_numbers(picture):
        return [*axes, *number_lines(picture, rows, columns, margin)]
    width = 2 if margin + 1 + 2 * len(columns) <= room else 1
    head = heading(columns, margin, width)
    if coloured and len(rows) >= MANY_ROWS:
        return [*axes, *head, *half_block_lines(picture, rows, margin, width)]
    most = largest(picture.values)
    lines = []
    for label, row in zip(rows, picture.values, strict=True):
        line = padded(label, margin)
        for number in row:
            if coloured and not isnan(number):
                line.append(" " * width, Style(bgcolor=as_hex(colour(number, most))))
            else:
                line.append(in_characters(number, most, width))
        if not coloured:
            line.rstrip()
        lines.append(line)
    return [*axes, *head, *lines]


def labels(given: Sequence[str], count: int) -> list[str]:
    return [text[:LONGEST_LABEL] for text in given] if given else [str(i) for i in range(count)]


def padded(label: str, margin: int) -> Text:
    return Text(" " * (margin - cell_len(label)) + label + " ", "bright_black")


def axis_lines(picture: HeatMap, lang: str) -> list[str]:
    down, across = said(picture.row_axis, lang), said(picture.column_axis, lang)
    return [f"↓ {down}   → {across}", ""] if down and across else []


def heading(columns: Sequence[str], margin: int, width: int) -> list[Text]:
    """The columns' labels; where they are longer than a cell, each on a line of its own down to its column."""
    if max(map(cell_len, columns)) < width or (width == 1 and len(columns) <= 10):
        cells = "".join(text.rjust(width) for text in columns)
        return [Text(" " * (margin + 1) + cells, "bright_black")]
    if all(text.isdigit() for text in columns):  # each fifth, over the end of its column
        line = ""
        for i, text in list(enumerate(columns))[::5]:
            line = line.ljust((i + 1) * width - len(text)) + text
        return [Text(" " * (margin + 1) + line, "bright_black")]
    lines = []
    for at, text in enumerate(columns):
        bars = "".join("│".ljust(width) for _ in columns[:at])
        lines.append(Text(" " * (margin + 1) + bars + "┌ " + text, "bright_black"))
    return lines


def in_characters(number: float, most: float, width: int) -> str:
    mark = character(number, most)
    if width == 1 or mark == NO_NUMBER:
        return mark * width
    return ("-" if number < 0 and mark != " " else mark if number > 0 else " ") + mark


def half_block_lines(picture: HeatMap, rows: Sequence[str], margin: int, width: int) -> list[Text]:
    most, lines = largest(picture.values), []
    for at in range(0, len(rows), 2):
        upper, lower = picture.values[at], [*picture.values[at + 1 : at + 2], None][0]
        line = padded(rows[at], margin)
        for i, number in enumerate(upper):
            below = None if lower is None else as_hex(colour(lower[i], most))
            line.append(HALF * width, Style(color=as_hex(colour(number, most)), bgcolor=below))
        lines.append(line)
    return lines


def number_lines(
    picture: HeatMap, rows: Sequence[str], columns: Sequence[str], margin: int
) -> list[Text]:
    texts = [[number_text(number) for number in row] for row in picture.values]
    widths = [
        max(cell_len(head), *(len(row[i]) for row in texts)) for i, head in enumerate(columns)
    ]
    head = "  ".join(
        " " * (w - cell_len(text)) + text for text, w in zip(columns, widths, strict=True)
    )
    lines = [Text(" " * (margin + 1) + head, "bright_black")]
    for label, row in zip(rows, texts, strict=True):
        cells = "  ".join(text.rjust(w) for text, w in zip(row, widths, strict=True))
        lines.append(padded(label, margin).append(cells, "default"))
    return lines


def layer_lines(picture: Layers, lang: str) -> list[Text]:
    """Boxes, the first at the top, and arrows between."""
    names = [said(box.name, lang) for box in picture.boxes]
    width = max(cell_len(name) for name in names) + 2
    lines = []
    for at, (name, box) in enumerate(zip(names, picture.boxes, strict=True)):
        left = (width - cell_len(name)) // 2
        inner = " " * left + name + " " * (width - cell_len(name) - left)
        top = "┴" if at else "─"
        bottom = "┬" if at < len(names) - 1 else "─"
        lines.append(Text(edge("┌┐", top, width)))
        lines.append(Text(f"│{inner}│  ").append(box.shape, "cyan"))
        lines.append(Text(edge("└┘", bottom, width)))
    return lines


def edge(corners: str, middle: str, width: int) -> str:
    half = width // 2
    return corners[0] + "─" * half + middle + "─" * (width - half - 1) + corners[1]


def grid_lines(picture: Grid, lang: str) -> list[Text]:
    heads = [said(words, lang) for words in picture.columns]
    columns = list(zip(heads, *picture.cells, strict=True))
    widths = [max(map(cell_len, column)) for column in columns]
    lines = []
    for number, row in enumerate(zip(*columns, strict=True)):
        cells = (text + " " * (w - cell_len(text)) for text, w in zip(row, widths, strict=True))
        lines.append(Text("  ".join(cells).rstrip(), "bold" if number == 0 else ""))
    return lines
