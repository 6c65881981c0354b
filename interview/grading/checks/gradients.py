"""The gradients of every floating input and every parameter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from interview.grading.checks.check import Check, Seen, require_dict
from interview.grading.checks.comparison import Comparer, Place
from interview.grading.checks.trees import floating_tensors
from interview.model.question import Tolerance
from interview.model.verdict import Finding


class Gradients(Check):
    at_first = True

    def passed(self, leaf: Tensor) -> Tensor:
        """A copy, so that writing into it is seen rather than refused by autograd."""
        return leaf.requires_grad_().clone() if leaf.is_floating_point() else leaf

    def observe(self, seen: Seen) -> dict[str, Tensor]:
        """Those of a random weighted sum of everything returned, by the name of input or parameter."""
        generator = torch.Generator().manual_seed(seen.seed)
        leaves = {name: leaf for name, leaf in seen.inputs.leaves.items() if leaf.requires_grad}
        # Every output draws its weights, so that one without a gradient doesn't shift those of the next.
        terms = [
            (out * random_weights(out, generator)).sum() for out in floating_tensors(seen.results)
        ]
        differentiable = [term for term in terms if term.requires_grad]
        if differentiable:
            # A scalar loss: backward() with given gradients would import sympy, which costs 0.3 s once.
            sum(differentiable).backward()  # type: ignore[union-attr]
        own = seen.arranged(gradients_of(seen.weights))
        return {**gradients_of(leaves), **own, **gradients_of(seen.inputs.parameters())}

    def admit(self, told: Any) -> dict[str, Any]:
        return require_dict(told)

    def compare(
        self, expected: dict[str, Tensor], told: dict[str, Any] | None, tolerance: Tolerance
    ) -> Finding | None:
        if told is None:
            return Finding("gradients", "no_gradients")
        compare = Comparer("gradients", tolerance)
        for name, gradient in expected.items():
            if name not in told:
                return Finding("gradients", "no_gradient", {"name": name})
            finding = compare.trees(gradient, told[name], Place("gradient", name))
            if finding:
                return finding
        return None


def gradients_of(leaves: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """One that is absent counts as zero, as an optimizer would see it."""
    return {
        name: torch.zeros_like(leaf) if leaf.grad is None else leaf.grad
        for name, leaf in leaves.items()
    }


def random_weights(like: Tensor, generator: torch.Generator) -> Tensor:
    return torch.randn(like.shape, dtype=torch.float64, generator=generator).to(like.dtype)


CHECK = Gradients()
