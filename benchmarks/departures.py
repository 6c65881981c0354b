"""How often a wrong answer is told where it first differs, and how often the edited line is among those told."""

from __future__ import annotations

import contextlib
import difflib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from interview.authoring.mutants.generation import mutants_of, sampled
from interview.bank import open_bank
from interview.bank.edits import wrong_source
from interview.bank.files import read_bank_file
from interview.grading.execution.execution import execute, module_from
from interview.grading.execution.facts import facts_as_data
from interview.grading.execution.program import Program
from interview.grading.judge.admission import Run
from interview.grading.judge.bench import Bench
from interview.grading.judge.departure import departure_of, programs_to_record
from interview.grading.judge.layouts import run_as_read
from interview.grading.judge.limits import TookTooLong, at_most
from interview.grading.judge.verdict import case_result, compared_facts
from interview.grading.wire.values import pack, unpack_message
from interview.model.card import Card
from interview.model.verdict import Departure

SEED = 5
FILE = "attempt.py"
MUTANTS_OF_AN_ALTERNATIVE = 12
SECONDS_OF_AN_ATTEMPT = 10.0


@dataclass
class Tally:
    """Of wrong answers whose results differ in a failed case."""

    name: str
    wrong: int = 0
    told: int = 0
    right: int = 0
    first: int = 0
    """Of these, so many are made in the edited line itself."""
    named: int = 0
    lines: int = 0
    milliseconds: list[float] = field(default_factory=list)

    def add(self, departure: Departure | None, edited: set[int], seconds: float) -> None:
        self.wrong += 1
        self.milliseconds.append(1000 * seconds)
        if departure:
            lines = told_lines(departure)
            self.told += 1
            self.right += bool(lines & edited)
            self.first += departure.line in edited
            self.named += bool(departure.agrees or departure.missing)
            self.lines += len(lines)

    def __str__(self) -> str:
        cost, told = sorted(self.milliseconds) or [0.0], max(1, self.told)
        return (
            f"{self.name}: told where it first differs: {self.told} of {self.wrong} "
            f"({self.told / max(1, self.wrong):.0%}); the edited line among the lines told: "
            f"{self.right / told:.0%} of these ({self.lines / told:.1f} lines on average), and the "
            f"first value made in it: {self.first / told:.0%}; "
            f"with the name of a stage: {self.named / told:.0%}; computing, median: "
            f"{cost[len(cost) // 2]:.0f} ms, 95 %: {cost[int(0.95 * len(cost))]:.0f} ms"
        )


def told_lines(departure: Departure) -> set[int]:
    """Every line that is told, and those of statements and of the way that are told by their two ends."""
    own = {departure.line, *departure.callers, *departure.made_of, *departure.untelling}
    spans = [departure.statement, departure.built]
    if departure.since:
        spans.append((departure.since, departure.line))
    if departure.until:
        spans.append((departure.line, departure.until))
    between = {line for first, last in spans for line in range(first, last + 1) if first}
    return own | between


def compare_departures() -> None:
    tallies = Tally("known mistakes"), Tally("mutants of right alternatives")
    for card in open_bank(None).cards:
        bench = Bench(card, SEED)
        for tally, sources in zip(
            tallies, (mistaken_sources(bench), mutated_alternatives(card)), strict=True
        ):
            for before, source in sources:
                # A mutant may never end, or not be Python that can be executed.
                with contextlib.suppress(Exception, TookTooLong), at_most(SECONDS_OF_AN_ATTEMPT):
                    tell_departure(bench, tally, before, source)
    for tally in tallies:
        print(tally, flush=True)


def mistaken_sources(bench: Bench) -> Iterator[tuple[str, str]]:
    """Those made by an edit, with the reference: which lines of a file of its own are wrong nobody says."""
    for misconception in bench.question.exercise.misconceptions:
        if misconception.edit:
            source = wrong_source(bench.card.folder, bench.reference, misconception)
            yield bench.reference, source


def mutated_alternatives(card: Card) -> Iterator[tuple[str, str]]:
    for path in card.alternatives:
        right = read_bank_file(path)
        for mutant in sampled(mutants_of(right), MUTANTS_OF_AN_ALTERNATIVE, path.name):
            yield right, mutant.source


def tell_departure(bench: Bench, tally: Tally, before: str, source: str) -> None:
    """Judges an attempt by its values alone, and asks where it first differs."""
    module = module_from(source, FILE)

    def run_on(programs: Sequence[Program], seconds: float = 0.0) -> Run:
        run = Run(ended="done")
        for index, program in enumerate(programs):
            if program.variant == "values":
                facts = facts_as_data(execute(module, program, FILE, bench.given))
                frame = {"stage": "run", "index": index, "facts": facts}
                run.accept(unpack_message(pack(frame)), len(programs))
        return run

    _, run, run_so = run_as_read(bench, run_on(bench.programs), run_on, source)
    got, findings = compared_facts(bench, run)
    count = len(bench.question.exercise.all_cases)
    cases = [case_result(bench, index, got, findings) for index in range(count)]
    if not programs_to_record(bench, cases):
        return
    begun = time.process_time()
    departure = departure_of(bench, cases, run_so)
    tally.add(departure, edited_lines(before, source), time.process_time() - begun)


def edited_lines(before: str, after: str) -> set[int]:
    """The lines of the later text that are new; around a line that is gone, its neighbours."""
    edited: set[int] = set()
    old, new = before.splitlines(), after.splitlines()
    for tag, _, _, begin, end in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag != "equal":
            edited |= set(range(begin + 1, end + 1)) or {begin, begin + 1}
    return edited
