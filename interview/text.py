"""Text from elsewhere, made harmless wherever it will be read."""

from __future__ import annotations

import unicodedata


def inert(text: str) -> str:
    """Text without control, escape or direction-changing characters."""
    if text.isprintable():  # nothing of category C is, and most text holds nothing else
        return text
    return "".join(
        c if c in "\n\t" or not disturbs_text(c) else "\N{REPLACEMENT CHARACTER}" for c in text
    )


def inert_line(text: str, size: int) -> str:
    """The beginning of a text, so many bytes in one line, with nothing in it that does more than stand there."""
    legible = inert(" ".join(text[:size].split("\n"))).encode("utf-8", "replace")
    return legible[:size].decode("utf-8", "ignore")


def inert_name(name: str) -> str:
    """A name, in one line and told apart from every other: what would disturb the text is spelt out."""
    if name.isprintable() and "\\" not in name:
        return name
    return "".join(repr(c)[1:-1] if c == "\\" or disturbs_text(c) else c for c in name)


def disturbs_text(character: str) -> bool:
    """Whether it does something to what stands around it: controls, directions, other ends of a line."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
