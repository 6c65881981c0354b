"""Cases whose numbers float32 can hold under one seed and not under the next.

Who computes in float32 is right (`interview/grading/judge/rounding.py`), and may be off by so much and no more. A
case in which the reference itself is off by more under some seeds rejects such answers by luck: its values want to
be further apart, or closer.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from interview.bank import open_bank
from interview.grading.execution.facts import Returned
from interview.grading.execution.program import SECOND_CALL
from interview.grading.judge.bench import Bench
from interview.grading.judge.rounding import MOST, MOST_OF_GRADIENTS, largest_errors
from interview.model.card import Card
from interview.model.question import Case

SEEDS = 20
NEAR = 1 / 3
"""Of what is excused: beyond this another order of the same algebra may be over it."""


def survey_rounding() -> None:
    first = secrets.randbelow(10**6)
    seeds = range(first, first + SEEDS)
    print(f"float32 beside float64 in every case, seeds {seeds[0]} to {seeds[-1]}")
    for card in open_bank(None).cards:
        shares: dict[str, list[float]] = defaultdict(list)
        for seed in seeds:
            for case, share in shares_of_the_excused(card, seed):
                shares[case].append(share)
        for case, all_shares in shares.items():
            near = sum(share > NEAR for share in all_shares)
            if near:
                print(
                    f"{card.number} {case!r}: more than a third of what is excused in {near} of "
                    f"{len(all_shares)} calls, at most {max(all_shares):.2g} times it",
                    flush=True,
                )


def shares_of_the_excused(card: Card, seed: int) -> Iterator[tuple[str, float]]:
    """For each call in float64 the case, and how far the reference is off in float32, in parts of the most."""
    bench = Bench(card, seed)
    for program in bench.programs:
        case = bench.case(program)
        if not isinstance(case, Case) or program.variant not in ("values", SECOND_CALL):
            continue
        if program.dtype != "float64" or program.apart or program.mode == "train":
            continue
        exact = bench.run_reference(program)
        rounded = bench.run_reference(replace(program, dtype="float32"))
        if isinstance(exact, Returned) and isinstance(rounded, Returned):
            of_results, of_gradients = largest_errors(exact, rounded)
            yield case.name, max(of_results / MOST, of_gradients / MOST_OF_GRADIENTS)
