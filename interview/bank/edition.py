"""A question's edition: another one wherever verdicts may be others, the same however its prose is put."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from interview.bank.files import read_bank_bytes
from interview.model.card import Card
from interview.model.question import Question


def question_edition(card: Card, question: Question) -> str:
    """Changes with everything that verdicts hang on, and of words with the cases' names alone; raises OSError."""
    exercise = question.exercise
    without_prose = replace(
        exercise,
        task="",
        hints=("", "", ""),
        left_out={},
        stages={},
        misconceptions=tuple(replace(m, says="") for m in exercise.misconceptions),
    )
    files = [card.reference, card.given, card.folder / "recipes.py"]
    files += sorted((card.folder / "wrong").glob("*.py"))
    return edition_of((question.id, without_prose), files)


def edition_of(told: object, files: Iterable[Path]) -> str:
    """Sixteen digits for what YAML tells and for the bytes of files, of which some may not be there."""
    digest = hashlib.sha256(repr(told).encode())
    for file in files:
        digest.update(b"\0" + (read_bank_bytes(file) if file.is_file() else b""))
    return digest.hexdigest()[:16]
