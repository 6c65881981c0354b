"""The table of recomputations: which drill each is of, and what it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import nn

Recomputation = Callable[..., Any]
RECOMPUTED: dict[tuple[str, str], Recomputation] = {}
"""By a question's id and some words of the drill."""
TOLD: set[tuple[str, str]] = set()
"""Choices that a source or a judgement decides, and no computation."""


def drill(question: str, words: str) -> Callable[[Recomputation], Recomputation]:
    """Makes a function the recomputation of the one drill of this question that has these words.

    It is called with the numbers that stand in the drill's text, by the names they have there, and
    under float64. It returns a number or a shape; of a choice, a dict with some words of each option
    and whether it is true. It makes the tensors or counts, and knows nothing of the drill's answer.
    """

    def register(recomputation: Recomputation) -> Recomputation:
        assert (question, words) not in RECOMPUTED
        RECOMPUTED[question, words] = recomputation
        return recomputation

    return register


def told(question: str, words: str) -> None:
    """Says of a choice that there is nothing to compute."""
    TOLD.add((question, words))


def parameters(*modules: Callable[[], nn.Module]) -> int:
    """How many parameters the modules have together; they are built without memory."""
    with torch.device("meta"):
        return sum(p.numel() for module in modules for p in module().parameters())


def embedding(entries: int, width: int) -> nn.Module:
    """A table that is not filled, which takes seconds for one without memory."""
    return nn.Embedding.from_pretrained(torch.empty(entries, width), freeze=False)


def bytes_of(shapes: Iterable[tuple[int, ...]], dtype: torch.dtype) -> int:
    """The bytes of tensors of these shapes."""
    tensors = (torch.empty(shape, dtype=dtype, device="meta") for shape in shapes)
    return sum(tensor.numel() * tensor.element_size() for tensor in tensors)


def shape_of(tensor: torch.Tensor) -> tuple[int, ...]:
    return tuple(tensor.shape)
