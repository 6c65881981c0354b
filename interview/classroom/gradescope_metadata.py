"""Who hands in, and when, by the `submission_metadata.json` that Gradescope lays beside a submission."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from interview.grading.client.source import read_regular_file
from interview.text import inert_name

MOST_METADATA_BYTES = 64 * 2**20
"""It holds the results of all earlier submissions."""


@dataclass(frozen=True)
class HandedInBy:
    """One of those who hand in together."""

    name: str
    email: str = ""
    number: str = ""
    """The student's id, where the course has them."""

    @property
    def known_as(self) -> frozenset[str]:
        """Everything that means this person and nobody else, in small letters."""
        told = (self.name, self.email, self.number)
        return frozenset(text.strip().casefold() for text in told) - {""}


@dataclass(frozen=True)
class HandIn:
    """One submission: whose, and when, if that is known, with a zone."""

    people: tuple[HandedInBy, ...] = ()
    at: datetime | None = None

    @property
    def label(self) -> str:
        """What they are called in the results."""
        return ", ".join(person.name or person.email for person in self.people) or "submission"


def read_hand_in(path: Path) -> HandIn:
    """What the metadata tells; nobody, at no time, where it is missing or is not what is documented."""
    try:
        told = json.loads(read_regular_file(path, MOST_METADATA_BYTES) or b"")
    except (OSError, ValueError, RecursionError):
        return HandIn()
    if not isinstance(told, dict):
        return HandIn()
    users = told.get("users")
    people = [person_of(user) for user in users] if isinstance(users, list) else []
    return HandIn(tuple(filter(None, people)), time_of(told.get("created_at")))


def person_of(user: Any) -> HandedInBy | None:
    if not isinstance(user, dict):
        return None
    name, email, number = (
        inert_name(str(user.get(key) or "")).strip() for key in ("name", "email", "sid")
    )
    return HandedInBy(name, email, number) if name or email else None


def time_of(text: Any) -> datetime | None:
    """A time with its zone, as `2018-07-01T14:22:32.365935-07:00`."""
    try:
        time = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return time if time.tzinfo else None
