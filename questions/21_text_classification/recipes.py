"""Targets as small integers, which is how a table of them is often stored."""

import torch


def small(draw, values, dtype):
    """These values, as `uint8`, `int8` or `int16`."""
    return torch.tensor(values, dtype=getattr(torch, dtype))
