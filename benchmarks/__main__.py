"""`python -m benchmarks [commands|isolation|throughput|scaling|memory|...]`: every figure is a ratio of one run."""

from __future__ import annotations

import sys

from benchmarks import class_, grading, history

BENCHMARKS = {
    "commands": grading.commands,
    "isolation": grading.isolation,
    "throughput": class_.throughput,
    "scaling": class_.scaling,
    "memory": class_.memory,
    "history": history.history,
}


def main() -> None:
    for name in sys.argv[1:] or BENCHMARKS:
        BENCHMARKS[name]()


if __name__ == "__main__":
    main()
