"""Terminals that are not UTF-8: what their encoding lacks is written with what it has."""

from __future__ import annotations

import codecs
import io
import sys
import unicodedata

NAME = "interview"
LIKE = {
    **dict(zip("✓✗·–−×“”’█▒░│━╌", '+x---x""\'#=.|--', strict=True)),
    "√": "sqrt",
    "→": "->",
    "≤": "<=",
    "≥": ">=",
}
"""In the style of a typewriter; never two of them alike where they are compared."""


def tolerate() -> None:
    """From here on whatever is written can be written, and whatever is typed can be read."""
    codecs.register_error(NAME, legible)
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, NAME), (sys.stderr, NAME)):
        if isinstance(stream, io.TextIOWrapper):  # not if it is closed
            stream.reconfigure(errors=errors)


def legible(error: UnicodeError) -> tuple[str, int]:
    """The handler of an encoder's error: the nearest letters, or a question mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(like(character) for character in lacking), error.end


def like(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character)  # ² is 2, … is ...
    return LIKE.get(character) or (plain if plain.isascii() else "?")
