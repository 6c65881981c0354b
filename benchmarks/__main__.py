"""`python -m benchmarks`: each figure is a ratio of two commands timed alternately in one run."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 9
PYTHON = sys.executable
INTERVIEW = [PYTHON, "-m", "interview"]
REFERENCE = Path(__file__).parents[1] / "solutions" / "07_cross_attention.py"


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Wall-clock time of a whole process, which must succeed."""
    started = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def ratio(name: str, command: list[str], against: list[str], environment: dict[str, str]) -> None:
    """Prints the median ratio of pairs timed one after the other, and its range."""
    for one in (command, against):
        seconds(one, environment)
    pairs = [seconds(command, environment) / seconds(against, environment) for _ in range(ROUNDS)]
    low, middle, high = min(pairs), statistics.median(pairs), max(pairs)
    print(f"{name}: {middle:.2f}x (from {low:.2f} to {high:.2f}, {ROUNDS} pairs)")


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "HOME": home, "XDG_DATA_HOME": home}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as installed, with compiled files
        attempt = Path(home) / REFERENCE.name
        attempt.write_text(REFERENCE.read_text(encoding="utf-8"), encoding="utf-8")
        ratio(
            'interview list / python -c "import typer, rich"',
            [*INTERVIEW, "list"],
            [PYTHON, "-c", "import typer, rich"],
            environment,
        )
        ratio(
            'cold interview grade 7 / python -c "import torch"',
            [*INTERVIEW, "grade", str(attempt)],
            [PYTHON, "-c", "import torch"],
            environment,
        )


if __name__ == "__main__":
    main()
