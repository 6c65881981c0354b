"""The table of oracles in CONTRIBUTING: a row for each question, which names the packages that are compared."""

from __future__ import annotations

import re
from pathlib import Path

from interview.bank import open_bank
from tests.oracles.catalogue import EVERY_ORACLE

PAGE = Path(__file__).parents[2] / "CONTRIBUTING.md"


def rows_of_table() -> list[tuple[int, str]]:
    _before, table = PAGE.read_text(encoding="utf-8").split("| # | oracle | compared |")
    rows = table.partition("\n\n")[0].splitlines()[2:]
    return [(int(row.split("|")[1]), row) for row in rows]


def test_every_question_has_one_row_in_order():
    assert [number for number, _row in rows_of_table()] == [c.number for c in open_bank(None).cards]


def test_a_row_names_each_package_that_its_question_is_compared_with():
    rows = dict(rows_of_table())
    for oracle in EVERY_ORACLE:
        assert re.search(rf"`{oracle.package}`.*²", rows[oracle.question]), oracle.name
    named = {number for number, row in rows.items() if "²" in row}
    assert named == {oracle.question for oracle in EVERY_ORACLE}
