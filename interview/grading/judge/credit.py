"""Credit: a group of cases is earned whole or not at all, and each defined name weighs the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from interview.model.question import Case, Exercise, Group
from interview.model.verdict import CaseResult, GroupResult


def group_results(exercise: Exercise, cases: Sequence[CaseResult]) -> tuple[GroupResult, ...]:
    """The groups of each defined name, the most important one first."""
    results = []
    for name in exercise.names:
        own = {
            group: [case for case in cases if case.of == name and case.group == group]
            for group in get_args(Group)
        }
        total = sum(getattr(exercise.weights, group) for group, mine in own.items() if mine)
        for group, mine in own.items():
            if mine:
                weight = getattr(exercise.weights, group) / total if total else 0.0
                passed = sum(case.status == "passed" for case in mine)
                results.append(GroupResult(name, group, round(weight, 4), len(mine), passed))
    return tuple(results)


def credit_of_names(
    exercise: Exercise, cases: Sequence[CaseResult], groups: Sequence[GroupResult]
) -> dict[str, float]:
    """Each defined name with its credit; to be wrong in every ordinary case, or to refuse it, earns nothing."""
    credit = {}
    for name in exercise.names:
        ordinary = [
            result
            for case, result in zip(exercise.all_cases, cases, strict=True)
            if result.of == name and isinstance(case, Case)
        ]
        first = [result for result in ordinary if result.group == "core"] or ordinary
        if first:
            works = any(result.status == "passed" for result in first)
            earned = sum(group.weight for group in groups if group.of == name and group.right)
            credit[name] = round(min(1.0, earned), 4) if works else 0.0
    return credit
