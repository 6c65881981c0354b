"""Which known mistake an attempt makes: the one that does what the attempt does wherever it was judged.

A name is true or it isn't given. Of each failed case the first program that failed is looked at, as that
is what was judged: results alone where results were wrong, the checks up to the one that failed else.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import combinations
from typing import Any

from interview.grading.checks.trees import count_values
from interview.grading.execution.facts import Facts, Mismatch, Raised, Returned
from interview.grading.judge.bench import Bench
from interview.grading.judge.known_run import KnownRun
from interview.model.question import Raise
from interview.model.verdict import Evidence, Finding

MISTAKES_AT_ONCE = 2
"""So many mistakes in one function are told apart; with more, agreement is soon a coincidence."""


class Diagnosis:
    """What the known mistakes do where an attempt was judged."""

    def __init__(
        self,
        bench: Bench,
        got: list[Facts | None],
        findings: list[Finding | None],
        source: str,
    ) -> None:
        """source: the attempt's text."""
        self.bench, self.got, self.findings, self.source = bench, got, findings, source
        self.compared: dict[tuple[str, int], bool] = {}
        """By mistake and program: whether it does there what the attempt does."""

    @cached_property
    def failed(self) -> dict[int, int]:
        """Each failed case with its first program that failed, the soonest executed first."""
        first: dict[int, int] = {}
        for index, finding in enumerate(self.findings):
            if finding is not None:
                first.setdefault(self.bench.programs[index].case, index)
        return dict(sorted(first.items(), key=lambda item: self.bench.seconds[item[1]]))

    @cached_property
    def right(self) -> list[int]:
        """The programs in which the attempt is right, but for what comes after the first that failed."""
        return [
            index
            for index, program in enumerate(self.bench.programs)
            if not program.apart
            and self.findings[index] is None
            and index < self.failed.get(program.case, index + 1)
        ]

    @cached_property
    def incomplete(self) -> bool:
        """Whether something is not known of a program, before or in which its case failed."""
        return any(
            facts is None and index <= self.failed.get(program.case, index)
            for index, (program, facts) in enumerate(
                zip(self.bench.programs, self.got, strict=True)
            )
        )

    def of_attempt(self) -> tuple[str, ...]:
        """The mistakes that explain the whole run: each reproduces every failed case."""
        if self.incomplete or not self.evident(self.failed):
            return ()
        return tuple(id for id, run in self.bench.wrong.items() if self.explained_by(run))

    def explained_by(self, run: KnownRun) -> bool:
        """Whether a mistake reproduces every failed case and does no harm where the attempt is right.

        What it is known to give comes first, and mostly tells.
        """
        itself = self.is_attempt(run)
        if not itself and known_to_harm(run, self.right):
            return False
        order = sorted(self.failed.values(), key=lambda index: not run.has_results(index))
        return all(self.reproduced(run, index) for index in order) and (
            itself or self.harmless(run, self.right)
        )

    def is_attempt(self, run: KnownRun) -> bool:
        """Whether a mistake is the attempt itself, to the letter: where that is right it was just seen to be."""
        return not run.failure and run.source == self.source

    def of_cases(self) -> dict[int, str]:
        """Mistakes of single cases, where none explains the whole run.

        For each function the one mistake, or the one pair, that explains all its failed cases.
        """
        if self.incomplete:
            return {}
        named: dict[int, str] = {}
        by_function: dict[str, list[int]] = {}
        for case, index in self.failed.items():
            by_function.setdefault(self.bench.programs[index].of, []).append(case)
        for cases in by_function.values():
            named.update(self.of_function(cases))
        return named

    def of_function(self, cases: list[int]) -> dict[int, str]:
        does: dict[str, set[int]] = {}
        explained: set[int] = set()
        of = self.bench.programs[self.failed[cases[0]]].of
        right = [index for index in self.right if self.bench.programs[index].of == of]
        for id, run in self.bench.wrong.items():
            if known_to_harm(run, right):
                continue
            mine = {case for case in cases if self.reproduced(run, self.failed[case])}
            if mine and self.evident(mine) and self.harmless(run, right):
                does[id] = mine
                explained |= mine
        if explained != set(cases):
            return {}
        for count in range(1, MISTAKES_AT_ONCE + 1):
            enough = [ids for ids in combinations(does, count) if covered(does, ids) == explained]
            if enough:
                return names_of(does, enough[0]) if len(enough) == 1 else {}
        return {}

    def reproduced(self, run: KnownRun, index: int) -> bool:
        """Whether a mistake fails where the attempt failed, and with the same outcome."""
        key = run.filename, index
        if key not in self.compared:
            self.compared[key] = self.same_outcome(run, index)
        return self.compared[key]

    def same_outcome(self, run: KnownRun, index: int) -> bool:
        program, mine, finding = self.bench.programs[index], self.got[index], self.findings[index]
        if mine is None or finding is None:
            return False
        results_only = finding.check == program.variant or self.refused(index)
        if not results_only and isinstance(mine, Returned) and index in run.results:
            theirs = run.results_at(index)  # other ones tell, without what is told beside them
            if not (isinstance(theirs, Returned) and self.bench.same(index, theirs, mine, None)):
                return False
        theirs = run.results_at(index) if results_only else run.at(index)
        if self.refused(index):
            return same_refusal(self.bench, index, theirs, mine)
        if isinstance(mine, Returned):
            upto = None if results_only else finding.check
            if not (isinstance(theirs, Returned) and self.bench.same(index, theirs, mine, upto)):
                return False
            wrong = results_only and run.gives_wrong_results(index)
            return wrong or not self.right_at(run, index)
        if isinstance(mine, Raised):
            return isinstance(theirs, Raised) and theirs.error.type == mine.error.type
        return isinstance(mine, Mismatch) and mine == theirs

    def evidence(self, case: int) -> Evidence | None:
        """What there is for a name that was found to explain a failed case."""
        index = self.failed[case]
        mine, finding = self.got[index], self.findings[index]
        if finding is None:
            return None
        alike: list[Any] = []
        if isinstance(mine, Returned):
            alike = [mine.results, mine.beside.get(finding.check, [])]
        return Evidence(finding.check, count_values(alike))

    def evident(self, cases: Iterable[int]) -> bool:
        """Whether something other than an exception is the same somewhere: those are easily alike."""
        return any(
            self.refused(self.failed[case]) or not isinstance(self.got[self.failed[case]], Raised)
            for case in cases
        )

    def refused(self, index: int) -> bool:
        return isinstance(self.bench.case(self.bench.programs[index]), Raise)

    def harmless(self, run: KnownRun, right: list[int]) -> bool:
        """Whether a mistake does no harm where the attempt is right, the plain calls first.

        Asked of one that is not known to harm.
        """
        order = sorted(right, key=lambda i: self.bench.programs[i].variant != "values")
        return all(self.right_at(run, i) for i in order)

    def right_at(self, run: KnownRun, index: int) -> bool:
        """Whether a mistake does no harm in this program."""
        program, expected = self.bench.programs[index], self.bench.expected[index]
        return self.bench.compare(program, expected, run.at(index), told=False) is None


def known_to_harm(run: KnownRun, right: Iterable[int]) -> bool:
    """Whether a mistake has been seen to be wrong in one of these programs."""
    return any(run.has_results(index) and run.gives_wrong_results(index) for index in right)


def same_refusal(bench: Bench, index: int, theirs: Facts, mine: Facts) -> bool:
    """Whether two that should have refused a call did the same in its place."""
    if isinstance(mine, Returned) and isinstance(theirs, Returned):
        return bench.same(index, theirs, mine, None)
    if isinstance(mine, Raised) and isinstance(theirs, Raised):
        return (mine.error.type, mine.returned) == (theirs.error.type, theirs.returned)
    return isinstance(mine, Mismatch) and mine == theirs


def covered(does: dict[str, set[int]], ids: Iterable[str]) -> set[int]:
    return set().union(*(does[id] for id in ids))


def names_of(does: dict[str, set[int]], ids: tuple[str, ...]) -> dict[int, str]:
    """Each case with the one of these mistakes that explains it, unless both do."""
    cases = covered(does, ids)
    explaining = {case: [id for id in ids if case in does[id]] for case in cases}
    return {case: mine[0] for case, mine in explaining.items() if len(mine) == 1}
