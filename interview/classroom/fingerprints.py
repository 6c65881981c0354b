"""What a file is known by, however its names and its layout were changed: fingerprints by winnowing.

Source: Schleimer, Wilkerson & Aiken (2003), "Winnowing: Local Algorithms for Document Fingerprinting",
§3-4, as MOSS uses it. Any passage of `GRAM + WINDOW - 1` equal tokens is found.
"""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple
from zlib import crc32

GRAM, WINDOW = 9, 6
"""Tokens in a gram, and grams of which one is kept."""
MOST_TOKENS = 20_000
"""What stands behind is not looked at; an answer of this bank has some hundred."""
SCANNED = re.compile(
    r"""[ \t\f]*(?:
    (?P<name>[^\W\d]\w*(?!["'\w]))
    |(?P<sign>[()\[\],.:](?![.=\d])|\*\*=?|//=?|<<=?|>>=?|->|\.\.\.|[-+*/%@&|^=!<>:]=|[^\w\s\#"'\\.])
    |(?P<end>\n)
    |(?P<space>\\\r?\n|\#[^\n]*)
    |(?P<number>\d(?:[\w.]|(?<=[eE])[+-])*|\.\d(?:\w|(?<=[eE])[+-])*)
    |(?P<text>(?:[rR][bBfF]?|[bBfF][rR]?|[uU])?(?:
        \"\"\"(?:[^\\]|\\.)*?\"\"\"|\'\'\'(?:[^\\]|\\.)*?\'\'\'
        |"(?!"")(?:[^"\\\n]|\\.)*"|'(?!'')(?:[^'\\\n]|\\.)*'))
    |(?P<open>["'])
    |(?P<other>\w+|[^ \t\f]))""",
    re.VERBOSE | re.DOTALL,
)
"""Python's tokens, as `tokenize` finds them in several times the time, and behind an error as well. `open` is a
text without an end, and nothing is behind it: who looked for the end from each beginning would never be done.
"""
KEPT_NAMES = frozenset({*keyword.kwlist, *dir(builtins), "self", "torch", "nn", "F", "math"})
"""Names that are everybody's, so that they say what is done."""
FORM_OF_NAME, FORM_OF_TEXT = "name", "text"
MAY_END_LINES = frozenset({"end", "space", "text"})
OPENING, CLOSING = frozenset("([{"), frozenset(")]}")
BASE, BITS = 1_000_003, 2**61 - 1
"""Of the hash of a gram, which is that of the gram before with a token less and one more."""
FIRST_FACTOR = pow(BASE, GRAM - 1, BITS)


class Token(NamedTuple):
    """A token without what a copy would change first: a name of one's own, or a text, is any other."""

    form: str
    line: int


class Print(NamedTuple):
    """A passage by its hash, and the lines in which it stands."""

    code: int
    first: int
    last: int


def scanned(source: str) -> Iterator[re.Match[str]]:
    """Each token and what is between them; nothing from a text without an end on."""
    for match in SCANNED.finditer(source):
        if match.lastgroup == "open":
            return
        yield match


def tokens_of(source: str) -> list[Token]:
    """The tokens of a file as far as it is Python, without comments, docstrings and layout."""
    tokens: list[Token] = []
    line, depth, begins, before = 1, 0, True, ""
    for match in scanned(source):
        kind = match.lastgroup or ""
        text = match[kind]
        if kind == "end":
            begins = begins or not depth
        elif kind != "space" and not (kind == "text" and begins):
            tokens.append(Token(form_of(kind, text, before), line))
            if len(tokens) == MOST_TOKENS:
                break
            if kind == "sign":
                depth = max(0, depth + (text in OPENING) - (text in CLOSING))
            begins, before = False, text
        if kind in MAY_END_LINES:
            line += text.count("\n")
    return tokens


def form_of(kind: str, text: str, before: str) -> str:
    if kind == "name" and text not in KEPT_NAMES and before != ".":
        return FORM_OF_NAME
    return FORM_OF_TEXT if kind == "text" else text


def fingerprints(tokens: Sequence[Token]) -> list[Print]:
    """The prints of a file in their order; of few tokens none."""
    codes = [*gram_codes(tokens)]
    return [Print(codes[at], tokens[at].line, tokens[at + GRAM - 1].line) for at in winnowed(codes)]


def gram_codes(tokens: Sequence[Token]) -> Iterator[int]:
    """The hash of each gram."""
    marks = [code_of_form(token.form) for token in tokens]
    code = 0
    for at, mark in enumerate(marks):
        if at >= GRAM:
            code -= marks[at - GRAM] * FIRST_FACTOR
        code = (code * BASE + mark) % BITS
        if at >= GRAM - 1:
            yield code


@cache
def code_of_form(form: str) -> int:
    return crc32(form.encode("utf-8", "replace"))


def winnowed(codes: Sequence[int]) -> Iterator[int]:
    """The places of those kept: of each window the smallest, the rightmost of several."""
    at, told = 0, -1
    for end, code in enumerate(codes):
        if code <= codes[at]:
            at = end
        elif at <= end - WINDOW:
            at = min(range(end - WINDOW + 1, end + 1), key=lambda i: (codes[i], -i))
        if end >= WINDOW - 1 and at != told:
            yield at
            told = at
