"""Misconception -> the wrong source it stands for."""

from __future__ import annotations

from pathlib import Path

from interview.bank.files import read_bank_file
from interview.errors import QuestionError
from interview.model.question import Misconception


def apply_edit(reference: str, edit: dict[str, str]) -> str:
    """The reference with each old text replaced; raises ValueError unless each occurs exactly once.

    All places are found in the original text, so one replacement never sees another.
    """
    places = []
    for old, new in edit.items():
        count = reference.count(old)
        if count != 1:
            raise ValueError(
                f"{old!r} occurs {count} times in the reference, expected exactly once"
            )
        start = reference.index(old)
        places.append((start, start + len(old), new))
    places.sort()
    text, at = [], 0
    for start, end, new in places:
        if start < at:
            raise ValueError(f"the edits overlap at {reference[start:end]!r}")
        text += [reference[at:start], new]
        at = end
    return "".join([*text, reference[at:]])


def wrong_source(folder: Path, reference: str, misconception: Misconception) -> str:
    """The source of a misconception, from its edit or its file in `wrong/`."""
    if misconception.edit:
        try:
            return apply_edit(reference, misconception.edit)
        except ValueError as error:
            raise QuestionError([f"{folder.name}: {misconception.id}: edit: {error}"]) from None
    return read_bank_file(folder / "wrong" / f"{misconception.id}.py")
