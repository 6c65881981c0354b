"""A batch's `results.jsonl`: written as it goes, so that an interrupted batch goes on where it was.

The first line says under which conditions the rest was graded:
`{"version": 2, "seed": 123, "sandbox": "full", "program": "0.1.0", "torch": "2.13.0"}`.
Every further line is one submission:
`{"person": "...", "digest": "...", "edition": "...", "verdict": {...}}` with a verdict as in
`interview grade --json`; `digest` is of the submitted file, `edition` of the question it was graded by.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from interview.classroom.batch import Entry
from interview.errors import UsageError
from interview.files import whole
from interview.grading.client.source import unreadable
from interview.messages import _
from interview.wording.record import as_record, verdict_from

NAME = "results.jsonl"
VERSION, READ = 2, (1, 2)
"""What is written, and what can be read: version 1 had verdicts of version 1."""
LONGEST_HEAD = 10_000
"""Characters of the first line."""


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
        """Starts with `entries`, those of an interrupted batch that still hold; raises UsageError."""
        self.path = path
        self.conditions = conditions
        self.entries = list(entries)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write(path, conditions, entries)
            self.file: IO[str] = path.open("a", encoding="utf-8")
        except OSError as error:
            text = _("{path}: cannot be written: {error}: choose another --out folder")
            raise UsageError(text.format(path=path, error=error.strerror)) from None

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # told already, by what was to be added
            self.file.close()

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)
        with keeping(self.path):
            self.file.write(line(record_of(entry)))
            self.file.flush()

    def finish(self, order: list[tuple[str, str]]) -> list[Entry]:
        """Rewrites the file in a stable order, (person, question) as given; returns the entries."""
        places = {key: place for place, key in enumerate(order)}
        self.entries.sort(key=lambda e: places[e.person, e.verdict.question])
        with keeping(self.path):
            write(self.path, self.conditions, self.entries)
        return self.entries


@contextmanager
def keeping(path: Path) -> Iterator[None]:
    """Where `path` cannot be written in this block, the UsageError says that what is graded is kept."""
    try:
        yield
    except OSError as error:
        text = _(
            "{path}: cannot be written: {error}: what is graded is kept: "
            "mend that and run the same command again, which goes on from there"
        )
        raise UsageError(text.format(path=path, error=error.strerror)) from None


def line(data: dict[str, Any]) -> str:
    return json.dumps(data) + "\n"


def write(path: Path, conditions: Conditions, entries: list[Entry]) -> None:
    """The whole file anew; an interruption leaves the old one."""
    with whole(path) as fresh, fresh.open("w", encoding="utf-8") as file:
        file.write(line({"version": VERSION, **asdict(conditions)}))
        file.writelines(line(record_of(entry)) for entry in entries)
        file.flush()
        os.fsync(file.fileno())


def read(path: Path) -> Record:
    """The ledger at `path` (the file, or the folder it is in); a last line cut short is left out.

    Raises UsageError if it is none of ours.
    """
    path = path / NAME if path.is_dir() else path
    if path.exists() and not path.is_file():
        text = _("{path}: expected the folder of a batch or its {name}, got something else")
        raise UsageError(text.format(path=path, name=NAME))
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return record(file, path)
    except FileNotFoundError:
        return Record(None, [])
    except OSError as error:
        raise unreadable(path, error) from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        text = _("{path}: no results of a batch: name another folder")
        raise UsageError(text.format(path=path)) from None


def record(file: IO[str], path: Path) -> Record:
    """What an open ledger holds; of another file not more than its start is read."""
    first = file.readline(LONGEST_HEAD)
    if not first:
        return Record(None, [])
    head = json.loads(first)
    if head.pop("version") not in READ:
        text = _("{path}: written by another version: name another folder")
        raise UsageError(text.format(path=path))
    conditions = Conditions(**head)
    if not isinstance(conditions.seed, int):
        raise TypeError("seed")
    entries = []
    for one in file:
        try:
            entries.append(entry(json.loads(one)))
        except ValueError:
            if one.endswith("\n"):
                raise
    return Record(conditions, entries)


def record_of(entry: Entry) -> dict[str, Any]:
    return {**asdict(entry), "verdict": as_record(entry.verdict)}


def entry(data: dict[str, Any]) -> Entry:
    return Entry(**{**data, "verdict": verdict_from(data["verdict"])})
