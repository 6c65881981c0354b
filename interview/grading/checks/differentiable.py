"""A result that hangs on the inputs is not cut off from them, even where its gradient is zero."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from interview.grading.checks.check import Check, Seen, require_list_of
from interview.grading.checks.trees import floating_tensors
from interview.model.question import Tolerance
from interview.model.verdict import Finding


class Differentiable(Check):
    def observe(self, seen: Seen) -> list[bool]:
        inputs = [leaf for leaf in seen.inputs.leaves.values() if leaf.requires_grad]
        inputs += [*seen.weights.values(), *seen.inputs.parameters().values()]
        return [is_reached_from(out, inputs) for out in floating_tensors(seen.results)]

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


def is_reached_from(result: Tensor, inputs: list[Tensor]) -> bool:
    """Whether a gradient of the result gets to any of these, be it zero; a leaf of its own leads nowhere."""
    if not result.requires_grad:
        return False
    if not inputs:
        return True
    ones = torch.ones_like(result)
    reached = torch.autograd.grad(result, inputs, ones, retain_graph=True, allow_unused=True)
    return any(gradient is not None for gradient in reached)


CHECK = Differentiable()
