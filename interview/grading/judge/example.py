"""The smallest input on which a failed attempt can be seen to differ: found on the question's ladder.

The rungs of the failed cases are drawn from public seeds as small whole numbers, the attempt is run on
them once more, and the one with the fewest numbers that shows the difference is told. The same attempt
gets the same example, whatever its secret seed was.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from interview.bank.ladder import LADDER_SEED as SEED
from interview.bank.ladder import Rung
from interview.grading.checks.trees import paired_parts
from interview.grading.execution.facts import Facts, Raised, Returned
from interview.grading.execution.program import Program
from interview.grading.judge.bench import Bench
from interview.grading.judge.difference import first_difference
from interview.grading.judge.legality import Resizing
from interview.grading.judge.limits import TookTooLong, at_most, naming_seconds
from interview.grading.judge.second_look import RunOn
from interview.grading.judge.telling import told_example
from interview.model.question import Tolerance
from interview.model.verdict import CaseResult, Example, Finding

CLIMBED_NUMBERS = 200
"""In inputs and result; with more nobody calculates along."""
CLIMBING_SECONDS = 1.0
"""Of computing for a few dozen small inputs; who takes longer, or doesn't end, is shown none."""
CASES_CLIMBED = 4
LOWEST_RUNGS = 4
"""Tried before any other, with other numbers too, in one run: more often than not one of them is enough."""
SAMPLED_PLACES = (2, 6, 12, 24)
"""Of each case's further rungs, and the last: all of them would be hundreds, each a run of the reference."""
MOST_BETWEEN = 12
"""Rungs of a case that were passed over, below the one on which the attempt differs."""
FURTHER_SEED, REDRAWN_RUNGS = SEED + 1, 4
"""Other numbers on rungs no higher than the first on which the attempt differs: one may show it better."""
VISIBLE, VISIBLE_BESIDE = 0.05, 0.01
"""How much an element differs, relative to itself and to the largest: 6 against 5.985 shows nothing."""
GROUPS = ("core", "numerics", "edges", "errors")
TELLING_KINDS = ("elements", "shape", "type", "length", "keys")


@dataclass(frozen=True)
class SmallInput:
    """A rung of one case, drawn from one seed."""

    case: int
    rung: Rung
    program: Program
    expected: Facts


def drawn_input(bench: Bench, index: int, rung: Rung, seed: int) -> SmallInput | None:
    """A case on one of its rungs; drawn once. From the ladder's own seed it is legal, or there were no rung."""
    key = index, tuple(rung.sizes.items()), seed
    if key not in bench.small_inputs:
        usual = None if seed == SEED else drawn_input(bench, index, rung, SEED)
        before = usual.expected.results if usual and isinstance(usual.expected, Returned) else []
        drawn = Resizing(bench, index, seed, whole=True).judged(rung.sizes, before)
        bench.small_inputs[key] = SmallInput(index, rung, *drawn) if drawn else None
    return bench.small_inputs[key]


def as_asked(program: Program) -> Program:
    """Where the attempt's weights are the reference's."""
    return program


def smallest_example(
    bench: Bench,
    cases: Sequence[CaseResult],
    run_on: RunOn,
    as_run: Callable[[Program], Program] = as_asked,
) -> Example | None:
    """The example; None where there is no small input on which the attempt can be seen to differ.

    as_run: the program with the layout of the attempt's weights.
    """
    try:
        with at_most(naming_seconds(bench.reference_seconds, 1)):
            return found_example(bench, cases, run_on, as_run)
    except TookTooLong:
        bench.spoilt = True
    except Exception:
        traceback.print_exc()
    return None


CaseRung = tuple[int, Rung]
"""A case, and one of its rungs."""
SeenInput = tuple[tuple[int, float], SmallInput, Facts]
"""How many numbers there are and how clear it is, the input, and what came of it."""


def found_example(
    bench: Bench,
    cases: Sequence[CaseResult],
    run_on: RunOn,
    as_run: Callable[[Program], Program],
) -> Example | None:
    climb = Climb(bench, cases, run_on)
    rungs = rungs_to_climb(bench, cases)
    lowest = rungs[:LOWEST_RUNGS]
    seen = climb.clearest(lowest, redrawn=lowest) or clearest_above(climb, rungs)
    if seen is None:
        return None
    _, small, got = seen
    return told_example(bench, as_run(small.program), small.expected, got)


def clearest_above(climb: Climb, steps: Sequence[CaseRung]) -> SeenInput | None:
    """What is seen on a sample of the rungs above the lowest, or on those between, or with other numbers."""
    lowest, sampled = steps[:LOWEST_RUNGS], sampled_steps(steps[LOWEST_RUNGS:])
    first = climb.clearest(sampled)
    if first is None:
        return None
    found = first[1].case, first[1].rung
    between = steps_between(steps, found, [*lowest, *sampled])
    others = climb.clearest(between, redrawn_steps(steps, found))
    return min((seen for seen in (first, others) if seen), key=lambda seen: seen[0])


def sampled_steps(steps: Sequence[CaseRung]) -> list[CaseRung]:
    """Of each case a few, from its smallest rungs to its last."""
    by_case: dict[int, list[CaseRung]] = {}
    for step in steps:
        by_case.setdefault(step[0], []).append(step)
    return [
        own[place]
        for own in by_case.values()
        for place in sorted({*SAMPLED_PLACES, len(own) - 1})
        if place < len(own)
    ]


def steps_between(
    steps: Sequence[CaseRung], found: CaseRung, tried: Sequence[CaseRung]
) -> list[CaseRung]:
    """Of the same case those with fewer numbers that were passed over, the nearest."""
    lower = steps[: steps.index(found)]
    return [step for step in lower if step[0] == found[0] and step not in tried][-MOST_BETWEEN:]


def redrawn_steps(steps: Sequence[CaseRung], found: CaseRung) -> list[CaseRung]:
    """Those to be drawn from further seeds: what was found, and others with as many numbers or fewer."""
    lower = [step for step in steps if step[1].count <= found[1].count and step != found]
    return [found, *lower[:-REDRAWN_RUNGS:-1]]


class Climb:
    """Runs the attempt on small inputs, until a run does not come to its end."""

    def __init__(self, bench: Bench, cases: Sequence[CaseResult], run_on: RunOn) -> None:
        self.bench, self.cases, self.run_on = bench, cases, run_on
        self.ended = False

    def clearest(
        self, steps: Sequence[CaseRung], redrawn: Sequence[CaseRung] = ()
    ) -> SeenInput | None:
        """Of those that show a difference the one with the fewest numbers, and then the clearest.

        redrawn: steps with other numbers than the ladder's.
        """
        drawn = [
            *(drawn_input(self.bench, *step, SEED) for step in steps),
            *(drawn_input(self.bench, *step, FURTHER_SEED) for step in redrawn),
        ]
        inputs = [small for small in drawn if small]
        if self.ended or not inputs:
            return None
        run = self.run_on([small.program for small in inputs], CLIMBING_SECONDS)
        self.ended = run.ended != "done"
        seen = [
            ((inputs[place].rung.count, -clarity), inputs[place], facts)
            for place, facts in run.facts.items()
            if (clarity := self.clarity(inputs[place], facts))
        ]
        return min(seen, key=lambda one: one[0], default=None)

    def clarity(self, small: SmallInput, got: Facts) -> float:
        return clarity_of(self.bench, small, got, self.cases[small.case])


def rungs_to_climb(bench: Bench, cases: Sequence[CaseResult]) -> list[CaseRung]:
    """Those of a few failed cases whose outcome can be shown, of the core before others; the smallest first."""
    failed = [
        (GROUPS.index(case.group), index)
        for index, case in enumerate(cases)
        if case.status == "failed" and shown_by_results(case.findings[0])
    ]
    climbed = {cases[index].name: index for _, index in sorted(failed)[:CASES_CLIMBED]}
    return [
        (climbed[rung.case], rung)
        for rung in (bench.ladder.rungs if bench.ladder else ())
        if rung.case in climbed and rung.count <= CLIMBED_NUMBERS
    ]


def shown_by_results(finding: Finding) -> bool:
    """Whether the failure was one of results, or an error, in the case's own call."""
    return finding.check in ("values", "raises", "error")


def clarity_of(bench: Bench, small: SmallInput, got: Facts, case: CaseResult) -> float:
    """How well one sees that the attempt differs here, as it did in the case; 0 where one doesn't."""
    finding = case.findings[0]
    if isinstance(got, Raised):
        wanted = finding.values.get("type") if finding.kind in ("error", "other_error") else None
        return float(got.error.type == wanted)
    if not isinstance(got, Returned) or finding.check == "error":
        return 0.0
    if not isinstance(small.expected, Returned):
        return 1.0  # it had to be refused
    found = first_difference(small.program, small.expected, got, Tolerance())
    if found is None or found.kind not in TELLING_KINDS:
        return 0.0
    return clearness(small.expected.results, got.results) if found.kind == "elements" else 1.0


def clearness(expected: Any, got: Any) -> float:
    """The largest relative difference of two value trees, of elements that differ enough to be seen; at most 1."""
    if isinstance(expected, Tensor) and isinstance(got, Tensor):
        return clearness_of_tensors(expected, got)
    if isinstance(expected, float) and isinstance(got, float):
        return clearness_of_tensors(torch.tensor(expected), torch.tensor(got))
    pairs = paired_parts(expected, got)
    if pairs is None:
        return float(type(expected) is not type(got) or expected != got)
    return max((clearness(e, g) for e, g in pairs), default=0.0)


def clearness_of_tensors(expected: Tensor, got: Tensor) -> float:
    if expected.shape != got.shape or not expected.is_floating_point():
        return float(not torch.equal(expected, got))
    e, g = expected.double(), got.double()
    if bool((e.isfinite() != g.isfinite()).any()):
        return 1.0
    difference, size = (e - g).nan_to_num(0.0).abs(), e.nan_to_num(0.0, 0.0, 0.0).abs()
    relative = difference / size.clamp_min(1e-300)
    seen = (relative >= VISIBLE) & (difference >= VISIBLE_BESIDE * float(size.max()))
    return min(1.0, float(relative[seen].max())) if bool(seen.any()) else 0.0
