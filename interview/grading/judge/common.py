"""What the failed cases have in common and the passed ones don't: where to look if no known mistake fits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from torch import Tensor

from interview.grading.execution.program import SECOND_CALL, Program
from interview.grading.judge.bench import Bench
from interview.model.verdict import CaseResult, Finding

SMALL = 1e-5
"""Differences below it come from an eps, a constant or a precision rather than from the algebra."""
TOO_LIKELY = frozenset({"just_several_calls", "just_lengths", "just_length_one"})
"""What may well be true of a single failed case by chance."""
FURTHER_CHECKS = frozenset({"gradients", "non_contiguous", "integers", "float32", "bfloat16"})
"""What is looked at once the values are right."""


def common_to_failures(bench: Bench, cases: Sequence[CaseResult]) -> Finding | None:
    """The first thing that holds of every failed case; of inputs, and of no passed case of these functions."""
    failed = [case for case in cases if case.status == "failed"]
    if not failed:
        return None
    if outcome := common_outcome([case.findings[0] for case in failed]):
        return outcome
    ordinary = len(bench.question.exercise.cases)
    functions = {case.of for case in failed}
    inputs = {program.case: features(program) for program in first_programs(bench)}
    here = [inputs[i] for i, case in enumerate(cases) if case.status == "failed"]
    elsewhere = [
        inputs[i]
        for i, case in enumerate(cases)
        if case.status == "passed" and case.of in functions and i < ordinary
    ]
    if not elsewhere:
        return None
    for feature in here[0]:
        if len(here) == 1 and feature.kind in TOO_LIKELY:
            continue
        if all(feature in mine for mine in here) and not any(feature in o for o in elsewhere):
            return feature
    return None


def common_outcome(findings: Sequence[Finding]) -> Finding | None:
    """What all outcomes have in common."""
    if all(small(finding) for finding in findings):
        return Finding("common", "small_differences", {"below": SMALL})
    checks = {finding.check for finding in findings}
    if checks == {SECOND_CALL}:
        of = {finding.values.get("place", {}).get("of", "") for finding in findings}
        if all(name.startswith("training") for name in of):
            return Finding("common", "only_training")
        return Finding("common", "only_second_call")
    if len(checks) == 1 and checks <= FURTHER_CHECKS:
        return Finding("common", "only_check", {"check": checks.pop()})
    return None


def small(finding: Finding) -> bool:
    """Whether the largest difference is small, relative to what is expected or to 1."""
    largest = finding.values.get("largest") if finding.kind == "elements" else None
    if not largest or finding.values["nan"] or finding.values["infinite"]:
        return False
    ratio = largest["ratio"]
    return float(largest["difference"]) < SMALL or (ratio is not None and float(ratio) < SMALL)


def first_programs(bench: Bench) -> Iterator[Program]:
    """The first program of each case."""
    case = -1
    for program in bench.programs:
        if program.case != case:
            case = program.case
            yield program


def features(program: Program) -> list[Finding]:
    """What can be said of a case's inputs, the most telling first."""
    tensors = [
        (name, value)
        for step in program.steps
        for name, value in step.items()
        if isinstance(value, Tensor)
    ]
    of_inputs = []
    if program.mode == "train":
        of_inputs.append(Finding("common", "just_training"))
    of_inputs += [
        Finding("common", "just_empty_row", {"name": name})
        for name, value in tensors
        if has_empty_row(value)
    ]
    of_inputs += [
        Finding("common", "just_argument", {"name": name}) for name in passed_arguments(program)
    ]
    if len(program.steps) > 1:
        of_inputs.append(Finding("common", "just_several_calls"))
    of_inputs += [
        Finding("common", "just_lengths", {"first": first, "second": second})
        for first, second in unlike_lengths(tensors)
    ]
    of_inputs += [
        Finding("common", "just_length_one", {"name": name})
        for name, value in tensors
        if 1 in value.shape
    ]
    return of_inputs


def has_empty_row(value: Tensor) -> bool:
    return (
        str(value.dtype) == "torch.bool"
        and value.dim() > 0
        and value.shape[-1] > 0
        and not bool(value.any(-1).all())
    )


def passed_arguments(program: Program) -> Iterator[str]:
    """The arguments that are passed, and aren't None or False."""
    for arguments in (program.build, *program.steps):
        for name, value in arguments.items():
            if name != "method" and value is not None and value is not False:
                yield name


def unlike_lengths(tensors: list[tuple[str, Tensor]]) -> Iterator[tuple[str, str]]:
    """Pairs of arguments, such as queries and keys, with an unlike number of positions."""
    long = [(name, value) for name, value in tensors if value.dim() == 3]
    for i, (name, value) in enumerate(long):
        for other, theirs in long[i + 1 :]:
            if other != name and value.shape[1] != theirs.shape[1]:
                yield name, other
