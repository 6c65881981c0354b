"""A class: `interview batch` against one `pytest` process per submission that runs the same checks."""

from __future__ import annotations

import os
import random
import shutil
import statistics
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.timing import (
    INTERVIEW,
    PYTHON,
    ROOT,
    Environment,
    seconds_of_process,
    working_place,
)
from interview.bank import open_bank
from interview.bank.edits import wrong_source
from interview.grading.client.link import Links
from interview.grading.client.private import PrivateEngine

SUBMISSIONS, SAMPLE_SIZE, GRADED_FOR_MEMORY = 200, 24, 2000
SUBMISSIONS_A_JOB = 120
"""Submissions in the class that shows how it scales: four to each question."""
PYTEST_FILE = '''
import sys
import torch
from pathlib import Path
from interview.bank.cards import read_card
from interview.grading.execution.execution import execute, module_from
from interview.grading.judge.bench import Bench

def test_attempt():
    """The reference and the attempt in one process, every program of every case compared."""
    torch.set_num_threads(1)
    bench = Bench(read_card(Path({question!r})), 5)
    module = module_from(Path({attempt!r}).read_text(), "attempt.py")
    findings = [
        bench.compare(program, expected, execute(module, program, "attempt.py", bench.given))
        for program, expected in zip(bench.programs, bench.expected, strict=True)
    ]
    assert not any(findings)
'''


def write_submissions(folder: Path, count: int) -> list[tuple[Path, Path]]:
    """Right and wrong answers to all questions, and the folder of the question each answers."""
    bank, draw, submissions = open_bank(None), random.Random(1), []
    for number in range(count):
        card = bank.cards[number % len(bank.cards)]
        exercise = bank.load(card).exercise
        path = folder / f"person{number:04d}" / f"{card.slug}.py"
        path.parent.mkdir(parents=True)
        reference = card.reference.read_text(encoding="utf-8")
        if draw.random() < 0.5:
            source = wrong_source(card.folder, reference, draw.choice(exercise.misconceptions))
        else:
            source = draw.choice([card.reference, *card.alternatives]).read_text(encoding="utf-8")
        path.write_text(source, encoding="utf-8")
        submissions.append((path, card.folder))
    return submissions


def compare_throughput() -> None:
    """Submissions a second on all cores, both ways in turns."""
    with working_place() as (folder, environment):
        environment |= dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        class_ = folder / "class"
        submissions = write_submissions(class_, SUBMISSIONS)
        sample = random.Random(2).sample(submissions, SAMPLE_SIZE)
        ratios = []
        for _ in range(2):
            ours = SUBMISSIONS / seconds_of_batch(class_, folder, environment)
            theirs = SAMPLE_SIZE / seconds_of_pytests(sample, folder, environment)
            ratios.append(ours / theirs)
    text = " and ".join(f"{ratio:.3g}x" for ratio in ratios)
    cores = len(os.sched_getaffinity(0))
    print(
        f"submissions a second, interview batch / pytest processes, {cores} cores: {text}",
        flush=True,
    )


def compare_scaling() -> None:
    """Submissions a second by the number of jobs, against so many engines of one job side by side.

    Such engines share nothing but the machine, so they tell what it can do at the best. Each grades
    the whole class, and so does the batch of so many jobs, as many times as it has jobs.
    """
    cores = len(os.sched_getaffinity(0))
    counts = [n for n in (1, 2, 4, 8, 16, 32, 64) if n <= cores]
    with working_place() as (folder, environment):
        classes = [folder / f"class{n}" for n in counts]
        for class_, times in zip(classes, counts, strict=True):
            write_submissions(class_, SUBMISSIONS_A_JOB * times)
        single_job = [
            SUBMISSIONS_A_JOB / seconds_of_batch(classes[0], folder, environment, 1)
            for _ in range(2)
        ][1]
        for class_, jobs in zip(classes[1:], counts[1:], strict=True):
            pairs = [
                rates_of_jobs_and_engines(class_, classes[0], jobs, folder, environment)
                for _ in range(3)
            ]
            ours, engines = (statistics.median(pair[i] for pair in pairs) for i in (0, 1))
            print(
                f"submissions a second, {jobs} jobs / 1 job: {ours / single_job:.3g}x; "
                f"{jobs} engines of one job / 1: {engines / single_job:.3g}x; "
                f"jobs / engines: {statistics.median(a / b for a, b in pairs):.3g}x",
                flush=True,
            )


def rates_of_jobs_and_engines(
    class_: Path, single: Path, jobs: int, folder: Path, environment: Environment
) -> tuple[float, float]:
    """Submissions a second of one batch of so many jobs, and of so many batches of one job together."""
    ours = SUBMISSIONS_A_JOB * jobs / seconds_of_batch(class_, folder, environment, jobs)
    with ThreadPoolExecutor(jobs) as pool:
        started = time.perf_counter()
        list(
            pool.map(
                lambda n: seconds_of_batch(single, folder / str(n), environment, 1), range(jobs)
            )
        )
        return ours, SUBMISSIONS_A_JOB * jobs / (time.perf_counter() - started)


def seconds_of_batch(
    class_: Path,
    folder: Path,
    environment: Environment,
    jobs: int | None = None,
    options: Sequence[str] = (),
) -> float:
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    command = [*INTERVIEW, "batch", str(class_), "--out", str(out), "--seed", "5", *options]
    return seconds_of_process([*command, *(["--jobs", str(jobs)] if jobs else [])], environment)


def seconds_of_pytests(
    sample: list[tuple[Path, Path]], folder: Path, environment: Environment
) -> float:
    files = []
    for number, (attempt, question) in enumerate(sample):
        files.append(folder / f"test_{number}.py")
        files[-1].write_text(PYTEST_FILE.format(question=str(question), attempt=str(attempt)))

    def run(file: Path) -> None:
        command = [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(folder)]
        subprocess.run([*command, str(file)], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)

    started = time.perf_counter()
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        list(pool.map(run, files))
    return time.perf_counter() - started


def compare_memory() -> None:
    """What server, judge and zygote hold after many submissions, against what they hold after a tenth."""
    card = open_bank(None).find("cross-attention")
    source = card.reference.read_text(encoding="utf-8")
    engine = PrivateEngine()
    with Links(engine) as links:
        link = links.link()
        held = {}
        for number in range(1, GRADED_FOR_MEMORY + 1):
            link.grade(card, "attempt.py", source, 5)
            if number in (GRADED_FOR_MEMORY // 10, GRADED_FOR_MEMORY):
                held[number] = sum(map(resident_pages, lasting_processes(engine.process.pid)))
    print(
        f"memory after {GRADED_FOR_MEMORY} submissions / after {GRADED_FOR_MEMORY // 10}: {held[GRADED_FOR_MEMORY] / held[GRADED_FOR_MEMORY // 10]:.3g}x"
    )


def lasting_processes(pid: int) -> list[int]:
    """The server, its judge and its zygote; runners come and go."""
    return [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]


def resident_pages(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
