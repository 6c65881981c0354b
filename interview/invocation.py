"""How this program was called, so that the commands it suggests go on with the same banks."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from contextvars import ContextVar

BANKS: ContextVar[tuple[str, ...]] = ContextVar("banks", default=())
"""As they were named on the command line; those of the environment are there for the next command, too."""
OF_BANKS = frozenset(
    {
        *("quiz", "drill", "debug", "mock", "list", "search", "show", "start", "watch", "grade"),
        *("hint", "solution", "reset", "note", "mark", "progress", "plan", "diff", "book"),
        *("check", "batch", "release", "autograder"),
    }
)
"""The commands that are about questions."""
SUGGESTED = re.compile(r"interview (?P<name>[a-z]+|\d+)\b(?P<rest>.*)")
QUOTED = re.compile(r"`(interview [^`]*)`")


def go_on_with(banks: Iterable[str]) -> None:
    """From here on suggested commands name these banks."""
    BANKS.set(tuple(banks))


def as_called(command: str) -> str:
    """`interview grade 7` as `interview grade --bank ./mine 7`, where that is how the program was called."""
    match = SUGGESTED.fullmatch(command)
    name = match["name"] if match else ""
    if not match or not (name in OF_BANKS or name.isdecimal()) or "--bank" in match["rest"]:
        return command
    options = "".join(f" --bank {shlex.quote(bank)}" for bank in BANKS.get())
    return f"interview {name}{options}{match['rest']}"


def commands_as_called(text: str) -> str:
    """A text with every command in backticks as `as_called` has it."""
    if not BANKS.get():
        return text
    return QUOTED.sub(lambda match: f"`{as_called(match[1])}`", text)
