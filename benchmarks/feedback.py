"""What a wrong answer is told beyond its failures, over all known mistakes: how often, how small, at what cost."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence

from interview.bank import open_bank
from interview.bank.edits import wrong_source
from interview.bank.files import read_bank_file
from interview.grading.client.link import Links
from interview.grading.client.private import SERVER_KIND, PrivateEngine
from interview.grading.execution.execution import execute, module_from
from interview.grading.execution.facts import facts_as_data
from interview.grading.execution.program import Program
from interview.grading.judge.admission import Run
from interview.grading.judge.bench import Bench
from interview.grading.judge.example import shown_by_results
from interview.grading.judge.verdict import judge_run
from interview.grading.sandbox import levels
from interview.grading.wire.values import pack, unpack_message
from interview.model.card import Card
from interview.model.verdict import Verdict
from interview.wording.example import numbers_in

SEED = 5
FILE = "attempt.py"
TIMED_EVERY = 12
"""Of the known mistakes; each is graded twice as a command does, by a judge of its own."""


class Told:
    """One verdict, with what follows a failure."""

    def __init__(self, bench: Bench, source: str) -> None:
        module = module_from(source, FILE)

        def run_on(programs: Sequence[Program], seconds: float = 0.0) -> Run:
            run = Run(ended="done")
            for index, program in enumerate(programs):
                facts = facts_as_data(execute(module, program, FILE, bench.given))
                frame = {"stage": "run", "index": index, "facts": facts}
                run.accept(unpack_message(pack(frame)), len(programs))
            return run

        run = run_on(bench.programs)
        self.verdict: Verdict = judge_run(bench, run, FILE, run_on, source=source)

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
    compare_waiting()
    told = [one for card in open_bank(None).cards for one in told_on(card)]
    shown = [one for one in told if one.can_be_shown]
    examples = [one for one in shown if one.verdict.example]
    print(
        f"known mistakes with an example: {len(examples)} of {len(shown)} that results can show "
        f"({len(examples) / len(shown):.1%}); numbers in it, median: "
        f"{statistics.median(one.numbers for one in examples):g}",
        flush=True,
    )


def compare_waiting() -> None:
    """By the clock: a grade with what follows a failure, beyond the same without, as a share of that."""
    bank = open_bank(None)
    attempts = [
        (card, wrong_source(card.folder, read_bank_file(card.reference), misconception))
        for card in bank.cards
        for misconception in bank.load(card).exercise.misconceptions
    ][::TIMED_EVERY]
    right = [(card, read_bank_file(card.reference)) for card in bank.cards]
    with Links(PrivateEngine(SERVER_KIND, levels.best())) as links:
        seconds_of_grade(links, *right[0], True)
        for name, some in (("a wrong answer", attempts), ("a right one", right)):
            pairs = [
                [seconds_of_grade(links, *one, told) for told in (False, True)] for one in some
            ]
            more = sorted(after / before - 1 for before, after in pairs)
            print(
                f"what {name} waits longer for what follows a failure / the rest of a warm grade, "
                f"median: {statistics.median(more):.2g}, 95 %: {more[int(0.95 * len(more))]:.2g} "
                f"({len(pairs)} pairs)",
                flush=True,
            )


def seconds_of_grade(links: Links, card: Card, source: str, example: bool) -> float:
    """Of one command's: its judge has nothing prepared."""
    started = time.perf_counter()
    link = links.link()
    link.grade(card, FILE, source, SEED, example=example)
    taken = time.perf_counter() - started
    link.close()
    return taken


def told_on(card: Card) -> Iterator[Told]:
    bench = Bench(card, SEED)
    bench.foresee(unless=lambda: False)
    for misconception in bench.question.exercise.misconceptions:
        yield Told(bench, wrong_source(card.folder, bench.reference, misconception))
