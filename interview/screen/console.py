"""Where things are drawn, and what makes foreign text harmless, wherever it comes from.

Two things hold for everything that is drawn: a text is markup only where it is said to be, by `marked`;
and no character of a text does anything to the terminal, since each goes through `PipeConsole`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

import rich.text
from rich.console import Console
from rich.markup import escape
from rich.segment import Segment
from rich.text import Text

from interview.invocation import as_called, commands_as_called
from interview.practice.talk.terminal import TerminalJob
from interview.screen.wrapping import divide_line
from interview.text import inert

rich.text.divide_line = divide_line  # type: ignore[attr-defined]  # there is no other place for it

STATUS_COLOURS = {
    "accepted": "green",
    "passed": "green",
    "not_written": "yellow",
    "skipped": "bright_black",
    "judge_error": "magenta",
}
SIZE_VARIABLES = ("COLUMNS", "LINES")
SIZE = re.compile(r"[1-9]\d{0,3}")
"""What is taken for the width or height of a terminal; where it is anything else, the terminal is asked."""
BOLD_COMMAND = re.compile(r"(\[bold[^\]]*\])(interview [^\[]*)\[/\]")
CASE_MARKS = {"passed": "✓", "failed": "✗", "skipped": "·"}


class PipeConsole(Console):
    """A console that knows no markup, draws nothing but harmless text, and leaves the program's end to us."""

    def __init__(self, **settings: Any) -> None:
        """`settings` are rich's."""
        super().__init__(
            highlight=False,
            soft_wrap=False,
            markup=False,
            emoji=False,
            _environ=sound_environment(),
            **settings,
        )

    def on_broken_pipe(self) -> None:
        raise  # BrokenPipeError, where rich would end with status 1

    def _render_buffer(self, buffer: Iterable[Segment]) -> str:
        # Everything goes through here, printed, captured or drawn again and again. What rich itself does
        # to a terminal is in segments of its own.
        return super()._render_buffer(map(harmless_segment, buffer))


def harmless_segment(segment: Segment) -> Segment:
    """A piece of text as it may be written; what controls the terminal is rich's own."""
    if segment.control or segment.text.isprintable():
        return segment
    return Segment(inert(segment.text), segment.style)


PAPER: ContextVar[Console | None] = ContextVar("paper", default=None)


def out() -> Console:
    """Where everything is drawn: standard output, or what takes its place in a block of `drawing_on`."""
    return PAPER.get() or standard_output()


@cache
def standard_output() -> Console:
    """Plain when it is no terminal or NO_COLOR is set."""
    return PipeConsole()


@contextmanager
def drawing_on(paper: Console) -> Iterator[None]:
    """What is drawn in this block is drawn there."""
    token = PAPER.set(paper)
    try:
        yield
    finally:
        PAPER.reset(token)


@cache
def err() -> Console:
    """Standard error, for problems and progress."""
    return PipeConsole(stderr=True)


def marked(text: str, style: str = "") -> Text:
    """A text of our own with markup in it; what is foreign in it has gone through `rich.markup.escape`.

    A command in bold is one to type, so it names the banks that this one was called with.
    """
    text = BOLD_COMMAND.sub(lambda match: f"{match[1]}{escape(as_called(match[2]))}[/]", text)
    return Text.from_markup(text, style=style, emoji=False)


def sound_environment() -> dict[str, str]:
    """The environment without sizes that no terminal has: rich would draw nothing in 0 columns."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in SIZE_VARIABLES or SIZE.fullmatch(value)
    }


def foreign_text(text: str, style: str = "") -> Text:
    """Foreign text as rich text: never markup."""
    return Text(inert(text), style=style)


def status_colour(status: str) -> str:
    return STATUS_COLOURS.get(status, "red")


def show_problems(lines: list[str]) -> None:
    """One line each on standard error, unwrapped, so that an editor can jump to them.

    A line's end within one, in the name of a file perhaps, is spelt out: it begins no line of its own.
    """
    for line in lines:
        text = commands_as_called(line).replace("\n", "\\n")
        err().print(foreign_text(text), soft_wrap=True)


def show_sentences(*lines: str) -> None:
    """Plain sentences on standard output; may hold our own markup."""
    for line in lines:
        out().print(marked(line))


def show_code(source: str) -> None:
    """Python source, highlighted on a terminal, as it is elsewhere.

    The terminal itself breaks long lines: nothing of them is cut off, and what is copied is as it was written.
    """
    if out().is_terminal:
        from rich.syntax import Syntax

        code = Syntax(source, "python", theme="ansi_dark", background_color="default")
        out().print(code, soft_wrap=True)
    else:
        out().out(source, end="", highlight=False)


@contextmanager
def spinner(what: str) -> Iterator[None]:
    """A spinner on a terminal while something takes its time; nothing elsewhere."""
    if not err().is_terminal:
        yield
        return
    with without_cursor(), err().status(foreign_text(what, "bright_black")):
        yield


@contextmanager
def without_cursor() -> Iterator[None]:
    """Something moves on standard error in this block; rich hides the cursor of a terminal meanwhile."""
    if not err().is_terminal:
        yield
        return
    with TerminalJob(lambda: err().show_cursor(True), lambda: err().show_cursor(False)).heard():
        yield


def show_indented(text: Text, by: int) -> None:
    """Text that wraps under itself, without spaces at the end of its lines."""
    for line in text.wrap(out(), max(1, out().width - by)):
        line.rstrip()
        out().print(Text(" " * by).append_text(line), soft_wrap=True)


def with_bold_words(text: str, **words: str) -> str:
    """The text with these words in bold."""
    return escape(text).format(**{key: f"[bold]{escape(text)}[/]" for key, text in words.items()})
