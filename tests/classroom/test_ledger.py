"""A ledger is read as strictly as it is written, and what is no line of it stops nothing."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from copy import deepcopy
from dataclasses import replace

import pytest

from interview.bank import Bank
from interview.classroom.batch import BatchEntry
from interview.classroom.changes import compare_batches
from interview.classroom.gradebook import Gradebook
from interview.classroom.ledger import (
    LEDGER_NAME,
    BatchConditions,
    Ledger,
    LedgerContents,
    entry_as_record,
    entry_from_line,
    read_ledger,
    write_ledger,
)
from interview.classroom.plan import with_whole_ids
from interview.errors import UsageError
from interview.export.class_gradescope import gradescope_results
from interview.export.class_junit import gradebook_as_junit
from interview.export.class_page import gradebook_as_html
from interview.export.class_tables import gradebook_as_csv
from interview.model.verdict import Verdict
from tests.conftest import TOY
from tests.helpers.disk import no_room
from tests.helpers.toy import REFERENCE

CONDITIONS = BatchConditions(7, "full", "0.1.0", "2.13.0")
WRONG = REFERENCE.replace(" / math.sqrt(q.size(-1))", "")
ODD_VALUES = (
    None,
    True,
    -1,
    3,
    0.5,
    1e400,
    float("nan"),
    "odd",
    [],
    ["odd"],
    {},
    {"odd": 1},
    [[[]]],
)


@pytest.fixture
def entries(grade):
    return [
        BatchEntry(person, "d", grade(source))
        for person, source in (("ada", REFERENCE), ("bo", WRONG), ("cy", "x = ("))
    ]


def ledger_of(folder, *lines):
    write_ledger(folder / LEDGER_NAME, CONDITIONS, [])
    with (folder / LEDGER_NAME).open("ab") as file:
        file.writelines(lines)
    return folder


def line_of(record):
    return json.dumps(record).encode() + b"\n"


def places_in(data, place=()):
    """Where everything is within data, from the whole to the innermost."""
    yield place
    items = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    for key, value in items:
        yield from places_in(value, (*place, key))


def with_odd_values(record):
    """The record with one thing in it replaced or left out, in every way."""
    for *outer, last in filter(None, places_in(record)):
        for value in (*ODD_VALUES, KeyError):
            changed = deepcopy(record)
            inner = changed
            for key in outer:
                inner = inner[key]
            if value is KeyError:
                del inner[last]
            else:
                inner[last] = value
            yield changed


def test_what_is_written_is_read(entries, tmp_path):
    write_ledger(tmp_path / LEDGER_NAME, CONDITIONS, entries)
    read = read_ledger(tmp_path)
    assert (read.conditions, read.entries, read.problems) == (CONDITIONS, entries, [])


def test_a_line_that_is_none_is_named_and_the_others_are_read(entries, tmp_path):
    good = [line_of(entry_as_record(entry)) for entry in entries]
    odd = [
        b"\n",
        b"{}\n",
        b"[1]\n",
        b"\xff\n",
        b"[" * 9000 + b"\n",
        b"\0\0\n",
        good[0].replace(b'"d"', b"NaN"),
    ]
    read = read_ledger(ledger_of(tmp_path, good[0], *odd, *good[1:]))
    assert read.entries == entries
    assert read.problems == [
        f"{tmp_path / LEDGER_NAME}:{number}: not a line that a batch writes: left out"
        for number in range(3, 3 + len(odd))
    ]


def test_of_two_lines_on_one_submission_the_later_counts(entries, tmp_path):
    first, second, _ = entries
    again = BatchEntry(first.person, "later", second.verdict)
    lines = [line_of(entry_as_record(entry)) for entry in (first, second, again)]
    assert read_ledger(ledger_of(tmp_path, *lines)).entries == [again, second]


def test_whatever_is_read_of_a_line_with_something_odd_every_report_can_tell(entries):
    cards = Bank(TOY).cards
    lines = [
        line_of(changed)
        for entry in entries[1:]
        for changed in with_odd_values(entry_as_record(entry))
    ]
    read = list(filter(None, map(entry_from_line, lines)))
    assert len(lines) / 10 < len(read) < len(lines) / 2  # much is free text
    told = [
        replace(entry, person=f"{number}")
        for number, entry in enumerate(read)
        if entry.verdict.question == cards[0].id
    ]
    assert compare_batches(entries, told, same_seed=False)
    book = Gradebook(cards, told, CONDITIONS, [], 10.0)
    assert gradebook_as_csv(book).count("\n") == len(told) + 1
    assert ET.fromstring(gradebook_as_junit(book))
    assert gradebook_as_html(book)
    for entry in told:
        json.loads(gradescope_results(book, entry.person), parse_constant=pytest.fail)


def test_an_odd_name_in_an_earlier_ledger_is_that_of_now(entries, tmp_path):
    record = entry_as_record(entries[0])
    record |= {"person": "a\nb\udcff", "verdict": record["verdict"] | {"file": "a\nb\udcff/x.py"}}
    (entry,) = read_ledger(ledger_of(tmp_path, line_of(record))).entries
    assert (entry.person, entry.verdict.file) == ("a\\nb\\udcff", "a\\nb\\udcff/x.py")


def test_a_line_for_which_there_is_no_room_is_not_begun(entries, tmp_path):
    path = tmp_path / LEDGER_NAME
    with Ledger(path, CONDITIONS, entries[:1]) as book:
        size = path.stat().st_size
        with no_room(size + 100), pytest.raises(UsageError, match="what is graded is kept"):
            book.add(entries[1])
        assert path.stat().st_size == size
        book.add(entries[2])
    read = read_ledger(tmp_path)
    assert (read.entries, read.problems) == ([entries[0], entries[2]], [])


def test_where_the_end_finds_no_room_all_that_was_graded_stays(entries, tmp_path):
    path = tmp_path / LEDGER_NAME
    with Ledger(path, CONDITIONS, []) as book:
        for entry in entries[::-1]:
            book.add(entry)
        order = [(entry.person, entry.verdict.question) for entry in entries]
        with no_room(), pytest.raises(UsageError, match="what is graded is kept"):
            book.finish(order)
        assert read_ledger(tmp_path).entries == entries[::-1]
        book.finish(order)
    assert read_ledger(tmp_path).entries == entries
    assert [path.name for path in tmp_path.glob("[!w]*")] == [LEDGER_NAME]


def test_results_of_a_bank_from_before_its_name_was_kept_are_those_of_its_questions():
    (card,) = Bank(TOY).cards
    entries = [
        BatchEntry("ada", "d", Verdict(id, "a.py", "wrong", 0.5, 1)) for id in ("attend", "x")
    ]
    read = with_whole_ids(LedgerContents(None, entries), {card.id: card})
    assert [entry.verdict.question for entry in read.entries] == ["toy:attend", "x"]
    again = with_whole_ids(read, {card.id: card})
    assert again == read
