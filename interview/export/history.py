"""The history as JSON lines: a first line that says what it is, then a line for each fact.

```
{"format": "interview history", "version": 1}
{"row": "attempt", "at": "...", "question": "...", "file": "...", "status": "wrong", "score": 0.5,
 "misconception": null, "seed": 1, "seconds": 0.2, "core": 1 (its core was right) or 0,
 "case_misconceptions": ["query-from-memory"] (where several were named, each in its own cases)}
{"row": "reveal", "at": "...", "question": "...", "what": "hint | solution | stub", "number": 1}
{"row": "note", "at": "...", "question": "...", "what": "note | dropped | marked | unmarked",
 "text": "..." (of one that is dropped: when it was made)}
{"row": "session", "id": "...", "at": "...", "kind": "quiz | drill | debug | mock", "plan": {...}}
{"row": "step", "session": "...", "at": "...", "name": "...", "data": {...}}
{"row": "review", "id": 1, "at": "...", "item": "question:cross-attention", "session": "...",
 "rating": 3, "seconds": 80.0, "answer": "...", "evidence": {...}}
{"row": "retraction", "at": "...", "review": 1}
```

`at` has its zone, UTC where we write it; a review's `id` is good only within the file. What plans and
steps hold, and every other shape, is in `history.rows`. Within version 1 keys are only ever added
(`core` and `case_misconceptions` were), and kinds of rows (`note` was).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from json.encoder import encode_basestring
from typing import Any

from interview.errors import UsageError
from interview.history.reviews import time_stamp
from interview.history.rows import check_row, check_step
from interview.history.sessions import SessionKind
from interview.history.shapes import refuse
from interview.history.transfer import (
    JSON_COLUMNS,
    LATER_COLUMNS,
    TABLE_COLUMNS,
    HistoryRow,
    RowValues,
)
from interview.messages import _

HISTORY_FORMAT, HISTORY_VERSION = "interview history", 1
HISTORY_MARK = f'{{"format": "{HISTORY_FORMAT}"'
"""By which a file of ours is known, as all these marks."""
MORNING_OF_TIME = datetime(1971, 1, 1, tzinfo=UTC)
CLOCKS_APART = timedelta(days=1)
"""A clock that is ahead by more is wrong: what is recorded after it would never come to its turn."""
COLUMN_TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("review.id", "seed", "number", "rating", "review", "core"), (int,)),
    **dict.fromkeys(("score", "seconds"), (int, float)),
    **dict.fromkeys(("evidence", "plan", "data"), (dict,)),
    "misconception": (str, type(None)),
    "case_misconceptions": (list,),
}
"""Of columns that are not text."""


def history_as_text(tables: Mapping[str, list[RowValues]]) -> str:
    """The whole file; the same history always gives the same file."""
    lines = [json.dumps({"format": HISTORY_FORMAT, "version": HISTORY_VERSION})]
    for table, rows in tables.items():
        lines += table_as_lines(table, rows)
    return "\n".join([*lines, ""])


def table_as_lines(table: str, rows: list[RowValues]) -> Iterable[str]:
    """A JSON object for each row, column by column: a long history has ten thousands of them."""
    names = TABLE_COLUMNS[table]
    pattern = "".join(f', "{name}": %s' for name in names)
    pattern = f'{{"row": "{table}"{pattern}}}'
    columns = zip(names, zip(*rows, strict=True), strict=bool(rows))
    return map(
        pattern.__mod__, zip(*(column_as_json(table, *column) for column in columns), strict=True)
    )


def column_as_json(table: str, name: str, values: Sequence[Any]) -> Iterable[str]:
    """What a column holds; some of it is JSON already."""
    if name in JSON_COLUMNS:
        return values
    kinds = types_of_column(table, name)
    if type(None) in kinds:
        return ["null" if value is None else encode_basestring(value) for value in values]
    return map(encode_basestring if str in kinds else number_as_json, values)


def number_as_json(value: float) -> str:
    """Nothing for a number that JSON does not know, and that an earlier version took in."""
    return repr(value) if math.isfinite(value) else "0.0"


def types_of_column(table: str, name: str) -> tuple[type, ...]:
    return COLUMN_TYPES.get(f"{table}.{name}") or COLUMN_TYPES.get(name, (str,))


def rows_from_lines(lines: Iterable[str], name: str, now: datetime) -> list[HistoryRow]:
    """Every row of the file called `name`; raises UsageError for the first line that is none."""
    rows: list[tuple[int, HistoryRow]] = []
    first = True
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        with told_with_number(name, number):
            data = parse_object(text)
            if first:
                check_first_line(data)
            else:
                rows.append((number, checked_row(data, now)))
        first = False
    if first:
        raise UsageError(_("{name}: empty: is it a file of `interview export`?").format(name=name))
    kinds: dict[str, SessionKind] = {}
    reviews: dict[int, HistoryRow] = {}
    for number, row in rows:
        with told_with_number(name, number):
            check_numbers(row, kinds, reviews)
    for number, row in rows:
        with told_with_number(name, number):
            check_references(row, kinds, reviews)
    return without_repeated_reviews([row for _number, row in rows])


@contextmanager
def told_with_number(name: str, number: int) -> Iterator[None]:
    """What is wrong in a line is told with its number."""
    try:
        yield
    except ValueError as error:
        remedy = _("{name}:{number}: {error}: is it a file of `interview export`?")
        raise UsageError(remedy.format(name=name, number=number, error=error)) from None


def parse_object(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text, parse_constant=refuse_constant)
        json.dumps(data, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        raise ValueError(_("not JSON: {error}").format(error=error)) from None
    if not isinstance(data, dict):
        raise ValueError(_("expected an object, got {text}").format(text=text.strip()[:40]))
    return data


def refuse_constant(constant: str) -> None:
    """NaN and infinity, which Python reads and JSON does not know."""
    raise ValueError(constant)


def check_first_line(data: dict[str, Any]) -> None:
    version = data.get("version")
    known = isinstance(version, int) and not isinstance(version, bool) and version > 0
    if data.get("format") != HISTORY_FORMAT or not known:
        raise ValueError(_("expected a first line with `format` and `version`"))
    if data["version"] > HISTORY_VERSION:
        told = _("written by a newer version ({version}), update the program")
        raise ValueError(told.format(version=data["version"]))


def checked_row(data: dict[str, Any], now: datetime) -> HistoryRow:
    """The row with exactly its columns; keys of later versions are left out, those of this one filled in."""
    table = data.get("row")
    if not isinstance(table, str) or table not in TABLE_COLUMNS:
        raise ValueError(_("expected a row of the history, got {table!r}").format(table=table))
    data = {**LATER_COLUMNS, **data}
    missing = [name for name in TABLE_COLUMNS[table] if name not in data]
    if missing:
        raise ValueError(_("{names} is missing").format(names=", ".join(missing)))
    row = {name: data[name] for name in TABLE_COLUMNS[table]}
    check_row(table, row)
    return {"row": table, **row, "at": moment_as_stored(row["at"], now)}


def moment_as_stored(text: Any, now: datetime) -> str:
    """The moment as the history writes it."""
    try:
        time = datetime.fromisoformat(text)
        if time.tzinfo and MORNING_OF_TIME < time.astimezone(UTC) < now + CLOCKS_APART:
            return time_stamp(time)
    except (TypeError, ValueError, OverflowError):
        pass
    refuse("at", _("a time of the past, with its zone"), text)
    return ""


def check_numbers(
    row: HistoryRow, kinds: dict[str, SessionKind], reviews: dict[int, HistoryRow]
) -> None:
    """Takes down the kind of each session and the number of each review, which only one has."""
    if row["row"] == "session":
        if row["id"] in kinds:
            raise ValueError(_("a second session {id!r}").format(id=row["id"]))
        kinds[row["id"]] = row["kind"]
    if row["row"] == "review":
        if row["id"] in reviews:
            raise ValueError(_("a second review {id!r}").format(id=row["id"]))
        reviews[row["id"]] = row


def check_references(
    row: HistoryRow, kinds: Mapping[str, SessionKind], reviews: Mapping[int, HistoryRow]
) -> None:
    if row["row"] == "step":
        if row["session"] not in kinds:
            raise ValueError(_("session: there is no session {id!r}").format(id=row["session"]))
        check_step(row, kinds[row["session"]])
    if row["row"] == "retraction" and row["review"] not in reviews:
        raise ValueError(_("review: there is no review {number}").format(number=row["review"]))


def without_repeated_reviews(rows: list[HistoryRow]) -> list[HistoryRow]:
    """The rows; of reviews that are the same but for their numbers, the first stands for all."""
    first: dict[str, int] = {}
    stands_for: dict[int, int] = {}
    kept = []
    for row in rows:
        if row["row"] == "review":
            told = json.dumps({**row, "id": 0}, sort_keys=True)
            stands_for[row["id"]] = first.setdefault(told, row["id"])
            if stands_for[row["id"]] != row["id"]:
                continue
        kept.append(row)
    return [
        {**row, "review": stands_for[row["review"]]} if row["row"] == "retraction" else row
        for row in kept
    ]
