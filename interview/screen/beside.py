"""An attempt beside the reference on the screen: in two columns where they fit, else one above the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

from rich.text import Text

from interview.messages import _
from interview.practice.exercise.beside import BesideSection
from interview.screen.console import foreign_text, out, show_indented
from interview.screen.prose import paragraph_text

LEAST_FOR_TWO = 80
"""Columns of a terminal from which on two texts stand side by side."""
COLUMN_RULE = " │ "
HANGING = 2
"""By so much what is left of a long line is indented."""


def show_beside(sections: Sequence[BesideSection]) -> None:
    """Every function with its stages; what is the same on both sides stands there once."""
    if in_two():
        show_indented(Text(_("left yours, right the reference"), "bold"), 0)
    for function, own in groupby(sections, key=lambda section: section.function):
        out().print()
        show_indented(foreign_text(function, "bold cyan"), 0)
        parts = list(own)
        for section in parts:
            show_beside_section(section, several=len(parts) > 1)
    out().print()


def show_beside_section(section: BesideSection, several: bool) -> None:
    """`several`: whether the function is cut, so that each part has a heading."""
    if section.stages:
        text = _("up to: {stages}").format(stages=_(", ").join(section.stages))
        show_indented(paragraph_text(text), 0)
    elif several:
        show_indented(Text(_("the rest:")), 0)
    if section.mine.split() == section.theirs.split():
        show_indented(Text(_("the same on both sides:"), "bright_black"), 0)
        show_text_lines(section.mine, "")
    elif in_two():
        show_in_two(section)
    else:
        for label, text, style in (
            (_("yours:"), section.mine, "green"),
            (_("the reference:"), section.theirs, "cyan"),
        ):
            show_indented(Text(label, "bright_black"), 0)
            show_text_lines(text or "-", style)


def in_two() -> bool:
    return out().width >= LEAST_FOR_TWO


def show_text_lines(text: str, style: str) -> None:
    for line in code_within(text, out().width - 2):
        line.stylize(style)
        out().print(Text("  ").append_text(line), soft_wrap=True)


def show_in_two(section: BesideSection) -> None:
    width = (out().width - len(COLUMN_RULE)) // 2
    left, right = code_within(section.mine, width), code_within(section.theirs, width)
    for mine, theirs in zip_longest(left, right):
        line = Text(" ") if mine is None else mine
        line.stylize("green")
        line.pad_right(width - line.cell_len)
        row = Text().append_text(line).append(COLUMN_RULE, "bright_black")
        row.append_text(Text() if theirs is None else theirs)
        row.rstrip()
        out().print(row, soft_wrap=True)


def code_within(text: str, width: int) -> Iterator[Text]:
    """The lines, each within so many columns; what is left of a long one stands further right than it."""
    for line in text.splitlines():
        code = line.lstrip()
        indent = min(len(line) - len(code), width // 2)
        pieces = foreign_text(code).wrap(out(), width - indent - HANGING)
        for number, piece in enumerate(pieces or [Text()]):
            piece.rstrip()
            yield Text(" " * (indent + HANGING * bool(number))).append_text(piece)
