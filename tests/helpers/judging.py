"""An exercise made up for a test, and attempts at it judged within the test's own process."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml

from interview.bank import Bank
from interview.grading.execution.execution import execute, module_from
from interview.grading.execution.facts import facts_as_data
from interview.grading.execution.program import Program
from interview.grading.judge.admission import Run
from interview.grading.judge.bench import Bench
from interview.grading.judge.second_look import RunOn
from interview.grading.judge.verdict import judge_run
from interview.grading.wire.values import pack, unpack_message
from interview.model.verdict import Verdict


def bench_of(toy: Path, reference: str, seed: int = 3, **exercise: object) -> Bench:
    """The bench of the toy question with this reference and these keys of its exercise in place of its own."""
    file = toy / "questions" / "01_attend" / "question.yaml"
    question = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    plain = {"cases": [], "raises": [], "checks": [], "misconceptions": [], "forbid": []}
    question["exercise"] |= {**plain, **exercise}
    file.write_text(yaml.safe_dump(question, sort_keys=False), encoding="utf-8")
    (toy / "solutions" / "01_attend.py").write_text(reference, encoding="utf-8")
    (card,) = Bank(toy).cards
    return Bench(card, seed)


def judged(bench: Bench, source: str) -> Verdict:
    """The verdict on an attempt."""
    run_on = runs_of(bench, source)
    return judge_run(bench, run_on(bench.programs, 0.0), "attempt.py", run_on, source=source)


def runs_of(bench: Bench, source: str) -> RunOn:
    """Runs an attempt in whatever programs; its facts go the way they take from a runner."""
    module = module_from(source, "attempt.py")

    def run_on(programs: Sequence[Program], seconds: float = 0.0) -> Run:
        run = Run(ended="done")
        for index, program in enumerate(programs):
            facts = facts_as_data(execute(module, program, "attempt.py", bench.given))
            frame = {"stage": "run", "index": index, "facts": facts}
            run.accept(unpack_message(pack(frame)), len(programs))
        return run

    return run_on


def names_of_failed(verdict: Verdict) -> list[str]:
    return [case.name for case in verdict.cases if case.status == "failed"]


def failing_checks(verdict: Verdict) -> list[str]:
    return [case.findings[0].check for case in verdict.cases if case.status == "failed"]
