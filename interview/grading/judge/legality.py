"""Which other sizes of a case are legal: the reference decides, as nobody has written it down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from torch import Tensor

from interview.bank.sizes import Sizes, sizes_in
from interview.grading.execution.facts import Facts, Returned
from interview.grading.execution.inputs import tensors_in_place
from interview.grading.execution.program import Program
from interview.grading.execution.resizing import resized_program
from interview.grading.judge.bench import Bench
from interview.grading.judge.difference import refusal_finding
from interview.grading.judge.limits import TookTooLong, at_most
from interview.model.question import Raise

SECONDS_OF_A_TRY, WALL_OF_A_TRY = 5.0, 30.0
"""What the reference may take for one case with other sizes, of computing and by the clock."""


class Resizing:
    """One case of a question, drawn from one seed with whatever sizes."""

    def __init__(self, bench: Bench, index: int, seed: int, whole: bool = False) -> None:
        self.bench, self.index, self.seed, self.whole = bench, index, seed, whole
        self.case = bench.question.exercise.all_cases[index]

    @cached_property
    def sizes(self) -> Sizes:
        return sizes_in(self.case, self.bench.question.exercise.build)

    def program(self, sizes: Mapping[int, int]) -> Program | None:
        """The results' program with these sizes; None where it can't be drawn or constructed."""
        bench = self.bench
        try:
            with at_most(SECONDS_OF_A_TRY, WALL_OF_A_TRY):
                program = resized_program(
                    bench.question,
                    self.index,
                    sizes,
                    self.seed,
                    bench.shapes_of,
                    bench.more,
                    self.whole,
                )
        except (
            Exception,
            TookTooLong,
        ):  # whatever a recipe or a constructor says to sizes that do not fit
            return None
        return replace(program, wants=())

    def judged(
        self, sizes: Mapping[int, int], before: list[Any] | None = None
    ) -> tuple[Program, Facts] | None:
        """The program with these sizes and what the reference does; None where they are not legal.

        The reference returns, without NaN, and nothing that is empty otherwise; or it refuses, as promised.
        before: what else comes back; if that isn't told, with the case's own sizes.
        """
        program = self.program(sizes)
        if program is None or self.would_broadcast(program):
            return None
        facts = self.facts(program)
        if facts is None:
            return None
        if isinstance(self.case, Raise):
            legal = refusal_finding(program, facts, self.case.error) is None
        else:
            legal = isinstance(facts, Returned) and self.is_sensible(facts.results, before)
        return (program, facts) if legal else None

    def would_broadcast(self, program: Program) -> bool:
        """Whether of axes that have one length in the case one has shrunk to 1, and another hasn't.

        So does a table that is written out, or a sum of several sizes, beside what shrinks. The reference takes
        it, as any operation between them repeats the one; the task doesn't promise it.
        """
        own = self.own_program
        if own is None:
            return False
        each = tensors_in_place([own.build, own.steps], [program.build, program.steps])
        lengths: dict[int, set[int]] = {}
        for before, after in each:
            for old, new in zip(before.shape, after.shape, strict=False):
                lengths.setdefault(old, set()).add(new)
        return any(1 in new and max(new) > 1 for old, new in lengths.items() if old > 1)

    def facts(self, program: Program) -> Facts | None:
        """What the reference does; None where it does not end with these sizes."""
        bench = self.bench
        try:
            with at_most(SECONDS_OF_A_TRY, WALL_OF_A_TRY):
                return bench.run(bench.module, bench.filename, program)
        except TookTooLong:
            return None

    def is_sensible(self, results: list[Any], before: list[Any] | None) -> bool:
        usual = self.own_results if before is None else before
        return not holds_nan(results) and not is_emptied(usual, results)

    @cached_property
    def own_program(self) -> Program | None:
        """With the case's own sizes; None where that fails."""
        return self.program({})

    @cached_property
    def own_results(self) -> list[Any]:
        """What comes back with the case's own sizes; nothing where that fails."""
        if self.own_program is None:
            return []
        facts = self.facts(self.own_program)
        return facts.results if isinstance(facts, Returned) else []


def holds_nan(value: Any) -> bool:
    if isinstance(value, Tensor):
        return bool(value.isnan().any())
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return any(holds_nan(item) for item in value)
    return isinstance(value, float) and value != value


def is_emptied(before: Any, now: Any) -> bool:
    """Whether something is empty now that was not before."""
    match before, now:
        case Tensor(), Tensor():
            return before.numel() > 0 and now.numel() == 0
        case dict(), dict():
            inner = any(is_emptied(value, now.get(key)) for key, value in before.items())
        case (list(), list()) | (tuple(), tuple()):
            inner = any(is_emptied(b, n) for b, n in zip(before, now, strict=False))
        case str(), str():
            inner = False
        case _:
            return False
    return inner or bool(before and not now)


def count_numbers(value: Any) -> int:
    """How many numbers, words and switches a value holds."""
    if isinstance(value, Tensor):
        return value.numel()
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return sum(count_numbers(item) for item in value)
    return 0 if value is None else 1
