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
from dataclasses import asdict, dataclass, field, replace
from io import RawIOBase
from pathlib import Path
from typing import Any, BinaryIO

from interview.classroom.batch import BatchEntry
from interview.errors import UsageError
from interview.files import cannot_write, whole_file
from interview.grading.client.source import unreadable
from interview.messages import _
from interview.model.told import is_told_example
from interview.model.typed import is_typed
from interview.text import disturbs_text, inert_name
from interview.wording.record import as_record, verdict_from_record

LEDGER_NAME = "results.jsonl"
LEDGER_VERSION, READABLE_VERSIONS = 3, (1, 2, 3)
"""What is written, and what can be read: each with verdicts of that version."""
LONGEST_HEAD = 10_000
"""Bytes of the first line."""


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
    problems: list[str] = field(default_factory=list)
    """A line on each line of the file that is no entry and was left out."""


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
            self.file = path.open("ab", buffering=0)
        except OSError as error:
            text = _("{path}: cannot be written: {error}: choose another --out folder")
            raise cannot_write(path, error, text) from None

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # told already, by what was to be added
            self.file.close()

    def add(self, entry: BatchEntry) -> None:
        self.entries.append(entry)
        with explaining_write_errors(self.path):
            append_whole(self.file, json_line(entry_as_record(entry)))

    def finish(self, order: list[tuple[str, str]]) -> list[BatchEntry]:
        """Rewrites the file in a stable order, (person, question) as given; returns the entries."""
        places = {key: place for place, key in enumerate(order)}
        self.entries.sort(key=lambda e: places[e.person, e.verdict.question])
        with explaining_write_errors(self.path):
            write_ledger(self.path, self.conditions, self.entries)
        return self.entries


def append_whole(file: RawIOBase, line: bytes) -> None:
    """Adds a line; where there is no room for all of it, for none of it. Raises OSError."""
    end = file.seek(0, os.SEEK_END)
    rest = memoryview(line)
    try:
        while rest:
            rest = rest[file.write(rest) or 0 :]
    except BaseException:
        with suppress(OSError):
            file.truncate(end)
        raise


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


def json_line(data: dict[str, Any]) -> bytes:
    return json.dumps(data, allow_nan=False).encode() + b"\n"


def write_ledger(path: Path, conditions: BatchConditions, entries: list[BatchEntry]) -> None:
    """The whole file anew; an interruption leaves the old one."""
    with whole_file(path) as file:
        file.write(json_line({"version": LEDGER_VERSION, **asdict(conditions)}))
        file.writelines(json_line(entry_as_record(entry)) for entry in entries)


def read_ledger(path: Path) -> LedgerContents:
    """The ledger at `path` (the file, or the folder it is in); a last line cut short is left out.

    Raises UsageError if it is none of ours.
    """
    path = path / LEDGER_NAME if path.is_dir() else path
    if path.exists() and not path.is_file():
        text = _("{path}: expected the folder of a batch or its {name}, got something else")
        raise UsageError(text.format(path=path, name=LEDGER_NAME))
    try:
        with path.open("rb") as file:
            return parse_ledger(file, path)
    except FileNotFoundError:
        return LedgerContents(None, [])
    except OSError as error:
        raise unreadable(path, error) from None


def parse_ledger(file: BinaryIO, path: Path) -> LedgerContents:
    """What an open ledger holds; of another file not more than its start is read.

    Of two lines on one submission the later counts. A line that we would not have written is left out.
    """
    first = file.readline(LONGEST_HEAD)
    if not first:
        return LedgerContents(None, [])
    conditions = conditions_from_line(first, path)
    entries, problems = {}, []
    text = _("{path}:{number}: not a line that a batch writes: left out")
    for number, line in enumerate(file, 2):
        entry = entry_from_line(line)
        if entry:
            entries[entry.person, entry.verdict.question] = entry
        elif line.endswith(b"\n"):  # else it was cut short, and the submission is graded again
            problems.append(text.format(path=path, number=number))
    return LedgerContents(conditions, list(entries.values()), problems)


def conditions_from_line(line: bytes, path: Path) -> BatchConditions:
    """Those of a ledger's first line; raises UsageError."""
    try:
        head = object_from_line(line)
        version = head.pop("version")
        conditions = BatchConditions(**head) if version in READABLE_VERSIONS else None
    except (ValueError, TypeError, KeyError):
        version, conditions = 0, None
    if type(version) is int and version > LEDGER_VERSION:
        text = _("{path}: written by another version: name another folder")
        raise UsageError(text.format(path=path))
    if conditions and is_typed(conditions, BatchConditions) and 0 <= conditions.seed < 2**63:
        return conditions
    text = _("{path}: no results of a batch: name another folder")
    raise UsageError(text.format(path=path))


def entry_from_line(line: bytes) -> BatchEntry | None:
    """The entry, if it is one that could have been written: also all its findings can be put into words."""
    try:
        entry = entry_from_record(object_from_line(line))
        example = entry.verdict.example
        told = example is None or is_told_example(example)
        if is_typed(entry, BatchEntry) and told and 0 <= entry.verdict.score <= 1:
            json_line(entry_as_record(entry))
            return entry
    except Exception:  # there are as many ways to be odd as there are kinds of findings
        pass
    return None


def object_from_line(line: bytes) -> dict[str, Any]:
    """Strict JSON: an object, and no number that JSON does not know; raises ValueError."""
    try:
        data = json.loads(line, parse_constant=refuse_number)
    except RecursionError as error:
        raise ValueError(str(error)) from None
    if not isinstance(data, dict):
        raise ValueError("no object")
    return data


def refuse_number(name: str) -> None:
    raise ValueError(name)


def entry_as_record(entry: BatchEntry) -> dict[str, Any]:
    return {**vars(entry), "verdict": as_record(entry.verdict)}


def entry_from_record(data: dict[str, Any]) -> BatchEntry:
    edition = {"edition": data.pop("edition")} if "edition" in data else {}
    verdict = verdict_from_record({**data["verdict"], **edition})
    verdict = replace(verdict, file=spelt_out(verdict.file))
    return BatchEntry(**{**data, "person": spelt_out(data["person"]), "verdict": verdict})


def spelt_out(name: str) -> str:
    """A name as submissions have it now: earlier ledgers hold it with whatever is in it."""
    return inert_name(name) if any(map(disturbs_text, name)) else name
