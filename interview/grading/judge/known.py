"""The verdicts on what the question itself knows: its mistakes and right alternatives, run by the judge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf

from interview.grading.execution.program import Program
from interview.grading.judge.admission import Run
from interview.grading.judge.bench import Bench
from interview.grading.judge.comparing import first_of_cases, left_to_do
from interview.grading.judge.known_run import KnownRun
from interview.grading.judge.verdict import judge_run
from interview.model.verdict import Verdict


def verdicts_on_known(bench: Bench) -> Iterator[tuple[str, Verdict]]:
    """Each with its misconception's id or its file's name; nothing of what could not be carried out here.

    They are judged as any attempt is; only that they are not held to the limits and the isolation of one.
    """
    for name, run in bench.right.items():
        yield from verdict_on_run(bench, name, run)
    for id, run in bench.wrong.items():
        yield from verdict_on_run(bench, id, run)


def verdict_on_run(bench: Bench, name: str, known: KnownRun) -> Iterator[tuple[str, Verdict]]:
    def run_on(programs: Sequence[Program], seconds: float = inf) -> Run:
        return Run(dict(enumerate(map(known.run, programs))), ended="done")

    first = first_of_cases(bench.programs)
    run = Run({i: known.all_at(i) for i in first}, ended="done")
    run.order = [*first, *left_to_do(bench, run)]
    run.facts.update((i, known.all_at(i)) for i in run.order)
    verdict = judge_run(bench, run, known.filename, run_on, example=False)
    if not (known.failure or bench.spoilt):
        yield name, verdict
