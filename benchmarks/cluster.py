"""A class on a cluster: `interview batch` on one local Dask worker, against the same without a scheduler."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.class_ import seconds_of_batch, write_submissions
from benchmarks.timing import (
    PYTHON,
    ROOT,
    Environment,
    print_ratio,
    working_place,
)

SMALL_CLASS, LARGE_CLASS = 30, 180
"""One submission to each question, and six; what the first costs is start-up, on both sides."""
PAIRS = 3


def compare_cluster() -> None:
    """Seconds of the larger class beyond those of the smaller, with one worker of so many threads as there are cores."""
    cores = len(os.sched_getaffinity(0))
    with (
        working_place() as (folder, environment),
        local_worker(folder, environment, cores) as address,
    ):
        small, large = folder / "small", folder / "large"
        write_submissions(small, SMALL_CLASS)
        write_submissions(large, LARGE_CLASS)
        options = ["--scheduler", address, "--insecure"]
        ratios, startups = [], []
        for _ in range(PAIRS):
            ours = [seconds_of_batch(c, folder, environment, None, options) for c in (small, large)]
            alone = [seconds_of_batch(c, folder, environment, cores) for c in (small, large)]
            ratios.append((ours[1] - ours[0]) / (alone[1] - alone[0]))
            startups.append(ours[0] / alone[0])
    print_ratio(f"a class on one local worker / without a scheduler, {cores} at a time", ratios)
    print_ratio("the same with one submission to each question, start-up included", startups)


@contextmanager
def local_worker(folder: Path, environment: Environment, threads: int) -> Iterator[str]:
    """A scheduler and a worker on this machine only, which need no encryption."""
    file = folder / "scheduler.json"
    dask = [PYTHON, "-m", "dask"]
    common = ["--scheduler-file", str(file), "--no-dashboard"]
    scheduler = [*dask, "scheduler", *common, "--host", "127.0.0.1", "--port", "0"]
    worker = [*dask, "worker", *common, "--no-nanny", "--nthreads", str(threads)]
    quiet = {
        "env": environment,
        "cwd": ROOT,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
    processes = [subprocess.Popen(scheduler, **quiet)]
    try:
        while not file.is_file():
            time.sleep(0.1)
        place = ["--local-directory", str(folder / "worker")]
        processes.append(subprocess.Popen([*worker, *place], **quiet))
        yield json.loads(file.read_text())["address"]
    finally:
        for process in processes:
            process.kill()
            process.wait()
