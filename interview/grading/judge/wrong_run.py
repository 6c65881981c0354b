"""A misconception carried out: what it does in each program, as far as it is asked for."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from interview.bank.edits import wrong_source
from interview.grading.execution.execution import Namespace, describe_error, module_from
from interview.grading.execution.facts import Facts, Raised
from interview.grading.execution.program import Program
from interview.grading.judge.limits import TookTooLong, at_most, memory_limit
from interview.grading.sandbox.limits import computing_seconds, wall_seconds
from interview.model.question import Misconception

if TYPE_CHECKING:
    from interview.grading.judge.bench import Bench


class WrongRun:
    """A misconception's facts, executed one program at a time and kept."""

    def __init__(self, bench: Bench, misconception: Misconception) -> None:
        self.bench = bench
        self.misconception = misconception
        self.failure: Raised | None = None
        """Why nothing more of it is executed: it can't be, or does not end. What it is, `check` tells."""
        self.facts: dict[int, Facts] = {}
        self.results: dict[int, Facts] = {}

    @cached_property
    def filename(self) -> str:
        return f"{self.misconception.id}.py"

    @cached_property
    def module(self) -> Namespace:
        source = wrong_source(self.bench.card.folder, self.bench.reference, self.misconception)
        return module_from(source, self.filename)

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
            return self.facts[index]
        if index not in self.results:
            program = replace(self.bench.programs[index], wants=())
            facts = self.run(program)
            self.results[index] = self.bench.asked(index, facts)
        return self.results[index]

    def at(self, index: int) -> Facts:
        if index not in self.facts:
            program = self.bench.programs[index]
            facts = self.run(program)
            self.facts[index] = self.bench.asked(index, facts)
        return self.facts[index]
