"""A question prepared for judging under one seed: programs, expected facts, misconceptions."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from functools import cached_property, partial
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from torch import nn

from interview.bank.edition import question_edition
from interview.bank.edits import wrong_source
from interview.bank.files import read_bank_file
from interview.bank.heads import path_from_here
from interview.bank.ladder import Ladder, current_ladder
from interview.bank.library_rules import library_names, library_problems
from interview.bank.question_files import question_for_grading
from interview.bank.recipes import more_recipes
from interview.bank.rules import Problem
from interview.grading.checks.comparison import Sameness, Untold
from interview.grading.checks.table import CHECKS
from interview.grading.execution.execution import (
    MODULE_NAME,
    Namespace,
    default_dtype,
    execute,
    module_from,
)
from interview.grading.execution.facts import Facts, Returned
from interview.grading.execution.initialisation import undrawn
from interview.grading.execution.inputs import Inputs, drew_since
from interview.grading.execution.program import Program
from interview.grading.execution.programs import Shapes, programs_for
from interview.grading.judge.apart import apart_finding
from interview.grading.judge.difference import first_difference, refusal_finding
from interview.grading.judge.known_run import KnownRun
from interview.grading.judge.library import unknown_names
from interview.grading.judge.own_code import OwnCode, Tell
from interview.grading.judge.rounding import Rounding, rounding_of, wider
from interview.grading.sandbox.limits import allowance_for
from interview.grading.wire.values import pack
from interview.model.card import Card
from interview.model.question import Case, Question, Raise, Tolerance
from interview.model.verdict import Finding

if TYPE_CHECKING:
    from interview.grading.judge.example import SmallInput


class BrokenReference(Exception):
    """The reference fails its own cases: by their names, what is wrong."""

    def __init__(self, file: str, failures: list[tuple[str, Finding]]) -> None:
        super().__init__(file, failures)
        self.file, self.failures = file, failures

    def as_data(self) -> dict[str, Any]:
        """As it is sent to the client, which puts it into words."""
        failures = [[name, asdict(finding)] for name, finding in self.failures]
        return {"file": self.file, "failures": failures}


def names_not_in_libraries(question: Question) -> Iterator[Problem]:
    """What the exercise forbids, or gives, and no library has."""
    names = [name for _, name in library_names(question.exercise)]
    yield from library_problems(question.exercise, unknown_names(names))


class Bench:
    """Everything the judge knows and the runner never does."""

    def __init__(self, card: Card, seed: int, tell: Tell = lambda at, seconds: None) -> None:
        self.card = card
        self.question: Question = question_for_grading(card.folder, names_not_in_libraries)
        self.edition = question_edition(card, self.question)
        self.seed = seed
        self.own_code = OwnCode(card, self.question.exercise.limits, tell)
        self.left_out: set[int] = set()
        """The programs whose first calls draw random numbers that nobody is told to draw alike."""
        self.rounded: dict[tuple[object, ...], Facts] = {}
        """What the reference does in float32."""
        self.roundings: dict[tuple[object, ...], Rounding] = {}
        self.small_inputs: dict[tuple[object, ...], SmallInput | None] = {}
        """Those of the ladder that were asked for: by case, sizes and seed; None where they are not legal."""
        self.spoilt = False
        """Whether something was cut short in it, of which a half may be kept; then it judges nothing more."""
        self.reference = read_bank_file(card.reference)
        self.filename = str(card.reference)
        self.given_source = read_bank_file(card.given) if card.given.is_file() else ""
        self.given = self.executed(self.given_source, str(card.given), "given")
        self.module = self.executed(self.reference, self.filename)
        recipes = card.folder / "recipes.py"
        with self.own_code.runs(path_from_here(recipes), "cannot be executed"):
            self.more = more_recipes(recipes)
        self.programs: list[Program] = programs_for(
            self.question, seed, self.shapes_of, self.more, self.preparing
        )

    def preparing(self, case: Case | Raise) -> AbstractContextManager[None]:
        """The block in which a case's inputs are drawn, and what is constructed is asked for its weights."""
        what = f"{path_from_here(self.card.folder / 'question.yaml')}: case {case.name!r}"
        return self.own_code.runs(what, "cannot be prepared: check its recipes and its build")

    @cached_property
    def ladder(self) -> Ladder | None:
        """The question's small inputs, read once; None where they are another edition's."""
        return current_ladder(self.card, self.question)

    @cached_property
    def job(self) -> bytes:
        """What every runner of this question is told, but for the attempt itself; packed once."""
        exercise = self.question.exercise
        return pack(
            {
                "forbid": list(exercise.forbid),
                "allowance": vars(allowance_for(exercise.limits)),
                "given": self.given_source,
                "programs": [vars(program) for program in self.programs],
            }
        )

    @cached_property
    def expected(self) -> list[Facts]:
        """The reference's facts for every program; raises BrokenReference if it fails its own cases."""
        return self.timed[0]

    @property
    def reference_seconds(self) -> float:
        """The computing time that the reference takes for everything together."""
        return sum(self.seconds)

    @property
    def seconds(self) -> list[float]:
        """The computing time that the reference takes for each program."""
        return self.timed[1]

    @cached_property
    def timed(self) -> tuple[list[Facts], list[float]]:
        expected: list[Facts] = []
        seconds: list[float] = []
        for index, program in enumerate(self.programs):
            started = time.process_time()
            facts = self.run_reference(program, before=sum(seconds))
            if program.again and program.mode == "eval" and drew_since(program.seed):
                self.left_out.add(index)
            expected.append(self.asked(index, facts))
            seconds.append(time.process_time() - started)
        self.refuse_broken_reference(expected)
        return expected, seconds

    def run_reference(self, program: Program, before: float = 0.0) -> Facts:
        """Raises QuestionError if it doesn't end; it has had so many seconds before."""
        what = f"{path_from_here(self.card.reference)}: case {self.case(program).name!r}"
        with self.own_code.runs(what, before=before):
            return self.run(self.module, self.filename, program)

    def run(self, module: Namespace, filename: str, program: Program) -> Facts:
        return execute(module, program, filename, self.given)

    def asked(self, index: int, facts: Facts) -> Facts:
        """The facts without what isn't compared: results in training mode, where they hang on random numbers."""
        if index not in self.left_out or not isinstance(facts, Returned):
            return facts
        return replace(facts, results=facts.results[len(self.programs[index].steps) :])

    def executed(self, source: str, filename: str, name: str = MODULE_NAME) -> Namespace:
        """A trusted source as a module."""
        with self.own_code.runs(path_from_here(Path(filename)), "cannot be executed"):
            return module_from(source, filename, name)

    def shapes_of(self, program: Program) -> Shapes | None:
        """Names and shapes of the reference's parameters; None for a function."""
        target = getattr(self.module, program.of, None)
        if not isinstance(target, type):
            return None
        with default_dtype("float64"), undrawn():
            inputs = Inputs(program, self.given)
            built = target(**{name: inputs.made(value) for name, value in program.build.items()})
        if not isinstance(built, nn.Module):
            return {}
        return {name: tuple(p.shape) for name, p in built.named_parameters()}

    def case(self, program: Program) -> Case | Raise:
        return self.question.exercise.all_cases[program.case]

    def refuse_broken_reference(self, expected: list[Facts]) -> None:
        """A reference that fails its own cases is the question's fault: told before anyone is graded."""
        failures = []
        for program, facts in zip(self.programs, expected, strict=True):
            finding = self.compare(program, facts, facts)
            may_raise = program.apart or isinstance(self.case(program), Raise)
            if not isinstance(facts, Returned) and not may_raise:
                finding = first_difference(program, Returned([]), facts, Tolerance())
            if finding is not None:
                failures.append((self.case(program).name, finding))
        if failures:
            raise BrokenReference(self.filename, failures)

    def compare(
        self, program: Program, expected: Facts, got: Facts, told: bool = True
    ) -> Finding | None:
        """What is wrong with `got`, or None; of elements perhaps only that they are, if that is not `told`."""
        if program.apart:
            return apart_finding(program, expected, got)
        if isinstance(case := self.case(program), Raise):
            return refusal_finding(program, got, case.error)
        if not isinstance(expected, Returned):
            wrong = isinstance(got, Returned)
            return Finding("error", "unexpected_result") if wrong else None
        strict = self.question.exercise.tolerance
        untold = Untold(strict.rtol, strict.atol, strict.exact_zeros)
        finding = first_difference(program, expected, got, untold)
        kind = finding.kind if finding else ""
        if kind in ("elements", "type") and program.dtype == "float64":
            allowed = wider(strict if told else untold, self.rounding(program, expected))
            return first_difference(program, expected, got, *allowed)
        if told and kind == "elements":  # of which alone more is to be told
            return first_difference(program, expected, got, strict)
        return finding

    def gives_results(self, index: int, got: Returned) -> bool:
        """Whether these are the results expected of a program, whatever its checks see beside them."""
        program, expected = self.programs[index], self.expected[index]
        return (
            isinstance(expected, Returned)
            and self.compare(program, Returned(expected.results), got, told=False) is None
        )

    def same(self, index: int, theirs: Returned, mine: Returned, upto: str | None) -> bool:
        """Whether two runs are alike, as strictly as they are judged: in results, and in checks up to this one."""
        program, strict = self.programs[index], self.question.exercise.tolerance
        upto_there = tuple(takewhile(lambda name: name != upto, CHECKS)) if upto else ()
        theirs, mine = (
            Returned(
                facts.results,
                {n: told for n, told in facts.beside.items() if n == upto or n in upto_there},
            )
            for facts in (theirs, mine)
        )
        allowed = Sameness(strict.rtol, strict.atol, strict.exact_zeros)
        expected = self.expected[index]
        if program.dtype != "float64" or not isinstance(expected, Returned):
            return first_difference(program, theirs, mine, allowed) is None
        both = wider(allowed, self.rounding(program, expected))
        return first_difference(program, theirs, mine, *both) is None

    def rounding(self, program: Program, expected: Returned) -> Rounding:
        """What float32 costs the reference itself in this program, in as much as is expected of it.

        Found out when it is asked for, and kept by what was asked: who asks for the results alone is told
        nothing of gradients, and that must not be what the next one hears.
        """
        asked = *program.origin, *program.wants
        key = asked, tuple(expected.beside)
        if key not in self.roundings:
            if asked not in self.rounded:
                self.rounded[asked] = self.run_reference(replace(program, dtype="float32"))
            self.roundings[key] = rounding_of(expected, self.rounded[asked])
        return self.roundings[key]

    @cached_property
    def wrong(self) -> dict[str, KnownRun]:
        """The misconceptions, each executed only as far as it is asked for."""
        return {
            m.id: KnownRun(
                self, f"{m.id}.py", partial(wrong_source, self.card.folder, self.reference, m)
            )
            for m in self.question.exercise.misconceptions
        }

    @cached_property
    def right(self) -> dict[str, KnownRun]:
        """The right alternatives by their files' names, likewise."""
        return {
            path.name: KnownRun(self, str(path), partial(read_bank_file, path))
            for path in self.card.alternatives
        }

    def take_over(self, earlier: Bench) -> None:
        """What the question's own code did under another seed, in those programs that hang on none."""
        both = zip(self.programs, earlier.programs, strict=False)
        alike = [i for i, (mine, theirs) in enumerate(both) if mine.origin == theirs.origin]
        for runs, before in ((self.wrong, earlier.wrong), (self.right, earlier.right)):
            for name, run in runs.items():
                run.take_over(before[name], alike)

    def foresee(self, unless: Callable[[], bool]) -> None:
        """Executes what the next verdict will ask for, as far as there is time: the reference, then mistakes."""
        order = sorted(range(len(self.programs)), key=self.seconds.__getitem__)
        order = [index for index in order if not self.programs[index].apart]
        for index in order:
            for wrong in self.wrong.values():
                if unless():
                    return
                wrong.results_at(index)
