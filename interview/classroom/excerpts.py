"""Code at the line where it goes wrong, as nobody's: names of one's own replaced, comments and texts taken out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from interview.classroom.fingerprints import KEPT_NAMES, scanned
from interview.grading.client.source import NotText, decode_source
from interview.model.cells import cell_marks, is_notebook, lines_of_cell, place_in_cells
from interview.model.verdict import Verdict

LINES_AROUND = 2
LONGEST_EXCERPT_LINE = 100
SHORT_NUMBER = 4
"""Digits; a longer one may be somebody's, as an id is, unless it is a known answer's."""
TEXT_TAKEN_OUT, NUMBER_TAKEN_OUT = '"…"', "…"
KEYWORDS_OF_TORCH = frozenset(
    {
        *("dim", "keepdim", "dtype", "device", "bias", "eps", "diagonal", "value", "size", "p"),
        *("dropout", "batch_first", "requires_grad", "approximate", "descending", "largest"),
        *(
            "dim0",
            "dim1",
            "num_samples",
            "replacement",
            "index",
            "src",
            "other",
            "mask",
            "fill_value",
        ),
    }
)
LIBRARY_NAMES = frozenset(
    {
        "functional",
        "forward",
        "backward",
        "Tensor",
        "Module",
        "utils",
        "optim",
        "np",
        "numpy",
        "einops",
    }
)
COMMON_NUMBER = re.compile(r"10*\.?0*|1e-?\d+")
NAME_OF_PYTHON = re.compile(r"__\w+__")
BOUND = re.compile(
    r"""\b(?:def|class)\s+(\w+)
    |\.(\w+)[ \t]*(?::[^=\n]{0,100})?=(?!=)  # self.scale = ...
    |\.(\w+)[ \t]*(?=,[^=\n()]{0,100}=(?!=))  # self.first, self.second = ...
    |^[ \t]+(\w+)[ \t]*:[ \t]*\w  # scale: float, in a class
    """,
    re.VERBOSE | re.MULTILINE,
)
"""What a file gives a name to that stands behind a point elsewhere. Its syntax tree would tell it exactly, but a
stranger's file is not parsed in the process of a whole class."""


@dataclass(frozen=True)
class Excerpt:
    """A few lines, none of them empty, and which of them goes wrong."""

    lines: tuple[str, ...]
    wrong: int
    """Its place among them, from 0."""


def excerpt_of(verdict: Verdict, data: bytes, known: Collection[str]) -> Excerpt | None:
    """The lines around the one where it goes wrong, if the verdict tells that; of a notebook those of one cell.

    known: names and numbers that are everybody's.
    """
    with suppress(NotText):
        source = decode_source(data)
        line, own = wrong_place(verdict, source)
        lines = anonymous_lines(source, known) if line in own else []
        near = range(line - LINES_AROUND, line + LINES_AROUND + 1)
        shown = {
            at: text
            for at, text in enumerate(lines, 1)
            if at in near and at in own and text.strip()
        }
        if line in shown:
            indent = min(len(text) - len(text.lstrip()) for text in shown.values())
            texts = (text[indent:].rstrip()[:LONGEST_EXCERPT_LINE] for text in shown.values())
            return Excerpt(tuple(texts), [*shown].index(line))
    return None


def wrong_place(verdict: Verdict, source: str) -> tuple[int, range]:
    """The line that goes wrong, from 1, and the lines that stand together with it: all, or those of its cell."""
    line, cell = wrong_line(verdict)
    if not is_notebook(verdict.file):
        return line, range(1, source.count("\n") + 2)
    marks = cell_marks(source)
    own = lines_of_cell(cell or place_in_cells(line, marks)[1], marks)
    return (own.start - 1 + line if cell else line), own


def wrong_line(verdict: Verdict) -> tuple[int, int]:
    """Where the first wrong value is made, or an error comes from; 0 where that isn't known.

    Where the line is told as that of a notebook's cell, the cell's number is beside it.
    """
    if verdict.departure:
        return verdict.departure.line, 0
    failed = (finding for case in verdict.cases for finding in case.findings)
    for finding in (*failed, *verdict.findings):
        if trace := finding.values.get("trace"):
            line, _function, _code, *cell = trace[-1]
            return int(line), int(cell[0]) if cell else 0
    return 0, 0


def anonymous_lines(source: str, known: Collection[str]) -> list[str]:
    """As many lines as before, with nothing left that only its author would write."""
    names = OwnNames(source, known)
    matches = [*scanned(source)]
    before, last, parts = "", "", []
    for match, follows in zip(matches, [*matches[1:], None], strict=False):
        kind = match.lastgroup or ""
        text = match[kind]
        after = follows.group() if follows else ""
        parts += [match.group()[: -len(text)], names.replaced(kind, text, (before, last, after))]
        if kind not in ("space", "end"):
            before, last = last, text
    end = matches[-1].end() if matches else 0
    return "".join([*parts, "\n" * source.count("\n", end)]).split("\n")


class OwnNames:
    """The names that are a file's own, each with another in its place."""

    def __init__(self, source: str, known: Collection[str]) -> None:
        self.known = {*known, *KEPT_NAMES, *LIBRARY_NAMES}
        self.bound = {name for match in BOUND.finditer(source) for name in match.groups() if name}
        self.given: dict[str, str] = {}

    def replaced(self, kind: str, text: str, around: tuple[str, str, str]) -> str:
        """What stands in a token's place; `around` are the two before it and the one after."""
        match kind:
            case "text":
                return TEXT_TAKEN_OUT + "\n" * text.count("\n")
            case "space" if text.startswith("#"):
                return ""
            case "number" if text not in self.known and is_telling(text):
                return NUMBER_TAKEN_OUT
            case "name" | "other" if text not in self.known and not self.of_library(text, around):
                return self.given.setdefault(text, f"name{len(self.given) + 1}")
        return text

    def of_library(self, name: str, around: tuple[str, str, str]) -> bool:
        """Whether it is a method or attribute that the file doesn't make itself, a keyword, or no name at all."""
        before, last, after = around
        if last == ".":
            return before != "self" and name not in self.bound
        if name in KEYWORDS_OF_TORCH and after == "=":
            return True
        return not name.isidentifier() or bool(NAME_OF_PYTHON.fullmatch(name))


def is_telling(number: str) -> bool:
    """Whether somebody may be known by a number: a long one, and no power of ten."""
    long = sum(map(str.isdigit, number)) > SHORT_NUMBER
    return long and not COMMON_NUMBER.fullmatch(number.replace("_", ""))


def common_words(sources: Iterable[str]) -> set[str]:
    """The names and numbers of the stub and of known answers."""
    return {
        match[match.lastgroup or 0]
        for source in sources
        for match in scanned(source)
        if match.lastgroup in ("name", "number")
    }


def different_excerpts(excerpts: Iterable[Excerpt | None], most: int) -> Iterator[Excerpt]:
    """The first so many that are not the same."""
    told: set[Excerpt] = set()
    for excerpt in excerpts:
        if excerpt and excerpt not in told:
            told.add(excerpt)
            yield excerpt
            if len(told) == most:
                return
