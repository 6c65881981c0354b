"""The history as JSON lines: a first line that says what it is, then a line for each fact.

```
{"format": "interview history", "version": 1}
{"row": "attempt", "at": "...", "question": "...", "file": "...", "status": "wrong", "score": 0.5,
 "misconception": null, "seed": 1, "seconds": 0.2}
{"row": "reveal", "at": "...", "question": "...", "what": "hint | solution | stub", "number": 1}
{"row": "session", "id": "...", "at": "...", "kind": "quiz | drill | debug | mock", "plan": {...}}
{"row": "step", "session": "...", "at": "...", "name": "...", "data": {...}}
{"row": "review", "id": 1, "at": "...", "item": "question:cross-attention", "session": "...",
 "rating": 3, "seconds": 80.0, "answer": "...", "evidence": {...}}
{"row": "retraction", "at": "...", "review": 1}
```

`at` is UTC; a review's `id` is good only within the file. Within version 1 keys are only ever added.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from json.encoder import encode_basestring
from typing import Any

from interview.errors import UsageError
from interview.history.reviews import stamp
from interview.history.transfer import COLUMNS_OF, DATA, Row, Stored
from interview.messages import _

FORMAT, VERSION = "interview history", 1
ITEM = re.compile(r"(question|drill|exercise|debug):[^:\s]+(:[^:\s]+)?")
LARGEST = 2**63
TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("review.id", "seed", "number", "rating", "review"), (int,)),
    **dict.fromkeys(("score", "seconds"), (int, float)),
    **dict.fromkeys(("evidence", "plan", "data"), (dict,)),
    "misconception": (str, type(None)),
}
"""Of columns that are not text."""


def as_text(tables: Mapping[str, list[Stored]]) -> str:
    """The whole file; the same history always gives the same file."""
    lines = [json.dumps({"format": FORMAT, "version": VERSION})]
    for table, rows in tables.items():
        lines += lines_of(table, rows)
    return "\n".join([*lines, ""])


def lines_of(table: str, rows: list[Stored]) -> Iterable[str]:
    """A JSON object for each row, column by column: a long history has ten thousands of them."""
    names = COLUMNS_OF[table]
    pattern = "".join(f', "{name}": %s' for name in names)
    pattern = f'{{"row": "{table}"{pattern}}}'
    columns = zip(names, zip(*rows, strict=True), strict=bool(rows))
    return map(pattern.__mod__, zip(*(as_json(table, *column) for column in columns), strict=True))


def as_json(table: str, name: str, values: Sequence[Any]) -> Iterable[str]:
    """What a column holds; some of it is JSON already."""
    if name in DATA:
        return values
    kinds = types_of(table, name)
    if type(None) in kinds:
        return ["null" if one is None else encode_basestring(one) for one in values]
    return map(encode_basestring if str in kinds else repr, values)


def types_of(table: str, name: str) -> tuple[type, ...]:
    return TYPES.get(f"{table}.{name}") or TYPES.get(name, (str,))


def from_lines(lines: Iterable[str], name: str) -> list[Row]:
    """Every row of the file called `name`; raises UsageError for the first line that is none."""
    rows: list[Row] = []
    first = True
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        try:
            data = parsed(text)
            if first:
                check_head(data)
            else:
                rows.append(checked(data))
        except ValueError as error:
            remedy = _("{name}:{number}: {error}: is it a file of `interview export`?")
            raise UsageError(remedy.format(name=name, number=number, error=error)) from None
        first = False
    if first:
        raise UsageError(_("{name}: empty: is it a file of `interview export`?").format(name=name))
    return unambiguous(rows, name)


def parsed(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text, parse_constant=refused)
        json.dumps(data, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise ValueError(_("not JSON: {error}").format(error=error)) from None
    if not isinstance(data, dict):
        raise ValueError(_("expected an object, got {text}").format(text=text.strip()[:40]))
    return data


def refused(constant: str) -> None:
    """NaN and infinity, which Python reads and JSON does not know."""
    raise ValueError(constant)


def check_head(data: dict[str, Any]) -> None:
    if data.get("format") != FORMAT or not isinstance(data.get("version"), int):
        raise ValueError(_("expected a first line with `format` and `version`"))
    if data["version"] > VERSION:
        told = _("written by a newer version ({version}), update the program")
        raise ValueError(told.format(version=data["version"]))


def checked(data: dict[str, Any]) -> Row:
    """The row with exactly its columns; keys of later versions are left out."""
    table = data.get("row")
    if not isinstance(table, str) or table not in COLUMNS_OF:
        raise ValueError(_("expected a row of the history, got {table!r}").format(table=table))
    missing = [name for name in COLUMNS_OF[table] if name not in data]
    if missing:
        raise ValueError(_("{names} is missing").format(names=", ".join(missing)))
    row = {name: data[name] for name in COLUMNS_OF[table]}
    for name, value in row.items():
        allowed = types_of(table, name)
        if not isinstance(value, allowed) or isinstance(value, bool):
            told = _("{name}: expected {expected}, got {value!r}")
            raise ValueError(told.format(name=name, expected=allowed[0].__name__, value=value))
        if isinstance(value, int) and abs(value) >= LARGEST:
            raise ValueError(_("{name}: {value} is too large").format(name=name, value=value))
    if "item" in row and not ITEM.fullmatch(row["item"]):
        raise ValueError(_("item: expected question:ID or the like, got {item!r}").format(**row))
    if not 1 <= row.get("rating", 1) <= 4:
        raise ValueError(_("rating: expected 1 to 4, got {rating}").format(**row))
    return {"row": table, **row, "at": moment(row["at"])}


def moment(text: str) -> str:
    """The moment as the history writes it."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = datetime.max
    if not 1970 < found.year < 2200:
        raise ValueError(_("at: expected a time in UTC, got {text!r}").format(text=text))
    return stamp(found if found.tzinfo else found.replace(tzinfo=UTC))


def unambiguous(rows: list[Row], name: str) -> list[Row]:
    """The rows, if every review has its own number and what is taken back is among them."""
    numbers = [row["id"] for row in rows if row["row"] == "review"]
    back = {row["review"] for row in rows if row["row"] == "retraction"}
    if len(set(numbers)) < len(numbers) or not back <= set(numbers):
        told = _("{name}: the numbers of its reviews don't fit together: export it once more")
        raise UsageError(told.format(name=name))
    return rows
