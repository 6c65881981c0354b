"""A batch's `results.jsonl`: written as it goes, so that an interrupted batch goes on where it was.

The first line says under which conditions the rest was graded:
`{"version": 3, "seed": 123, "sandbox": "full", "program": "0.1.0", "torch": "2.13.0"}`.
Every further line is one submission:
`{"person": "...", "digest": "...", "verdict": {...}}` with a verdict as in `interview grade --json`;
`digest` is of the submitted file. In versions 1 and 2 the question's edition stood beside the verdict.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from interview.classroom.batch import BatchEntry
from interview.errors import UsageError
from interview.files import whole_file
from interview.grading.client.source import unreadable
from interview.messages import _
from interview.wording.record import as_record, verdict_from_record

LEDGER_NAME = "results.jsonl"
LEDGER_VERSION, READABLE_VERSIONS = 3, (1, 2, 3)
"""What is written, and what can be read: each with verdicts of that version."""
LONGEST_HEAD = 10_000
"""Characters of the first line."""


@dataclass(frozen=True)
class BatchConditions:
    """What every entry of one batch has in common."""

    seed: int
    sandbox: str
    program: str
    torch: str


@dataclass(frozen=True)
class LedgerContents:
    """A ledger as read: its conditions, if it has any yet, and its entries."""

    conditions: BatchConditions | None
    entries: list[BatchEntry]


class Ledger:
    """An open `results.jsonl`; what is added is on disk before the next submission is begun."""

    def __init__(self, path: Path, conditions: BatchConditions, entries: list[BatchEntry]) -> None:
        """Starts with `entries`, those of an interrupted batch that still hold; raises UsageError."""
        self.path = path
        self.conditions = conditions
        self.entries = list(entries)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_ledger(path, conditions, entries)
            self.file: IO[str] = path.open("a", encoding="utf-8")
        except OSError as error:
            text = _("{path}: cannot be written: {error}: choose another --out folder")
            raise UsageError(text.format(path=path, error=error.strerror)) from None

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # told already, by what was to be added
            self.file.close()

    def add(self, entry: BatchEntry) -> None:
        self.entries.append(entry)
        with explaining_write_errors(self.path):
            self.file.write(json_line(entry_as_record(entry)))
            self.file.flush()

    def finish(self, order: list[tuple[str, str]]) -> list[BatchEntry]:
        """Rewrites the file in a stable order, (person, question) as given; returns the entries."""
        places = {key: place for place, key in enumerate(order)}
        self.entries.sort(key=lambda e: places[e.person, e.verdict.question])
        with explaining_write_errors(self.path):
            write_ledger(self.path, self.conditions, self.entries)
        return self.entries


@contextmanager
def explaining_write_errors(path: Path) -> Iterator[None]:
    """Where `path` cannot be written in this block, the UsageError says that what is graded is kept."""
    try:
        yield
    except OSError as error:
        text = _(
            "{path}: cannot be written: {error}: what is graded is kept: "
            "mend that and run the same command again, which goes on from there"
        )
        raise UsageError(text.format(path=path, error=error.strerror)) from None


def json_line(data: dict[str, Any]) -> str:
    return json.dumps(data) + "\n"


def write_ledger(path: Path, conditions: BatchConditions, entries: list[BatchEntry]) -> None:
    """The whole file anew; an interruption leaves the old one."""
    with whole_file(path) as fresh, fresh.open("w", encoding="utf-8") as file:
        file.write(json_line({"version": LEDGER_VERSION, **asdict(conditions)}))
        file.writelines(json_line(entry_as_record(entry)) for entry in entries)
        file.flush()
        os.fsync(file.fileno())


def read_ledger(path: Path) -> LedgerContents:
    """The ledger at `path` (the file, or the folder it is in); a last line cut short is left out.

    Raises UsageError if it is none of ours.
    """
    path = path / LEDGER_NAME if path.is_dir() else path
    if path.exists() and not path.is_file():
        text = _("{path}: expected the folder of a batch or its {name}, got something else")
        raise UsageError(text.format(path=path, name=LEDGER_NAME))
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return parse_ledger(file, path)
    except FileNotFoundError:
        return LedgerContents(None, [])
    except OSError as error:
        raise unreadable(path, error) from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        text = _("{path}: no results of a batch: name another folder")
        raise UsageError(text.format(path=path)) from None


def parse_ledger(file: IO[str], path: Path) -> LedgerContents:
    """What an open ledger holds; of another file not more than its start is read."""
    first = file.readline(LONGEST_HEAD)
    if not first:
        return LedgerContents(None, [])
    head = json.loads(first)
    if head.pop("version") not in READABLE_VERSIONS:
        text = _("{path}: written by another version: name another folder")
        raise UsageError(text.format(path=path))
    conditions = BatchConditions(**head)
    if not isinstance(conditions.seed, int):
        raise TypeError("seed")
    entries = []
    for line in file:
        try:
            entries.append(entry_from_record(json.loads(line)))
        except ValueError:
            if line.endswith("\n"):
                raise
    return LedgerContents(conditions, entries)


def entry_as_record(entry: BatchEntry) -> dict[str, Any]:
    return {**vars(entry), "verdict": as_record(entry.verdict)}


def entry_from_record(data: dict[str, Any]) -> BatchEntry:
    edition = {"edition": data.pop("edition")} if "edition" in data else {}
    return BatchEntry(**{**data, "verdict": verdict_from_record({**data["verdict"], **edition})})
