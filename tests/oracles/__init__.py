"""Oracles of packages that README's test command does not install.

Each is one function of a package and what our reference has for it, on inputs drawn from a seed.
Where the package is installed (`nox -s oracles`), the two are compared under many seeds; some of
what the package gave is kept in `recorded/`, with its version, and compared everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import torch
from torch import Tensor

Values: TypeAlias = dict[str, Any]
"""By name: tensors, numbers, texts, and lists of them."""


@dataclass(frozen=True)
class Oracle:
    """What a package computes, and ours beside it."""

    question: int
    package: str
    """As it is installed by."""
    what: str
    """What of it is compared."""
    drawn: Callable[[int], Values]
    """The inputs under a seed."""
    theirs: Callable[[Values], Values]
    ours: Callable[[Values], Values]
    close: float = 1e-9
    """How far numbers may be apart, relative and absolute; whole numbers not at all."""

    @property
    def name(self) -> str:
        return f"{self.question} {self.package}: {self.what}"


def agree(ours: Values, theirs: Values, close: float) -> None:
    """Fails where the two differ in anything."""
    assert set(ours) == set(theirs)
    for name, expected in theirs.items():
        got = ours[name]
        if isinstance(expected, Tensor):
            exact = not expected.is_floating_point()
            tolerance = 0.0 if exact else close
            torch.testing.assert_close(
                got, expected, rtol=tolerance, atol=tolerance, msg=lambda m, n=name: f"{n}: {m}"
            )
        else:
            assert got == expected, name


def randn(seed: int, *shapes: tuple[int, ...], dtype: torch.dtype = torch.float64) -> list[Tensor]:
    generator = torch.Generator().manual_seed(seed)
    return [torch.randn(shape, generator=generator, dtype=dtype) for shape in shapes]


def gradients(loss: Tensor, *inputs: Tensor) -> Values:
    """Those of one number, by the places of the inputs."""
    found = torch.autograd.grad(loss, inputs)
    return {f"gradient {place}": each for place, each in enumerate(found)}


def with_gradient(*tensors: Tensor) -> list[Tensor]:
    return [tensor.detach().clone().requires_grad_() for tensor in tensors]
