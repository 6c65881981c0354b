"""Text from elsewhere, made harmless wherever it will be read."""

from __future__ import annotations

import unicodedata


def inert(text: str) -> str:
    """Text without control, escape or direction-changing characters."""
    if text.isprintable():  # nothing of category C is, and most text holds nothing else
        return text
    return "".join(
        c if c in "\n\t" or unicodedata.category(c)[0] != "C" else "\N{REPLACEMENT CHARACTER}"
        for c in text
    )
