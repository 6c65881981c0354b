"""A result that hangs on the inputs is not cut off from them, even where its gradient is zero."""

from __future__ import annotations

from typing import Any

from interview.grading.checks.check import Check, Seen, require_list_of
from interview.grading.checks.trees import floating_tensors
from interview.model.question import Tolerance
from interview.model.verdict import Finding


class Differentiable(Check):
    def observe(self, seen: Seen) -> list[bool]:
        return [out.requires_grad for out in floating_tensors(seen.results)]

    def admit(self, told: Any) -> list[bool]:
        return require_list_of(told, bool)

    def compare(
        self, expected: list[bool], told: list[bool] | None, tolerance: Tolerance
    ) -> Finding | None:
        if told is None or len(told) != len(expected):
            return Finding("differentiable", "no_result")
        if any(wanted and not given for wanted, given in zip(expected, told, strict=True)):
            return Finding("differentiable", "cut_off")
        return None


CHECK = Differentiable()
