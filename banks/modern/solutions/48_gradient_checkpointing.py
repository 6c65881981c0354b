"""Gradient checkpointing: forget within segments, compute again in the backward pass. Chen et al. 2016, §4."""

from typing import Any

import torch
from torch import Tensor, nn


def checkpoint_sequential(layers: nn.ModuleList, x: Tensor, segments: int) -> Tensor:
    """The layers one after the other; autograd keeps the input of each segment only."""
    if not 1 <= segments <= len(layers):
        raise ValueError(f"{len(layers)} layers can't be cut into {segments} segments")
    for length in segment_lengths(len(layers), segments):
        segment, layers = nn.Sequential(*layers[:length]), layers[length:]
        # The parameters are arguments, so that autograd asks for their gradients even if x has none.
        x = Checkpoint.apply(segment, x, *segment.parameters())
    return x


def segment_lengths(layers: int, segments: int) -> list[int]:
    """As equal as possible, the longer ones first."""
    shorter, longer_ones = divmod(layers, segments)
    return [shorter + 1] * longer_ones + [shorter] * (segments - longer_ones)


class Checkpoint(torch.autograd.Function):
    """One segment: nothing is recorded in the forward pass, and everything once more in the backward pass."""

    @staticmethod
    def forward(ctx: Any, segment: nn.Module, x: Tensor, *parameters: Tensor) -> Tensor:
        ctx.segment, ctx.rng_state = segment, torch.get_rng_state()
        ctx.save_for_backward(x, *parameters)
        return segment(x)  # autograd is off within a Function

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, ...]:
        x, *parameters = ctx.saved_tensors
        needed = ctx.needs_input_grad[1:]
        start = x.detach().requires_grad_(needed[0])  # the graph ends here
        now = torch.get_rng_state()
        torch.set_rng_state(ctx.rng_state)  # dropout draws the same mask again
        with torch.enable_grad():
            out = ctx.segment(start)
        torch.set_rng_state(now)  # as if nothing had been drawn
        wanted = [t for t, is_needed in zip((start, *parameters), needed, strict=True) if is_needed]
        found = iter(torch.autograd.grad(out, wanted, grad, allow_unused=True))
        return None, *(next(found) if is_needed else None for is_needed in needed)
