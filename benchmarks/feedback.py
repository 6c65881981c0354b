"""What a wrong answer is told beyond its failures, over all known mistakes: how often, how small, at what cost."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence

from interview.bank import open_bank
from interview.bank.edits import wrong_source
from interview.grading.execution.execution import execute, module_from
from interview.grading.execution.facts import facts_as_data
from interview.grading.execution.program import Program
from interview.grading.judge.admission import Run
from interview.grading.judge.bench import Bench
from interview.grading.judge.example import shown_by_results
from interview.grading.judge.verdict import judge_run
from interview.grading.wire.values import pack, unpack_message
from interview.model.question import Card
from interview.model.verdict import Verdict
from interview.wording.example import numbers_in

SEED = 5
FILE = "attempt.py"


class Told:
    """One verdict, judged without what follows a failure and with it."""

    def __init__(self, bench: Bench, source: str) -> None:
        module = module_from(source, FILE)

        def run_on(programs: Sequence[Program], seconds: float = 0.0) -> Run:
            run = Run(ended="done")
            for index, program in enumerate(programs):
                facts = facts_as_data(execute(module, program, FILE, bench.given))
                frame = {"stage": "run", "index": index, "facts": facts}
                run.accept(unpack_message(pack(frame)), len(programs))
            return run

        begun = time.process_time()
        run = run_on(bench.programs)
        judge_run(bench, run, FILE)
        alone = time.process_time()
        bench.small_inputs.clear()  # a command begins without any
        self.verdict: Verdict = judge_run(bench, run, FILE, run_on, source=source)
        self.alone, self.more = (
            alone - begun,
            time.process_time() - alone - (alone - begun) / 2,
        )

    @property
    def can_be_shown(self) -> bool:
        return any(
            shown_by_results(case.findings[0])
            for case in self.verdict.cases
            if case.status == "failed"
        )

    @property
    def numbers(self) -> int:
        """Those in what is passed and in the result that is expected."""
        example = self.verdict.example
        parts = [] if example is None else [*example.calls, example.expected]
        return sum(numbers_in(value) for part in parts for value in part.values())


def compare_feedback() -> None:
    told = [one for card in open_bank(None).cards for one in told_on(card)]
    shown = [one for one in told if one.can_be_shown]
    examples = [one for one in shown if one.verdict.example]
    ratios = sorted(one.more / one.alone for one in told)
    print(
        f"known mistakes with an example: {len(examples)} of {len(shown)} that results can show "
        f"({len(examples) / len(shown):.1%}); numbers in it, median: "
        f"{statistics.median(one.numbers for one in examples):g}; "
        f"looking for one / the rest of a verdict, median: {statistics.median(ratios):.2g}x, "
        f"95 %: {ratios[int(0.95 * len(ratios))]:.2g}x",
        flush=True,
    )


def told_on(card: Card) -> Iterator[Told]:
    bench = Bench(card, SEED)
    bench.foresee(unless=lambda: False)
    for misconception in bench.question.exercise.misconceptions:
        yield Told(bench, wrong_source(card.folder, bench.reference, misconception))
