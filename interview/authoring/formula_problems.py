"""What is wrong with the formulas of a bank: two forms that differ, LaTeX that can't be read, none that need it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from interview.bank.files import read_bank_file
from interview.bank.formulas import (
    as_mathml,
    latex_symbols,
    lost_brackets,
    plain_symbols,
    read_formulas,
)
from interview.errors import QuestionError


def formula_problems(questions: Path, folders: Iterable[Path]) -> list[str]:
    """One line each, of a bank's `questions/` and its questions' folders; none without formulas."""
    formulas, source = read_formulas(questions)
    if source is None:
        return []
    prose = "\n".join(map(prose_of_question, folders))
    found = {
        ("formulas", plain): form_problem(plain, latex)
        or ("" if f"`{plain}`" in prose else "stands in no question in backticks: remove it")
        for plain, latex in formulas.formulas.items()
    }
    told = ((key, what) for key, what in found.items() if what)
    return [*source.problems, *source.lines_of(told)]


def form_problem(plain: str, latex: str) -> str:
    """Why the second is not the first in LaTeX; nothing if it is."""
    try:
        got, wanted = latex_symbols(latex), plain_symbols(plain)
        as_mathml(latex)
    except ValueError as error:
        return f"expected LaTeX, got {latex!r}: {error}: write what the book can show"
    if got != wanted:
        return f"expected the symbols {wanted}, got {got} in {latex!r}: write both forms alike"
    if lost_brackets(plain, latex):
        return f"expected the brackets of the plain form, got {latex!r}: write both forms alike"
    return ""


def prose_of_question(folder: Path) -> str:
    """All text of a question's YAML in one line; nothing where it can't be read, which is told elsewhere."""
    try:
        return re.sub(r"\s+", " ", read_bank_file(folder / "question.yaml"))
    except QuestionError:
        return ""
