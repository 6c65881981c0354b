"""What a long history costs: every command after 500 made-up days against the same after one."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pexpect

from benchmarks.timing import (
    IMPORT_SCREEN,
    INTERVIEW,
    Environment,
    compare_times,
    in_a_terminal,
    seconds_of_process,
    working_place,
)
from interview.bank import open_bank
from interview.history.reviews import Memory, insert_review, time_stamp
from interview.history.store import Store
from interview.practice.memory.scheduling import memory_after

ANSWERS_A_DAY = 20
LONG_HISTORY_DAYS = 500
TIMED_COMMANDS = (
    (),
    ("list",),
    ("show", "7"),
    ("start", "7"),
    ("hint", "7"),
    ("solution", "7", "--yes"),
    ("progress",),
    ("progress", "--json"),
    ("export",),
)
TIMED_SESSIONS = (("quiz",), ("drill",))
ATTEMPT_STATUSES = ("wrong", "wrong", "crashed", "not_written", "accepted")


def compare_histories() -> None:
    """The home screen's start, then each command with a long history and with a short one."""
    with working_place() as (folder, environment):
        long, short = (
            home_with_history(folder / f"{days}", days, environment)
            for days in (LONG_HISTORY_DAYS, 1)
        )
        for name, home in ((f"after {LONG_HISTORY_DAYS} days", long), ("after one day", short)):
            compare_times(
                f'interview, {name} / python -c "import typer, rich"',
                lambda home=home: seconds_of_process(INTERVIEW, home),
                lambda: seconds_of_process(IMPORT_SCREEN, environment),
            )
        for command in TIMED_SESSIONS:
            compare_times(
                f'interview {command[0]} to its first question, after {LONG_HISTORY_DAYS} days / python -c "import typer, rich"',
                lambda command=command: first_prompt(command, long),
                lambda: in_a_terminal(IMPORT_SCREEN, pexpect.EOF, environment),
            )
        for command in TIMED_COMMANDS:
            compare_homes(
                command,
                lambda home, command=command: seconds_of_process([*INTERVIEW, *command], home),
                long,
                short,
            )
        for command in TIMED_SESSIONS:
            compare_homes(
                command, lambda home, command=command: first_prompt(command, home), long, short
            )


def compare_homes(
    command: tuple[str, ...],
    timed: Callable[[Environment], float],
    long: Environment,
    short: Environment,
) -> None:
    name = " ".join(["interview", *command])
    compare_times(
        f"{name}, after {LONG_HISTORY_DAYS} days / after one day",
        lambda: timed(long),
        lambda: timed(short),
    )


def first_prompt(command: tuple[str, ...], environment: Environment) -> float:
    """Seconds until a session asks its first question."""
    return in_a_terminal([*INTERVIEW, *command], "> ", environment)


def home_with_history(folder: Path, days: int, environment: Environment) -> Environment:
    """A home with that many days in its history."""
    fill_history(Store(folder / "transformer-interview" / "history.db"), days)
    return {**environment, "XDG_DATA_HOME": str(folder), "INTERVIEW_EXERCISES": f"{folder}/work"}


def fill_history(store: Store, days: int, until: datetime | None = None) -> int:
    """Adds this many days up to now; returns how many reviews that were."""
    random = Random(days)
    cards = open_bank(None).cards
    items = [f"question:{card.id}" for card in cards]
    items += [f"drill:{card.id}:{number}" for card in cards for number in range(3)]
    items += [f"exercise:{card.id}" for card in cards]
    mistakes = ("no-scaling", "mask-inverted", "query-from-memory")
    memories: dict[str, Memory] = {}
    reviews, attempts = [], []
    begin = (until or datetime.now(UTC)) - timedelta(days=days)
    for day in range(days):
        at = begin + timedelta(days=day)
        for item in random.sample(items, ANSWERS_A_DAY):
            at += timedelta(seconds=random.randint(10, 120))
            rating = random.choice((1, 2, 3, 3, 3, 4))
            memories[item] = memory = memory_after(item, memories.get(item), rating, at)
            evidence = '{"points": [true, false]}'
            row = (
                time_stamp(at),
                item,
                f"{day:016x}",
                rating,
                random.uniform(20, 200),
                "words " * 40,
            )
            reviews.append((*row, evidence, time_stamp(memory.due), json.dumps(memory.state)))
        question = random.choice(cards).id
        for status in ATTEMPT_STATUSES:
            at += timedelta(minutes=3)
            mistake = random.choice(mistakes) if status == "wrong" else None
            row = (
                time_stamp(at),
                question,
                f"exercises/{question}.py",
                status,
                0.5,
                mistake,
                1,
                0.2,
                int(status == "accepted"),
                "[]",
            )
            attempts.append(row)
    with store.open() as connection:
        connection.execute("BEGIN")
        for row in reviews:
            insert_review(connection, row)
        connection.executemany(
            "INSERT INTO attempt VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", attempts
        )
        connection.execute("COMMIT")
    return len(reviews)
