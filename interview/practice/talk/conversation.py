"""A conversation: views come out, what is typed goes in; drawing and reading are elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from interview.practice.talk.asides import LETTER_OF_WORD, NOTE_TAKER, NoteTaker, normal_line

Asks: TypeAlias = Literal["", "line", "answer"]
"""Nothing, a line, or as many lines as an answer takes."""


@dataclass(frozen=True)
class View:
    """What there is to see; if it asks, what is typed is sent back."""

    asks: ClassVar[Asks] = ""


def keep_nothing(text: str) -> None:
    """Keeps no draft."""


@dataclass(frozen=True)
class Draft:
    """What was typed of an answer before, and where each further line goes at once: nothing typed is lost."""

    text: str = ""
    keep: Callable[[str], None] = keep_nothing
    """Gets all lines typed so far."""


@dataclass(frozen=True)
class Unclear(View):
    """What was typed is none of the things that can be typed here."""

    typed: str


Views: TypeAlias = Generator[View, str, None]


def converse(views: Views, show: Callable[[View], None], read: Callable[[View], str]) -> None:
    """Shows every view and sends back what is typed, until there is nothing more to say."""
    notes = NoteTaker()
    taking = NOTE_TAKER.set(notes)
    try:
        view = next(views)
        while True:
            notes.follow(view)
            show(view)
            view = views.send(read(view) if view.asks else "")
    except StopIteration:
        return
    finally:
        NOTE_TAKER.reset(taking)


def next_view(views: Views, line: str) -> View | None:
    """The view after what was typed; None at the end."""
    try:
        return views.send(line)
    except StopIteration:
        return None


def typed_command(line: str) -> str:
    """What was typed as a command: `:E`, `：ｅ` and `:editor` are `e`."""
    word = normal_line(line).lstrip(":").strip()
    return LETTER_OF_WORD.get(word, word)
