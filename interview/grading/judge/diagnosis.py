"""Which known mistake an attempt makes: the one whose results are the attempt's results."""

from __future__ import annotations

from interview.grading.checks.comparison import Sameness
from interview.grading.execution.facts import Facts, Mismatch, Raised, Returned
from interview.grading.judge.bench import Bench, WrongRun
from interview.grading.judge.difference import first_difference
from interview.model.question import Raise
from interview.model.verdict import Finding


def diagnose(
    bench: Bench, got: list[Facts | None], findings: list[Finding | None]
) -> tuple[str, ...]:
    """Ids of the misconceptions that explain the whole run; `None` facts are programs that did not run."""
    return tuple(id for id, run in bench.wrong.items() if explains(bench, run, got, findings))


def diagnose_by_case(
    bench: Bench, got: list[Facts | None], findings: list[Finding | None]
) -> dict[int, str]:
    """The failed cases that one misconception reproduces, where none reproduces the whole run.

    An attempt with two mistakes shows each alone in the cases that the other does not touch. A
    misconception that is wrong where the attempt is right is none of them, and a case that several
    reproduce names none.
    """
    ran = [i for i, facts in enumerate(got) if facts is not None]
    right = [i for i in ran if findings[i] is None and bench.programs[i].variant == "values"]
    failed = [i for i in ran if findings[i] is not None]
    crashed = {bench.programs[i].case for i in failed if not isinstance(got[i], Returned)}
    by_values = sorted({bench.programs[i].case for i in failed} - crashed)
    candidates: dict[int, list[str]] = {}
    for id, run in bench.wrong.items():
        if any(wrong_results_at(bench, i, run) for i in right):
            continue
        cases = [c for c in by_values if reproduces(bench, c, run, got, findings)]
        if cases and all(right_at(bench, i, run) for i in right):
            for case in cases:
                candidates.setdefault(case, []).append(id)
    return {case: ids[0] for case, ids in candidates.items() if len(ids) == 1}


def reproduces(
    bench: Bench,
    case: int,
    run: WrongRun,
    got: list[Facts | None],
    findings: list[Finding | None],
) -> bool:
    """Whether a misconception fails just where the attempt does in one case, and with the same values."""
    own = [i for i, program in enumerate(bench.programs) if program.case == case]
    for index in sorted(own, key=lambda i: findings[i] is None):
        mine = got[index]
        if mine is None:
            continue
        if findings[index] is None:
            if not right_at(bench, index, run):
                return False
        elif other_results(bench, index, mine, run) or not same_failure(
            bench, index, mine, run.at(index)
        ):
            return False
    return True


def wrong_results_at(bench: Bench, index: int, run: WrongRun) -> bool:
    """Whether the results alone of a misconception are wrong in this program, which is soon seen."""
    expected, theirs = bench.expected[index], run.results_at(index)
    if isinstance(expected, Returned) and isinstance(theirs, Returned):
        return bench.compare(bench.programs[index], Returned(expected.results), theirs) is not None
    return isinstance(expected, Returned) != isinstance(theirs, Returned)


def right_at(bench: Bench, index: int, run: WrongRun) -> bool:
    """Whether a misconception does no harm in this program."""
    return bench.compare(bench.programs[index], bench.expected[index], run.at(index)) is None


def explains(
    bench: Bench, run: WrongRun, got: list[Facts | None], findings: list[Finding | None]
) -> bool:
    """Right where the attempt is right, wrong where it is wrong, and the same wherever both give a value.

    Wrong values first, and of these the soonest had: most misconceptions are ruled out by the first of
    them. At least one wrong value must be the same; where one of the two crashed (a `view` that another
    author wrote as a `reshape`), both failing is enough. Where the attempt is right, other dtypes and
    layouts are not looked at again.
    """
    reproduced = False
    ran = {
        i: facts
        for i, facts in enumerate(got)
        if facts is not None and (findings[i] or bench.programs[i].variant == "values")
    }
    order = sorted(
        ran,
        key=lambda i: (findings[i] is None, not isinstance(ran[i], Returned), bench.seconds[i]),
    )
    if order and findings[order[0]] and other_results(bench, order[0], ran[order[0]], run):
        return False
    for index in order:
        mine = ran[index]
        theirs = run.at(index)
        program = bench.programs[index]
        theirs_wrong = bench.compare(program, bench.expected[index], theirs)
        if (findings[index] is None) != (theirs_wrong is None):
            return False
        if theirs_wrong is None:
            continue
        if same_failure(bench, index, mine, theirs):
            reproduced = True
        elif isinstance(mine, Returned) and isinstance(theirs, Returned):
            return False
    return reproduced


def other_results(bench: Bench, index: int, mine: Facts, run: WrongRun) -> bool:
    """Whether the results alone already differ: most misconceptions are ruled out by this, cheaply."""
    if not isinstance(mine, Returned) or isinstance(bench.case(bench.programs[index]), Raise):
        return False
    theirs = run.results_at(index)
    return isinstance(theirs, Returned) and not same_values(bench, index, theirs, mine)


def same_failure(bench: Bench, index: int, mine: Facts, theirs: Facts) -> bool:
    """Whether two wrong outcomes of one program are the same outcome."""
    if isinstance(bench.case(bench.programs[index]), Raise):
        return isinstance(mine, Raised) == isinstance(theirs, Raised)
    if isinstance(mine, Returned) and isinstance(theirs, Returned):
        return same_values(bench, index, theirs, mine)
    return isinstance(mine, Mismatch) and mine == theirs


def same_values(bench: Bench, index: int, theirs: Returned, mine: Returned) -> bool:
    """The judge's own comparison, with the misconception in the place of the reference, and NaN equal to NaN."""
    program = bench.programs[index]
    tolerance = bench.question.exercise.tolerance
    loosened = Sameness(max(tolerance.rtol, 1e-6), max(tolerance.atol, 1e-8))
    return first_difference(program, theirs, mine, loosened) is None
