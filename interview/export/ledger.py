"""A batch's `results.jsonl`: written as it goes, so that an interrupted batch goes on where it was.

The first line says under which conditions the rest was graded:
`{"version": 1, "seed": 123, "sandbox": "full", "program": "0.1.0", "torch": "2.13.0"}`.
Every further line is one submission:
`{"person": "...", "digest": "...", "edition": "...", "verdict": {...}}` with a verdict as in
`interview grade --json`; `digest` is of the submitted file, `edition` of the question it was graded by.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from interview.errors import UsageError
from interview.grading.batch import Entry
from interview.grading.client import verdict_from
from interview.messages import _

NAME = "results.jsonl"
VERSION = 1


@dataclass(frozen=True)
class Conditions:
    """What every entry of one batch has in common."""

    seed: int
    sandbox: str
    program: str
    torch: str


@dataclass(frozen=True)
class Record:
    """A ledger as read: its conditions, if it has any yet, and its entries."""

    conditions: Conditions | None
    entries: list[Entry]


class Ledger:
    """An open `results.jsonl`; what is added is on disk before the next submission is begun."""

    def __init__(self, path: Path, conditions: Conditions, entries: list[Entry]) -> None:
        """Starts with `entries`, those of an interrupted batch that still hold."""
        self.path = path
        self.conditions = conditions
        write(path, conditions, entries)
        self.entries = list(entries)
        self.file: IO[str] = path.open("a", encoding="utf-8")

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)
        self.file.write(line(asdict(entry)))
        self.file.flush()

    def finish(self, order: list[tuple[str, str]]) -> list[Entry]:
        """Rewrites the file in a stable order, (person, question) as given; returns the entries."""
        places = {key: place for place, key in enumerate(order)}
        self.entries.sort(key=lambda e: places[e.person, e.verdict.question])
        write(self.path, self.conditions, self.entries)
        return self.entries


def line(data: dict[str, Any]) -> str:
    return json.dumps(data) + "\n"


def write(path: Path, conditions: Conditions, entries: list[Entry]) -> None:
    """The whole file anew; an interruption leaves the old one."""
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(line({"version": VERSION, **asdict(conditions)}))
        file.writelines(line(asdict(entry)) for entry in entries)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def read(path: Path) -> Record:
    """The ledger at `path` (the file, or the folder it is in); a last line cut short is left out.

    Raises UsageError if it is none of ours.
    """
    path = path / NAME if path.is_dir() else path
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return Record(None, [])
    if not lines:
        return Record(None, [])
    try:
        head = json.loads(lines[0])
        if head.pop("version") != VERSION:
            text = _("{path}: written by another version: choose another --out folder")
            raise UsageError(text.format(path=path))
        conditions = Conditions(**head)
        entries = []
        for number, one in enumerate(lines[1:], 2):
            try:
                entries.append(entry(json.loads(one)))
            except ValueError:
                if number < len(lines):
                    raise
    except (ValueError, TypeError, KeyError, AttributeError):
        text = _("{path}: no results of a batch: choose another --out folder")
        raise UsageError(text.format(path=path)) from None
    return Record(conditions, entries)


def entry(data: dict[str, Any]) -> Entry:
    return Entry(**{**data, "verdict": verdict_from(data["verdict"])})
