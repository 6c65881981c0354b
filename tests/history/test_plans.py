"""A plan in the history: made, changed, ended, carried to another machine."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest

from interview.history.plans import Preparation, current_preparation, replace_preparation
from interview.history.rows import check_row, check_step
from interview.history.sessions import Sessions
from interview.history.store import MIGRATIONS, Store
from interview.history.transfer import merge_rows, read_tables
from interview.practice.memory.scheduling import memory_after_past_review

PLAN = Preparation(
    date(2026, 12, 10), date(2026, 11, 26), minutes=30, weekends=False, topic="bert", track="speech"
)


def same(plan):
    return plan.as_data == PLAN.as_data


def test_the_plan_made_last_holds_until_it_is_ended():
    store = Store()
    assert current_preparation(store) is None
    replace_preparation(store, Preparation(date(2026, 12, 1), date(2026, 11, 26)))
    replace_preparation(store, PLAN)
    assert same(current_preparation(store))
    assert PLAN.total == 14
    replace_preparation(store, None)
    assert current_preparation(store) is None


@pytest.mark.parametrize("version", range(len(MIGRATIONS) + 1))
def test_a_history_of_each_earlier_version_takes_a_plan(tmp_path, version):
    path = tmp_path / "history.db"
    with sqlite3.connect(path) as connection:
        for statement in (sql for step in MIGRATIONS[:version] for sql in step):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {version}")
    assert current_preparation(Store(path)) is None
    replace_preparation(Store(path), PLAN)
    assert same(current_preparation(Store(path)))


def test_a_plan_from_before_there_were_tracks_is_for_all_of_them():
    store = Store()
    data = {name: value for name, value in PLAN.as_data.items() if name != "track"}
    row = {"id": "a", "kind": "plan", "at": "2026-11-26", "plan": data}
    check_row("session", row)
    Sessions(store).begin("plan", data)
    assert current_preparation(store).as_data == {**PLAN.as_data, "track": ""}


def test_a_plan_goes_with_an_export_and_is_not_added_twice(tmp_path):
    here, there = Store(), Store(tmp_path / "there.db")
    replace_preparation(here, Preparation(date(2026, 12, 1), date(2026, 11, 26)))
    replace_preparation(here, PLAN)
    rows = [
        {"row": table, **dict(zip(columns(table), values, strict=True))}
        for table, some in read_tables(here).items()
        for values in some
    ]
    rows = [as_json(row) for row in rows]
    for row in rows:
        if row["row"] == "session":
            check_row("session", row)
        if row["row"] == "step":
            check_step(row, "plan")
    assert merge_rows(there, rows, memory_after_past_review).new == 3
    assert same(current_preparation(there))
    assert merge_rows(there, rows, memory_after_past_review).new == 0


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("on", "10.12.2026"),
        ("on", "2026-11-26"),
        ("on", "2028-11-26"),
        ("since", None),
        ("minutes", 0),
        ("weekends", "yes"),
        ("topic", 3),
    ],
)
def test_what_is_no_plan_is_refused(key, value):
    plan = {**PLAN.as_data, key: value}
    with pytest.raises(ValueError, match="plan"):
        check_row("session", {"id": "a", "at": "x", "kind": "plan", "plan": plan})


def columns(table):
    from interview.history.transfer import TABLE_COLUMNS

    return TABLE_COLUMNS[table]


def as_json(row):
    import json

    return {k: json.loads(v) if k in ("plan", "data", "evidence") else v for k, v in row.items()}
