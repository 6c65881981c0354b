"""Pairs of things timed alternately: what is printed is a ratio, never a time of this machine."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pexpect

TIMED_ROUNDS = 9
PYTHON = sys.executable
INTERVIEW = [PYTHON, "-m", "interview"]
IMPORT_TORCH = [PYTHON, "-c", "import torch"]
IMPORT_SCREEN = [PYTHON, "-c", "import typer, rich"]
ROOT = Path(__file__).parents[1]

Environment = dict[str, str]


@contextmanager
def working_place() -> Iterator[tuple[Path, Environment]]:
    """A folder to work in, and an environment whose home, history and server are in it."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        environment = {**os.environ, "HOME": folder, "XDG_DATA_HOME": folder}
        environment |= {"XDG_RUNTIME_DIR": folder, "INTERVIEW_EXERCISES": f"{folder}/exercises"}
        for name in ("PYTHONDONTWRITEBYTECODE", "CI"):  # as installed, with compiled files
            environment.pop(name, None)
        try:
            yield Path(folder), environment
        finally:
            command = [*INTERVIEW, "server", "stop"]
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, cwd=ROOT)


def seconds_of_process(command: list[str], environment: Environment) -> float:
    """Seconds by the clock of a whole process, which must succeed."""
    started = time.perf_counter()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(command, env=environment, check=True, cwd=ROOT, **quiet)
    return time.perf_counter() - started


def compare_times(
    name: str,
    ours: Callable[[], float],
    theirs: Callable[[], float],
    rounds: int = TIMED_ROUNDS,
    bound: float | None = None,
) -> None:
    """Prints the median ratio of the seconds that `ours` and `theirs` tell, timed in turns, and its range.

    With a bound, also whether the ratio keeps it.
    """
    ours(), theirs()
    pairs = [ours() / theirs() for _ in range(rounds)]
    print_ratio(name, pairs)
    if bound is not None:
        kept = "kept" if statistics.median(pairs) <= bound else "NOT KEPT"
        print(f"  at most {bound:g}x: {kept}", flush=True)


def in_a_terminal(
    command: list[str],
    until: Any,
    environment: Environment,
    entered: Sequence[tuple[str, Any]] = (),
) -> float:
    """Seconds until a command has said this, or come to its end, in a pseudo-terminal.

    Then each line is `entered`, and what belongs to it has to be said.
    """
    started = time.perf_counter()
    child = pexpect.spawn(command[0], command[1:], env=environment, cwd=str(ROOT), timeout=60)
    child.expect_exact(until)
    for line, then in entered:
        child.sendline(line)
        child.expect_exact(then)
    seconds = time.perf_counter() - started
    child.close(force=True)
    return seconds


def print_ratio(name: str, ratios: list[float]) -> None:
    low, middle, high = min(ratios), statistics.median(ratios), max(ratios)
    print(f"{name}: {middle:.3g}x (from {low:.3g} to {high:.3g}, {len(ratios)} pairs)", flush=True)
