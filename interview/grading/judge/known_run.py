"""Code that the question itself knows, a mistake or a right alternative, as far as it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from interview.grading.execution.execution import Namespace, describe_error, module_from
from interview.grading.execution.facts import Facts, Raised, Returned
from interview.grading.execution.program import Program
from interview.grading.judge.limits import TookTooLong, at_most, memory_limit
from interview.grading.sandbox.limits import computing_seconds, wall_seconds

if TYPE_CHECKING:
    from interview.grading.judge.bench import Bench


class KnownRun:
    """Its facts, executed one program at a time and kept."""

    def __init__(self, bench: Bench, filename: str, source: Callable[[], str]) -> None:
        self.bench = bench
        self.filename = filename
        self.make_source = source
        self.failure: Raised | None = None
        """Why nothing more of it is executed: it can't be, or does not end. What it is, `check` tells."""
        self.facts: dict[int, Facts] = {}
        self.results: dict[int, Facts] = {}
        self.wrong: dict[int, bool] = {}
        """Whether its results alone are wrong, as far as it was asked."""

    def take_over(self, earlier: KnownRun, alike: Iterable[int]) -> None:
        """What it did before in the programs that are the same now: most other forms have no secret seed."""
        if not earlier.failure:
            self.facts.update((i, earlier.facts[i]) for i in alike if i in earlier.facts)
            self.results.update((i, earlier.results[i]) for i in alike if i in earlier.results)

    @cached_property
    def source(self) -> str:
        return self.make_source()

    @cached_property
    def module(self) -> Namespace:
        return module_from(self.source, self.filename)

    def run(self, program: Program) -> Facts:
        """What it does; as long as an attempt may, and what goes wrong with it is no fault of an attempt."""
        if self.failure:
            return self.failure
        limits = self.bench.question.exercise.limits
        seconds = computing_seconds(limits, self.bench.reference_seconds)
        try:
            with at_most(seconds, wall_seconds(seconds)), memory_limit(limits.memory_mib):
                return self.bench.run(self.module, self.filename, program)
        except (Exception, SystemExit, TookTooLong) as error:
            self.failure = Raised(describe_error(error, self.filename), False)
            return self.failure

    def results_at(self, index: int) -> Facts:
        """The results alone, without gradients and whatever else is told beside them."""
        if index in self.facts:
            return self.at(index)
        if index not in self.results:
            self.results[index] = self.run(replace(self.bench.programs[index], wants=()))
        return self.bench.asked(index, self.results[index])

    def has_results(self, index: int) -> bool:
        """Whether nothing need be executed to tell its results."""
        return index in self.results or index in self.facts

    def gives_wrong_results(self, index: int) -> bool:
        """Whether its results alone are not those of the reference."""
        if index not in self.wrong:
            expected, mine = self.bench.expected[index], self.results_at(index)
            if isinstance(expected, Returned) and isinstance(mine, Returned):
                self.wrong[index] = not self.bench.gives_results(index, mine)
            else:
                self.wrong[index] = isinstance(expected, Returned) != isinstance(mine, Returned)
        return self.wrong[index]

    def at(self, index: int) -> Facts:
        """All that is compared."""
        return self.bench.asked(index, self.all_at(index))

    def all_at(self, index: int) -> Facts:
        """As an attempt would send them."""
        if index not in self.facts:
            self.facts[index] = self.run(self.bench.programs[index])
        return self.facts[index]
