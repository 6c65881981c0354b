"""What a file is known by, however its names and its layout were changed: fingerprints by winnowing.

Source: Schleimer, Wilkerson & Aiken (2003), "Winnowing: Local Algorithms for Document Fingerprinting",
§3-4, as MOSS uses it. Any passage of `GRAM + WINDOW - 1` equal tokens is found.
"""

from __future__ import annotations

import builtins
import io
import keyword
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

GRAM, WINDOW = 9, 6
"""Tokens in a gram, and grams of which one is kept."""
MOST_TOKENS = 20_000
"""What stands behind is not looked at; an answer of this bank has some hundred."""
LAYOUT = frozenset(
    {
        *(tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT),
        *(tokenize.ENCODING, tokenize.ENDMARKER),
    }
)
KEPT_NAMES = frozenset({*keyword.kwlist, *dir(builtins), "self", "torch", "nn", "F", "math"})
"""Names that are everybody's, so that they say what is done."""
FORM_OF_NAME, FORM_OF_TEXT = "name", "text"


@dataclass(frozen=True)
class Token:
    """A token without what a copy would change first: a name of one's own, or a text, is any other."""

    form: str
    line: int


@dataclass(frozen=True)
class Print:
    """A passage by its hash, and the lines in which it stands."""

    code: int
    first: int
    last: int


def tokens_of(source: str) -> list[Token]:
    """The tokens of a file as far as it is Python, without comments, docstrings and layout."""
    return [
        Token(form_of(token, before), token.start[0])
        for before, token in pairwise([None, *plain_tokens(source)])
        if token is not None
    ]


def plain_tokens(source: str) -> Iterator[tokenize.TokenInfo]:
    begins, count = True, 0
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type in LAYOUT:
                begins = begins or token.type in (tokenize.NEWLINE, tokenize.INDENT)
                continue
            docstring, begins = begins and token.type == tokenize.STRING, False
            if docstring:
                continue
            yield token
            count += 1
            if count == MOST_TOKENS:
                return
    except (tokenize.TokenError, SyntaxError):  # what there was before counts
        return


def form_of(token: tokenize.TokenInfo, before: tokenize.TokenInfo | None) -> str:
    if token.type == tokenize.NAME:
        attribute = before is not None and before.string == "."
        return token.string if attribute or token.string in KEPT_NAMES else FORM_OF_NAME
    return FORM_OF_TEXT if token.type == tokenize.STRING else token.string


def fingerprints(tokens: list[Token]) -> list[Print]:
    """The prints of a file in their order; of few tokens none."""
    grams = [
        Print(
            crc32("\0".join(token.form for token in tokens[i : i + GRAM]).encode()),
            tokens[i].line,
            tokens[i + GRAM - 1].line,
        )
        for i in range(len(tokens) - GRAM + 1)
    ]
    kept: list[Print] = []
    last = -1
    for start in range(max(0, len(grams) - WINDOW + 1)):
        # The rightmost of the smallest, so that a window that slides on keeps it.
        at = min(range(start, start + WINDOW), key=lambda i: (grams[i].code, -i))
        if at != last:
            kept.append(grams[at])
            last = at
    return kept
