"""What ids and titles may be, and what a question's folder is called. Every command needs it for its list."""

from __future__ import annotations

import re

KEBAB_CASE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_ID = 60


def id_problem(id: str) -> str | None:
    """What is wrong with an id, if anything is."""
    if not KEBAB_CASE.fullmatch(id):
        return f"expected kebab-case, got {id!r}: use a-z, 0-9 and single dashes"
    if len(id) > LONGEST_ID:
        return f"expected at most {LONGEST_ID} characters, got {len(id)}: shorten it"
    return None


def title_problem(title: str) -> str | None:
    if not title.strip():
        return "expected a title for lists, got nothing: write one"
    if len(title.splitlines()) > 1:
        return "expected one line, got several: join them"
    return None


def slug_of(number: int, id: str) -> str:
    return f"{number:02d}_{id.replace('-', '_')}"
