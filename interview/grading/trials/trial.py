"""One mutant on the programs of a bench: whether it crashes, is seen by a value, or survives."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import torch

from interview.grading.execution.execution import Namespace, module_from
from interview.grading.judge.bench import Bench
from interview.grading.judge.limits import TookTooLong, at_most
from interview.model.verdict import Finding

Fate = Literal["crashed", "killed", "harmless", "survived"]
MUTANT_FILE = "mutant.py"
CRASH_CHECKS = ("error", "parameters", "definition", "not_written")
CRASHES_ENOUGH = 8
"""After so many programs that crash, no other is asked whether it sees a wrong value."""
LEAST_SECONDS_OF_PROGRAM, TIMES_REFERENCE_OF_PROGRAM = 0.5, 20.0
"""What a mutant may compute in one program."""


@dataclass(frozen=True)
class Sight:
    """Where a mutant was seen, and how."""

    program: int
    finding: Finding

    @property
    def by_crash(self) -> bool:
        return self.finding.check in CRASH_CHECKS or self.finding.kind == "other_error"


class Order:
    """The programs of a bench, in the order in which they find mutants soonest; it learns with each."""

    def __init__(self, bench: Bench) -> None:
        self.seconds = [max(seconds, 1e-4) for seconds in bench.seconds]
        self.found = [1.0] * len(self.seconds)

    def __iter__(self) -> Iterator[int]:
        rate = [found / seconds for found, seconds in zip(self.found, self.seconds, strict=True)]
        return iter(sorted(range(len(rate)), key=lambda i: -rate[i]))

    def learn(self, program: int) -> None:
        self.found[program] += 1


def try_mutant(bench: Bench, source: str, order: Order) -> tuple[Fate, Sight | None]:
    """What becomes of a mutant, and the value that tells, or an error where no value does."""
    crashes: list[Sight] = []
    # The switch that a reference may turn for a while belongs to the process, which tries other mutants too.
    torch.backends.mha.set_fastpath_enabled(True)
    try:
        with at_most(LEAST_SECONDS_OF_PROGRAM):
            module = module_from(source, MUTANT_FILE)
    except BaseException:
        return "crashed", None
    for index in order:
        try:
            seen = seen_in(bench, module, index)
        except TookTooLong:
            return "crashed", None
        if seen is None:
            continue
        if not seen.by_crash:
            order.learn(index)
            return "killed", seen
        crashes.append(seen)
        if len(crashes) == CRASHES_ENOUGH:
            break
    return ("crashed", crashes[0]) if crashes else ("survived", None)


def seen_in(bench: Bench, module: Namespace, index: int) -> Sight | None:
    """How one program sees a mutant, if it does."""
    program = bench.programs[index]
    limit = LEAST_SECONDS_OF_PROGRAM + TIMES_REFERENCE_OF_PROGRAM * bench.seconds[index]
    with at_most(limit):
        facts = bench.asked(index, bench.run(module, MUTANT_FILE, program))
        finding = bench.compare(program, bench.expected[index], facts)
    return None if finding is None else Sight(index, finding)


def cuts_no_gradient(bench: Bench, source: str) -> bool:
    """Whether each `detach()` in a mutant's own lines was given only what had no gradient anyway."""
    module = module_from(source, MUTANT_FILE)
    cut = False
    detach = torch.Tensor.detach

    def watched(tensor: torch.Tensor, *arguments: Any) -> torch.Tensor:
        nonlocal cut
        own = sys._getframe(1).f_code.co_filename == MUTANT_FILE
        cut = cut or (own and tensor.requires_grad)
        return detach(tensor, *arguments)

    setattr(torch.Tensor, "detach", watched)  # noqa: B010  to mypy it is a method for ever
    try:
        for program in bench.programs:
            bench.run(module, MUTANT_FILE, program)
    finally:
        setattr(torch.Tensor, "detach", detach)  # noqa: B010
    return not cut
