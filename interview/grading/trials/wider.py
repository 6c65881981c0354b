"""Further inputs for a reference's mutants: other seeds, every form of every case, other sizes.

The reference says which of them are legal: it returns no NaN, or refuses by a `raise` of its own what
a case of the question promises to be refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from random import Random
from typing import TypeVar

from interview.bank.sizes import resized, sizes_in
from interview.grading.execution.facts import Facts, Raised
from interview.grading.execution.program import Program
from interview.grading.execution.programs import (
    FormsOfProgram,
    full_pass,
    other_forms,
    programs_of_case,
)
from interview.grading.judge.bench import Bench
from interview.grading.judge.rounding import Rounding
from interview.grading.trials.axes import AgreeingLengths
from interview.model.question import Case, Exercise, Question, Raise

AnyCase = TypeVar("AnyCase", Case, Raise)
OTHER_SEEDS = 4
SIZES = (1, 2, 3, 4, 5, 7)
DRAWS = 12
"""Times that all sizes of a case are drawn from these."""
LARGER = 16
"""What is added to a size once, so that it is beyond any small table."""
OF_OTHER_SIZES = 160
"""Programs with other sizes that are tried at most; their cases are mixed before."""


class WiderBench(Bench):
    """The same reference with the legal ones among other programs; what it refuses must be refused."""

    def __init__(
        self, bench: Bench, question: Question, programs: Iterator[Program], most: int | None = None
    ) -> None:
        kept = (
            "card",
            "seed",
            "reference",
            "filename",
            "given_source",
            "given",
            "module",
            "own_code",
        )
        vars(self).update({name: vars(bench)[name] for name in kept})
        self.question = question
        self.left_out: set[int] = set()
        self.rounded: dict[tuple[object, ...], Facts] = {}
        self.roundings: dict[tuple[object, ...], Rounding] = {}
        self.agreeing = AgreeingLengths(*ordinary_and_refused(bench))
        self.refused: dict[int, Raise] = {}
        """By the case's number, where the reference refuses what was not meant to be refused."""
        self.programs = list(islice(filter(self.is_legal, programs), most))

    def is_legal(self, program: Program) -> bool:
        facts = self.run(self.module, self.filename, program)
        if not self.agreeing.allow(program, isinstance(facts, Raised)):
            return False
        if isinstance(facts, Raised):
            return self.refuses(program, facts)
        allowed = not isinstance(self.case(program), Raise)
        return allowed and self.compare(program, facts, facts) is None

    def refuses(self, program: Program, facts: Raised) -> bool:
        """Whether an error is a promised one, raised by the reference itself."""
        kind = facts.error.type
        by_hand = bool(facts.error.trace) and facts.error.trace[-1][2].startswith("raise")
        if not by_hand or kind not in {case.error for case in self.question.exercise.raises}:
            return False
        if program.variant == "values" and isinstance(self.case(program), Case):
            self.refused[program.case] = Raise(self.case(program).name, error=kind)
        return program.variant == "values"

    def case(self, program: Program) -> Case | Raise:
        return self.refused.get(program.case) or super().case(program)

    def refuse_broken_reference(self, expected: list[Facts]) -> None:
        """Nothing is left to be refused."""


def ordinary_and_refused(bench: Bench) -> tuple[list[Program], list[Program]]:
    programs = [program for program in bench.programs if program.variant == "values"]
    refusals = [isinstance(bench.case(program), Raise) for program in programs]
    ordinary = [p for p, refused in zip(programs, refusals, strict=True) if not refused]
    return ordinary, [p for p, refused in zip(programs, refusals, strict=True) if refused]


def wider_benches(bench: Bench) -> Iterator[tuple[str, WiderBench]]:
    """A bench for each way of looking further, with its name."""
    for number in range(1, OTHER_SEEDS + 1):
        seed = bench.seed + 1000 * number
        programs = programs_of_all(bench, bench.question, seed, (full_pass, other_forms))
        yield f"seed {seed}", WiderBench(bench, bench.question, programs)
    question = with_other_sizes(bench.question)
    programs = programs_of_all(bench, question, bench.seed, (full_pass,))
    yield "other sizes", WiderBench(bench, question, programs, OF_OTHER_SIZES)


def programs_of_all(
    bench: Bench, question: Question, seed: int, forms: tuple[FormsOfProgram, ...]
) -> Iterator[Program]:
    """Those of every case that can be prepared at all."""
    order = list(range(len(question.exercise.all_cases)))
    Random(question.id).shuffle(order)  # where not all are wanted, some of each case
    for index in order:
        for form in forms:
            try:
                yield from programs_of_case(
                    question, index, seed, form, bench.shapes_of, bench.more
                )
            except Exception:
                break


def with_other_sizes(question: Question) -> Question:
    """The question, each case with many other sizes."""
    exercise = question.exercise
    random = Random(question.id)
    cases = [other for case in exercise.cases for other in resized_cases(case, exercise, random)]
    raises = [other for case in exercise.raises for other in resized_cases(case, exercise, random)]
    return replace(question, exercise=replace(exercise, cases=tuple(cases), raises=tuple(raises)))


def resized_cases(case: AnyCase, exercise: Exercise, random: Random) -> Iterator[AnyCase]:
    """A case with each other choice of its sizes, called by what was replaced."""
    sizes = sizes_in(case, exercise.build).numbers
    choices = [
        {old: new} for old in sizes for new in (old + 1, old - 1, 1, old + LARGER) if new > 0
    ]
    choices += [{old: random.choice(SIZES) for old in sizes} for _ in range(DRAWS)]
    for choice in choices:
        other, build = resized(case, exercise.build, choice)
        if other is case and build is exercise.build:
            continue
        told = ", ".join(f"{new} for {old}" for old, new in choice.items() if old != new)
        build = build if other.build is None else other.build
        yield replace(other, name=f"{case.name}, {told}", build=build)
