"""How long a learner waits: commands, saves in `watch`, and what the sandbox adds."""

from __future__ import annotations

import shutil
import statistics
import time
from pathlib import Path

import pexpect

from benchmarks.timing import (
    IMPORT_SCREEN,
    IMPORT_TORCH,
    INTERVIEW,
    PYTHON,
    ROOT,
    Environment,
    compare_times,
    in_a_terminal,
    seconds_of_process,
    working_place,
)
from interview.bank import open_bank
from interview.grading.client.link import Links
from interview.grading.client.private import SERVER_KIND, PrivateEngine
from interview.grading.sandbox import levels

TIMED_QUESTION = "cross-attention"
TIMED_ATTEMPTS = 40
EDITOR_READY = "\x1b[?2004h"
"""What an editor of lines sends when it begins to listen (bracketed paste)."""
QUICK_ROUNDS = 41
"""Pairs of what takes a fraction of a second, where nine are moved by whatever else the machine does."""
MOST_OF_LIST, MOST_OF_MOCK, MOST_OF_WARM = 2.2, 7.0, 0.2
"""Bounds: how many times as long as the imports that any such program pays."""


def compare_commands() -> None:
    """Whole processes against the imports that any such program pays."""
    with working_place() as (folder, environment):
        attempt, other = folder / "07_cross_attention.py", folder / "05_feed_forward.py"
        for file in (attempt, other):
            shutil.copy(ROOT / "solutions" / file.name, file)

        def run(*arguments: str) -> float:
            return seconds_of_process([*INTERVIEW, *arguments], environment)

        def after_another() -> float:
            run("grade", str(other))
            return run("grade", str(attempt))

        def torch() -> float:
            return seconds_of_process(IMPORT_TORCH, environment)

        screen = 'python -c "import typer, rich"'
        compare_times(
            f"interview list / {screen}",
            lambda: run("list"),
            lambda: seconds_of_process(IMPORT_SCREEN, environment),
            rounds=QUICK_ROUNDS,
            bound=MOST_OF_LIST,
        )
        compare_times(
            f"interview mock to its first question, its plan confirmed / {screen}",
            lambda: first_question_of_mock(environment),
            lambda: in_a_terminal(IMPORT_SCREEN, pexpect.EOF, environment),
            bound=MOST_OF_MOCK,
        )
        name = 'interview grade 7, {} / python -c "import torch"'
        compare_times(name.format("cold"), lambda: run("grade", "--cold", str(attempt)), torch)
        run("grade", str(attempt))
        time.sleep(4)  # the server loads the rest
        warm = "warm, the last question again"
        compare_times(
            name.format(warm), lambda: run("grade", str(attempt)), torch, bound=MOST_OF_WARM
        )
        compare_times(name.format("warm, after another question"), after_another, torch)
        compare_times(
            "from save to verdict in interview watch / the same", WatchedSaves(environment), torch
        )


def first_question_of_mock(environment: Environment) -> float:
    """Seconds until the first question of a mock interview can be answered, its plan confirmed with Enter."""
    terminal = {**environment, "TERM": "xterm"}
    return in_a_terminal([*INTERVIEW, "mock"], "> ", terminal, entered=[("", EDITOR_READY)])


class WatchedSaves:
    """A running `interview watch`; each call saves an attempt and waits for its verdict."""

    def __init__(self, environment: Environment) -> None:
        self.source = (ROOT / "solutions" / "07_cross_attention.py").read_text(encoding="utf-8")
        self.path = Path(environment["INTERVIEW_EXERCISES"]) / "07_cross_attention.py"
        self.child = pexpect.spawn(
            PYTHON,
            ["-m", "interview", "watch", TIMED_QUESTION],
            env={**environment, "TERM": "xterm"},
            cwd=str(ROOT),
            dimensions=(60, 100),
            timeout=60,
            encoding="utf-8",
        )
        self.child.expect_exact("quit")
        self.count = 0

    def __call__(self) -> float:
        time.sleep(1)  # a learner thinks; the judge gets ready
        self.count += 1
        mark = f"save number {self.count}"
        wrong = self.source.replace(" / math.sqrt(q.size(-1))", f" / {self.count + 2}.0")
        fresh = self.path.with_suffix(".tmp")
        fresh.write_text(f"{wrong}\nprint({mark!r})\n", encoding="utf-8")
        started = time.perf_counter()
        fresh.rename(self.path)
        self.child.expect_exact(mark)
        self.child.expect_exact("· seed")
        taken = time.perf_counter() - started
        self.child.expect_exact("quit")
        return taken


def compare_isolation() -> None:
    """A warm attempt at the best level against the same with limits only."""
    card = open_bank(None).find(TIMED_QUESTION)
    source = card.reference.read_text(encoding="utf-8")
    best = levels.best()
    with (
        Links(PrivateEngine(SERVER_KIND, best)) as isolated,
        Links(PrivateEngine(SERVER_KIND, levels.BASIC)) as limited,
    ):
        links = [isolated.link(), limited.link()]

        def seconds(which: int) -> float:
            started = time.perf_counter()
            links[which].grade(card, "attempt.py", source, 5)
            return time.perf_counter() - started

        seconds(0), seconds(1)
        pairs = [(seconds(0), seconds(1)) for _ in range(TIMED_ATTEMPTS)]
    more = statistics.median(a - b for a, b in pairs)
    middle = statistics.median(a / b for a, b in pairs)
    print(
        f"warm attempt, sandbox {best} / {levels.BASIC}: {middle:.3g}x ({1000 * more:+.1f} ms, {TIMED_ATTEMPTS} pairs)"
    )
