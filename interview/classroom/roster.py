"""The people of a class: a CSV file as spreadsheets and platforms write it -> members."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from interview.bank.files import LARGEST_BANK_FILE, read_start
from interview.bank.heads import path_from_here
from interview.errors import UsageError
from interview.messages import _
from interview.text import inert_name

ROSTER_HEADINGS = {
    "id": (
        *("student id", "studentid", "sid", "id number", "idnumber", "sis user id"),
        *("student number", "matriculation number", "matrikelnummer", "学号", "id"),
    ),
    "email": ("email", "email address", "mail", "e mail", "e mail address", "邮箱", "电子邮件"),
    "name": ("name", "full name", "student", "student name", "姓名", "名字"),
    "first": ("first name", "firstname", "given name", "vorname", "名"),
    "last": ("last name", "lastname", "surname", "family name", "nachname", "姓"),
    "login": (
        *("login", "username", "user name", "sis login id", "github", "github username"),
        *("github login", "用户名"),
    ),
    "participant": ("identifier",),
    "language": ("language", "lang", "preferred language", "sprache", "语言"),
}
"""What a member has -> what its column may be called; of several that are there the first counts."""
POINTS_ROW = re.compile(r"\s*points possible\s*", re.IGNORECASE)
"""In Canvas's gradebook; it is nobody."""
DELIMITERS = ",;\t"
SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""The first line by which some spreadsheets tell the delimiter."""
TEXT_CELL = re.compile(r"""="(.*)"|'(?=[=+\-@])(.*)""")
"""How a spreadsheet is told that a cell is text: `="007"`, or a quote before it."""
NUMBER_AT_END = re.compile(r"\d+$")


@dataclass(frozen=True)
class ClassMember:
    """Somebody of a class."""

    label: str
    """Tells them from everybody else: the name, with the id where two have the same."""
    id: str = ""
    name: str = ""
    email: str = ""
    login: str = ""
    participant: str = ""
    """Moodle's number, which stands in the names of its downloads."""
    language: str = ""
    """Of their page, as the roster writes it."""
    cells: dict[str, str] = field(default_factory=dict, compare=False, hash=False)
    """The roster's row as it stands there, by its headings."""
    listed: bool = True
    """Whether they are on the roster."""


def read_roster(path: Path) -> list[ClassMember]:
    """Everybody on a roster, in its order; raises UsageError with all that is wrong with it."""
    headings, rows = roster_table(path)
    columns = known_columns(headings)
    if not columns.keys() & {"id", "email", "name", "last"}:
        got = ", ".join(map(inert_name, headings))[:100]
        text = _(
            "expected headings such as id, name, email, got {got}: write a first line with them"
        )
        raise roster_error(path, 1, text.format(got=got))
    members = [
        (line, member_of_row(headings, columns, row))
        for line, row in rows
        if not POINTS_ROW.fullmatch(row[0])
    ]
    problems = [*roster_problems(path, members)]
    if problems:
        raise UsageError(*problems)
    if not members:
        raise roster_error(path, 1, _("nobody is on it: write a line for each person"))
    return with_labels([member for _line, member in members])


def roster_table(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Its headings, and each row that is not empty with its line."""
    text = roster_text(path)
    told = SEPARATOR_LINE.match(text)
    lines = text.splitlines(keepends=True)
    above = 1 if told else 0
    delimiter = told[1] if told else delimiter_of(text)
    table = csv.reader(lines[above:], delimiter=delimiter, strict=True)
    raw = [
        (line, row) for line, row in rows_with_lines(table, path, above) if any(map(str.strip, row))
    ]
    rows = [(line, [*map(plain_cell, row)]) for line, row in raw]
    if not rows:
        raise roster_error(path, 1, _("empty: write a line of headings and a line for each person"))
    headings = rows[0][1]
    refuse_open_quotes(path, raw, known_columns(headings))
    return headings, [(line, row) for line, row in rows[1:] if any(row)]


def rows_with_lines(table: Any, path: Path, above: int) -> Iterator[tuple[int, list[str]]]:
    """Each row and the line where it begins; so many lines stand above the table. Raises UsageError."""
    line = 1
    try:
        for row in table:
            yield line + above, row
            line = table.line_num + 1
    except csv.Error as error:
        if table.line_num > line:
            raise roster_error(path, line + above, open_quote_in_words()) from None
        text = _("not a CSV file: {error}: save it as CSV")
        raise roster_error(path, line + above, text.format(error=error)) from None


def refuse_open_quotes(
    path: Path, rows: Sequence[tuple[int, list[str]]], columns: dict[str, int]
) -> None:
    """Raises UsageError where who somebody is goes on in the next line: that is the next person's.

    A platform's own columns, such as remarks, may have several lines.
    """
    for line, row in rows:
        own = row if line == rows[0][0] else [row[i] for i in columns.values() if i < len(row)]
        if any(len(cell.strip().splitlines()) > 1 for cell in own):
            raise roster_error(path, line, open_quote_in_words())


def open_quote_in_words() -> str:
    return _("a quote is never closed: write the second one, or take the first away")


def roster_text(path: Path) -> str:
    """Raises UsageError."""
    try:
        data = read_start(path, LARGEST_BANK_FILE + 1)
    except (OSError, ValueError) as error:
        text = _("{path}: cannot be read: {error}: check the name")
        reason = getattr(error, "strerror", None) or error
        raise UsageError(text.format(path=path_from_here(path), error=reason)) from None
    if len(data) > LARGEST_BANK_FILE:
        raise roster_error(path, 1, _("too large for a roster: is it the right file?"))
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        told = _("not UTF-8 text: in the spreadsheet choose “CSV UTF-8” where you save it")
        raise roster_error(path, line, told) from None
    if "\0" in text:
        raise roster_error(path, 1, _("no text: save the spreadsheet as “CSV UTF-8”"))
    return text


def roster_error(path: Path, line: int, problem: str) -> UsageError:
    return UsageError(f"{path_from_here(path)}:{line}: {problem}")


def delimiter_of(text: str) -> str:
    """What stands most often between the headings."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=first.count)


def plain_cell(cell: str) -> str:
    """A cell's text, harmless wherever it is shown."""
    cell = cell.strip()
    match = TEXT_CELL.fullmatch(cell)
    return inert_name((match[1] or match[2] or "") if match else cell)


def known_columns(headings: Sequence[str]) -> dict[str, int]:
    """What a member has -> the place of its column."""
    plain = [" ".join(re.split(r"[\s_\-]+", heading.casefold())).strip() for heading in headings]
    columns = {}
    for what, names in ROSTER_HEADINGS.items():
        place = next((plain.index(name) for name in names if name in plain), None)
        if place is not None:
            columns[what] = place
    return columns


def member_of_row(
    headings: Sequence[str], columns: dict[str, int], row: Sequence[str]
) -> ClassMember:
    has: dict[str, Any] = {
        what: row[place] if place < len(row) else "" for what, place in columns.items()
    }
    first, last = has.pop("first", ""), has.pop("last", "")
    has["name"] = has.get("name") or f"{first} {last}".strip()
    number = NUMBER_AT_END.search(has.pop("participant", ""))
    cells = dict(zip(headings, row, strict=False))
    return replace(ClassMember("", cells=cells, participant=number[0] if number else ""), **has)


def roster_problems(path: Path, members: Sequence[tuple[int, ClassMember]]) -> Iterator[str]:
    """A line on each row that is nobody's, or somebody's who was there before."""
    seen: dict[tuple[str, str], int] = {}
    for line, member in members:
        where = f"{path_from_here(path)}:{line}: "
        if not (member.id or member.email or member.name):
            yield where + _("nobody: write an id, a name or an e-mail address")
        for what in ("id", "email"):
            value = getattr(member, what).casefold()
            before = seen.setdefault((what, value), line) if value else line
            if before != line:
                text = _("{value} is in line {line} already: remove one of them")
                yield where + text.format(value=value, line=before)


def with_labels(members: Sequence[ClassMember]) -> list[ClassMember]:
    """Everybody with a label of their own."""
    names = [member.name or member.email or member.id for member in members]
    often = Counter(map(str.casefold, names))
    labels: set[str] = set()
    labelled = []
    for name, member in zip(names, members, strict=True):
        mark = member.id or member.email or member.login
        several = often[name.casefold()] > 1
        label, count = f"{name} ({mark})" if several and mark else name, 1
        # Whose the bare name is cannot be known: none of the roster has it.
        while label.casefold() in labels or (several and member.listed and label == name):
            label, count = f"{name} ({count})", count + 1
        labels.add(label.casefold())
        labelled.append(replace(member, label=label))
    return labelled
