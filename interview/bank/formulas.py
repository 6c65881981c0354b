"""How formulas are typeset: what `questions/formulas.yaml` holds, its symbols, and MathML.

In prose a formula stands in backticks as it can be read in a terminal; the same in LaTeX stands here.
"""

from __future__ import annotations

import html
import os
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from interview.bank.source import YamlSource, read_yaml
from interview.model.strict import Strict

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

HAT = re.compile(r"\\hat\{(\w)\}")
LATEX_PARTS = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL)
NO_SYMBOL = re.compile(r"[\s()\[\]{}|‖⌈⌉·×*/_^,&]+")
"""What one form has and the other need not: brackets that a fraction replaces, products, the mark of an index."""
LONGEST_FORMULA = 400
"""Characters of LaTeX."""
COMBINING_HAT = "\N{COMBINING CIRCUMFLEX ACCENT}"
"""It follows its letter, where `\\hat` stands before it."""
MATH_FUNCTIONS = ("log", "ln", "exp", "max", "min", "sin", "cos", "tanh")
LEFT_BRACKETS, RIGHT_BRACKETS = frozenset("([{|‖⌈"), frozenset(")]}|‖⌉")
THIN_SPACE = "0.1667em"
OTHER_TAGS = {"∞": "mi", "±": "mo"}
"""Elements that the converter takes for others."""
COMMANDS = {
    **dict.fromkeys(("left", "right", "mid", "lceil", "rceil", "cdot", "times", "frac"), ""),
    **dict.fromkeys(("text", "operatorname", "mathrm", "quad"), ""),
    **{name: name for name in MATH_FUNCTIONS},
    "sqrt": "√",
    "sum": "Σ",
    "prod": "∏",
    "infty": "∞",
    "odot": "⊙",
    "circ": "∘",
    "bmod": "mod",
    "pm": "±",
    "nabla": "∇",
    "hat": COMBINING_HAT,
    "ell": "l",
    "le": "≤",
    "ge": "≥",
    "ne": "≠",
    "approx": "≈",
    "to": "→",
    "leftarrow": "←",
    "in": "∈",
    "ldots": "...",
    "epsilon": "ε",
    "varepsilon": "ε",
    "varphi": "φ",
}
"""The commands that may stand in a formula -> the symbol that each is; Greek letters, by their names, besides."""


@dataclass(frozen=True)
class Formulas(Strict):
    """How the formulas of all questions are typeset where they can be, as in the book."""

    formulas: dict[str, str] = field(default_factory=dict)
    """The formula as it stands in backticks -> the same in LaTeX, with the same symbols in the same order."""


def read_formulas(questions: Path) -> tuple[Formulas, YamlSource | None]:
    """The formulas in a bank's `questions/`, and the file with its problems; None without one."""
    from interview.bank.schema import validated  # which has the formulas among its files

    path = questions / "formulas.yaml"
    if not os.path.lexists(path):
        return Formulas(), None
    source = read_yaml(path)
    return validated(source, Formulas) or Formulas(), source


def plain_symbols(formula: str) -> str:
    """Letters, numbers and signs of a plain formula in their order, without what only arranges them."""
    letters = unicodedata.normalize("NFKC", formula).replace("−", "-").replace("′", "'")
    return NO_SYMBOL.sub("", letters)


def latex_symbols(latex: str) -> str:
    """The same of a formula in LaTeX; raises ValueError for a command that is not among COMMANDS."""
    parts = LATEX_PARTS.findall(HAT.sub(rf"\1{COMBINING_HAT}", latex))
    return plain_symbols("".join(command_symbol(part) for part in parts))


def command_symbol(part: str) -> str:
    """The symbol that a command is, and every other character as it is."""
    name = part.removeprefix("\\")
    if len(part) == 1 or not name.isalpha():
        return name if name in "%$#" or part == name else ""
    if name in COMMANDS:
        return COMMANDS[name]
    size = "CAPITAL" if name[0].isupper() else "SMALL"
    try:
        return unicodedata.lookup(f"GREEK {size} LETTER {name.replace('lambda', 'lamda').upper()}")
    except KeyError:
        known = " ".join(f"\\{name}" for name in COMMANDS)
        raise ValueError(f"{part} is no Greek letter and not one of {known}") from None


def lost_brackets(plain: str, latex: str) -> bool:
    """Whether round brackets are missing that no fraction, root, exponent or index replaces, or are too many."""
    groups = 2 * latex.count("\\frac") + sum(map(latex.count, ("\\sqrt", "^{", "_{")))
    return not 0 <= plain.count("(") - latex.count("(") <= groups


def as_mathml(latex: str) -> str:
    """A `<math>` element with all text in it escaped; raises ValueError where the LaTeX is none that we write."""
    from xml.etree.ElementTree import tostring

    from latex2mathml.converter import convert_to_element

    latex_symbols(latex)
    if len(latex) > LONGEST_FORMULA:
        raise ValueError(f"it has more than {LONGEST_FORMULA} characters")
    try:
        math = convert_to_element(latex)
    except Exception as error:  # its errors have no base in common, and some are Python's own
        raise ValueError(f"{type(error).__name__} {error}".strip()) from error
    for element in math.iter():
        # It writes characters as entities, and leaves `\\_` within \\text as it is.
        element.text = html.unescape(element.text or "").replace("\\_", "_")
    for row in math.iter():
        for before, element, after in zip((None, *row), row, (*row[1:], None), strict=False):
            set_spaces(before, element, after)
    return tostring(math, encoding="unicode")


def set_spaces(before: Element | None, element: Element, after: Element | None) -> None:
    """As in TeX, which a row of MathML doesn't know: none after the sign of a number, thin ones around `log`."""
    begins = (
        before is None
        or before.tag == "mspace"
        or (before.tag == "mo" and (before.text or "") not in RIGHT_BRACKETS)
    )
    if element.tag == "mtext":  # counts as a space: an operator among nothing else would have none
        element.tag = "mi"
        element.set("mathvariant", "normal")
    elif element.text in MATH_FUNCTIONS:
        ends = after is None or after.tag == "mspace" or leftmost_text(after) in LEFT_BRACKETS
        element.tag = "mo"
        element.set("form", "prefix")
        element.set("lspace", "0em" if begins else THIN_SPACE)
        element.set("rspace", "0em" if ends else THIN_SPACE)
    elif element.text == "−" and begins:
        element.set("form", "prefix")
    elif element.text in OTHER_TAGS:
        element.tag = OTHER_TAGS[element.text]


def leftmost_text(element: Element) -> str:
    while len(element):
        element = element[0]
    return element.text or ""
