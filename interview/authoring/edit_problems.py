"""Misconceptions that are the reference's own code, or none at all; and alternatives that are the reference."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from pathlib import Path

from interview.bank.edits import apply_edit
from interview.bank.files import read_bank_file
from interview.bank.heads import path_from_here
from interview.bank.question_files import QuestionFiles
from interview.bank.rules import Problem
from interview.errors import QuestionError
from interview.model.card import reference_of

UNREADABLE = (QuestionError, SyntaxError, ValueError, RecursionError, MemoryError)
"""What reading and parsing a bank's Python raises."""


def edit_problems(files: QuestionFiles) -> list[str]:
    """One line each, with file and line; none where the reference can't be read, which is told elsewhere."""
    try:
        text = read_bank_file(reference_of(files.folder))
        code = running_code(text)
    except UNREADABLE:
        return []
    repeated = repeated_references(files.folder, code)
    return [*files.told(files.english, unusable_edits(files, text, code)), *repeated]


def unusable_edits(files: QuestionFiles, reference: str, code: str) -> Iterator[Problem]:
    """Edits after which nothing can be told from the reference, or nothing can be run."""
    misconceptions = files.question.exercise.misconceptions if files.question else ()
    for i, misconception in enumerate(misconceptions):
        key = ("exercise", "misconceptions", i, "edit")
        try:
            wrong = apply_edit(reference, misconception.edit)
            if misconception.edit and running_code(wrong) == code:
                yield key, "changes nothing that runs: write other code in its place"
        except SyntaxError as error:
            line = wrong.split("\n")[(error.lineno or 1) - 1 :][:1]
            got = f"{line[0].strip()!r}, {error.msg}" if line else error.msg
            yield key, f"expected Python, got {got}: mend the new text, or quote more of the line"
        except UNREADABLE:  # told by the rules
            continue


def repeated_references(folder: Path, code: str) -> Iterator[str]:
    """Files that are to be answers written in another way, or with a mistake."""
    remedies = {"right": "write the answer in another way", "wrong": "write the mistake into it"}
    for name, remedy in remedies.items():
        for path in sorted((folder / name).glob("*.py")):
            try:
                if running_code(read_bank_file(path)) == code:
                    yield f"{path_from_here(path)}: runs the same code as the reference: {remedy}"
            except UNREADABLE:  # told of that file
                continue


def running_code(source: str) -> str:
    """What runs of a source, whatever its comments and layout; raises what is in `UNREADABLE`."""
    with warnings.catch_warnings(action="ignore"):
        return ast.dump(ast.parse(source))
