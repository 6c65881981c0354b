"""Terminals that are not UTF-8: what their encoding lacks is written with what it has."""

from __future__ import annotations

import codecs
import io
import sys
import unicodedata

ERROR_HANDLER = "interview"
TYPEWRITER_FORMS = {
    **dict(zip("✓✗·–−×“”’█▓▒░▄◆│━╌", '+x---x""\'#%=._*|--', strict=True)),
    "√": "sqrt",
    "→": "->",
    "≤": "<=",
    "≥": ">=",
}
"""In the style of a typewriter; never two of them alike where they are compared."""


def tolerate_encodings() -> None:
    """From here on whatever is written can be written, and whatever is typed can be read."""
    codecs.register_error(ERROR_HANDLER, replace_lacking)
    for stream, errors in (
        (sys.stdin, "surrogateescape"),
        (sys.stdout, ERROR_HANDLER),
        (sys.stderr, ERROR_HANDLER),
    ):
        if isinstance(stream, io.TextIOWrapper):  # not if it is closed
            stream.reconfigure(errors=errors)


def replace_lacking(error: UnicodeError) -> tuple[str, int]:
    """The handler of an encoder's error: the nearest letters, or a question mark."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(nearest_letters(character) for character in lacking), error.end


def nearest_letters(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character)  # ² is 2, … is ...
    return TYPEWRITER_FORMS.get(character) or (plain if plain.isascii() else "?")
