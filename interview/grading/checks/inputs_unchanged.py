"""The inputs, tensors as well as lists and dicts, are after the calls what they were before."""

from __future__ import annotations

from typing import Any

from interview.grading.checks.check import Check, Seen, require_dict
from interview.grading.checks.comparison import EXACT_TOLERANCE, Comparer, Place, Sameness
from interview.grading.wire.plain import plain_copy
from interview.model.question import Tolerance
from interview.model.verdict import Finding


class InputsUnchanged(Check):
    def observe(self, seen: Seen) -> dict[str, Any]:
        return {name: plain_copy(value) for name, value in seen.inputs.now(seen.calls).items()}

    def ends(self, seen: Seen) -> bool:
        """Where a tensor was written into: autograd would only complain about it again."""
        return seen.inputs.changed()

    def admit(self, told: Any) -> dict[str, Any]:
        return require_dict(told)

    def compare(
        self, expected: dict[str, Any], told: dict[str, Any] | None, tolerance: Tolerance
    ) -> Finding | None:
        exact = tolerance if isinstance(tolerance, Sameness) else EXACT_TOLERANCE
        return Comparer("inputs_unchanged", exact).named(expected, told, Place("input"))


CHECK = InputsUnchanged()
