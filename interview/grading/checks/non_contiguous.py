"""The same on inputs whose memory is laid out differently."""

from __future__ import annotations

import torch
from torch import Tensor

from interview.grading.checks.check import Check, Form


def scattered(tensor: Tensor) -> Tensor:
    """The same values with memory in another order: every other element of a reversed layout."""
    if tensor.dim() == 0:
        return tensor
    axes = list(range(tensor.dim()))
    wide = torch.empty(*(2 * n for n in reversed(tensor.shape)), dtype=tensor.dtype)
    view = wide[tuple(slice(None, None, 2) for _ in axes)].permute(axes[::-1])
    view.copy_(tensor)
    return view


class NonContiguous(Check):
    forms = (Form("non_contiguous", arranged=scattered),)


CHECK = NonContiguous()
