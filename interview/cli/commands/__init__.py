"""The commands: a file for each, named as the command."""

from __future__ import annotations

from importlib import import_module
from keyword import iskeyword

COMMAND_NAMES = (
    *("quiz", "drill", "debug", "mock", "list", "search", "show", "start", "grade", "watch"),
    *("hint", "solution", "reset", "note", "mark", "progress", "plan", "diff", "export", "import"),
    *("book", "release", "batch", "autograder", "check", "new", "schema", "bank", "doctor"),
    *("server", "demo", "completion", "help"),
)
"""In the order of the help page."""
TELL_OF_OTHERS = frozenset({"help"})
"""Commands that need all the others."""


def define_commands(first: str) -> None:
    """Makes the command known that is named first; all of them, where none is, for what is to be told then."""
    first = "show" if first.isdecimal() else first
    alone = first in COMMAND_NAMES and first not in TELL_OF_OTHERS
    for name in [first] if alone else COMMAND_NAMES:
        module = f"{name}_" if iskeyword(name) else name
        import_module(f"interview.cli.commands.{module}")
    import_module("interview.cli.commands.home")
