"""The history as JSON lines: a first line that says what it is, then a line for each fact.

```
{"format": "interview history", "version": 1}
{"row": "attempt", "at": "...", "question": "...", "file": "...", "status": "wrong", "score": 0.5,
 "misconception": null, "seed": 1, "seconds": 0.2, "core": 1 (its core was right) or 0}
{"row": "reveal", "at": "...", "question": "...", "what": "hint | solution | stub", "number": 1}
{"row": "session", "id": "...", "at": "...", "kind": "quiz | drill | debug | mock", "plan": {...}}
{"row": "step", "session": "...", "at": "...", "name": "...", "data": {...}}
{"row": "review", "id": 1, "at": "...", "item": "question:cross-attention", "session": "...",
 "rating": 3, "seconds": 80.0, "answer": "...", "evidence": {...}}
{"row": "retraction", "at": "...", "review": 1}
```

`at` is UTC; a review's `id` is good only within the file. Within version 1 keys are only ever added (`core` was).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from json.encoder import encode_basestring
from typing import Any

from interview.errors import UsageError
from interview.history.reviews import time_stamp
from interview.history.transfer import (
    JSON_COLUMNS,
    LATER_COLUMNS,
    TABLE_COLUMNS,
    HistoryRow,
    RowValues,
)
from interview.messages import _

HISTORY_FORMAT, HISTORY_VERSION = "interview history", 1
ITEM_NAME = re.compile(r"(question|drill|exercise|debug):[^:\s]+(:[^:\s]+)?")
INTEGER_LIMIT = 2**63
COLUMN_TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("review.id", "seed", "number", "rating", "review", "core"), (int,)),
    **dict.fromkeys(("score", "seconds"), (int, float)),
    **dict.fromkeys(("evidence", "plan", "data"), (dict,)),
    "misconception": (str, type(None)),
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


def rows_from_lines(lines: Iterable[str], name: str) -> list[HistoryRow]:
    """Every row of the file called `name`; raises UsageError for the first line that is none."""
    rows: list[HistoryRow] = []
    first = True
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            data = parse_object(text)
            if first:
                check_first_line(data)
            else:
                rows.append(checked_row(data))
        except ValueError as error:
            remedy = _("{name}:{number}: {error}: is it a file of `interview export`?")
            raise UsageError(remedy.format(name=name, number=number, error=error)) from None
        first = False
    if first:
        raise UsageError(_("{name}: empty: is it a file of `interview export`?").format(name=name))
    return unambiguous_rows(rows, name)


def parse_object(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text, parse_constant=refuse_constant)
        json.dumps(data, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise ValueError(_("not JSON: {error}").format(error=error)) from None
    if not isinstance(data, dict):
        raise ValueError(_("expected an object, got {text}").format(text=text.strip()[:40]))
    return data


def refuse_constant(constant: str) -> None:
    """NaN and infinity, which Python reads and JSON does not know."""
    raise ValueError(constant)


def check_first_line(data: dict[str, Any]) -> None:
    if data.get("format") != HISTORY_FORMAT or not isinstance(data.get("version"), int):
        raise ValueError(_("expected a first line with `format` and `version`"))
    if data["version"] > HISTORY_VERSION:
        told = _("written by a newer version ({version}), update the program")
        raise ValueError(told.format(version=data["version"]))


def checked_row(data: dict[str, Any]) -> HistoryRow:
    """The row with exactly its columns; keys of later versions are left out, those of this one filled in."""
    table = data.get("row")
    if not isinstance(table, str) or table not in TABLE_COLUMNS:
        raise ValueError(_("expected a row of the history, got {table!r}").format(table=table))
    data = {**LATER_COLUMNS, **data}
    missing = [name for name in TABLE_COLUMNS[table] if name not in data]
    if missing:
        raise ValueError(_("{names} is missing").format(names=", ".join(missing)))
    row = {name: data[name] for name in TABLE_COLUMNS[table]}
    for name, value in row.items():
        allowed = types_of_column(table, name)
        if not isinstance(value, allowed) or isinstance(value, bool):
            told = _("{name}: expected {expected}, got {value!r}")
            raise ValueError(told.format(name=name, expected=allowed[0].__name__, value=value))
        if isinstance(value, int) and abs(value) >= INTEGER_LIMIT:
            raise ValueError(_("{name}: {value} is too large").format(name=name, value=value))
    if "item" in row and not ITEM_NAME.fullmatch(row["item"]):
        raise ValueError(_("item: expected question:ID or the like, got {item!r}").format(**row))
    if not 1 <= row.get("rating", 1) <= 4:
        raise ValueError(_("rating: expected 1 to 4, got {rating}").format(**row))
    return {"row": table, **row, "at": moment_as_stored(row["at"])}


def moment_as_stored(text: str) -> str:
    """The moment as the history writes it."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        time = datetime.max
    if not 1970 < time.year < 2200:
        raise ValueError(_("at: expected a time in UTC, got {text!r}").format(text=text))
    return time_stamp(time if time.tzinfo else time.replace(tzinfo=UTC))


def unambiguous_rows(rows: list[HistoryRow], name: str) -> list[HistoryRow]:
    """The rows, if every review has its own number and what is taken back is among them."""
    numbers = [row["id"] for row in rows if row["row"] == "review"]
    back = {row["review"] for row in rows if row["row"] == "retraction"}
    if len(set(numbers)) < len(numbers) or not back <= set(numbers):
        told = _("{name}: the numbers of its reviews don't fit together: export it once more")
        raise UsageError(told.format(name=name))
    return rows
