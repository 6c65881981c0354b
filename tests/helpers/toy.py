"""The toy question's exercise: its reference, its file, and questions that are broken on purpose."""

from __future__ import annotations

import os
from pathlib import Path

from tests.conftest import TOY

REFERENCE = (TOY / "solutions" / "01_attend.py").read_text()


def exercise():
    return Path(os.environ["INTERVIEW_EXERCISES"]) / "toy" / "01_attend.py"


def attempt(text):
    """An exercise file with that text."""
    path = exercise()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def change(folder, old, new, name="question.yaml"):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
