"""What may not cross the border between the processes, and what is said in its place."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from interview.text import inert_line

MAX_TENSORS = 64 * 2**20
"""Bytes of all tensors of a message."""
MAX_AXES = 16
MAX_NAME = 120
"""Bytes of a name, and of what stands for a value that may not travel."""
SENDABLE_DTYPES = frozenset(
    {
        torch.float64,
        torch.float32,
        torch.float16,
        torch.bfloat16,
        torch.int64,
        torch.int32,
        torch.int16,
        torch.int8,
        torch.uint8,
        torch.bool,
    }
)


class Foreign:
    """Stands for a value that may not cross the border; it is equal to nothing."""

    def __init__(self, what: str) -> None:
        self.what = what


def unsendable(value: Tensor) -> str:
    """Why a tensor may not travel, as it is told in its place; empty if it may."""
    try:
        if value.layout is not torch.strided or value.device.type != "cpu":
            return f"a {value.layout} tensor on {value.device}"
        if value.dim() > MAX_AXES:
            return f"a tensor with {value.dim()} axes"
        if value.dtype not in SENDABLE_DTYPES:
            return f"a tensor of dtype {str(value.dtype).removeprefix('torch.')}"
        if value.nbytes > MAX_TENSORS or max(value.shape, default=0) > MAX_TENSORS:
            return too_large(value)
    except Exception:  # a nested tensor has no such shape
        return "a tensor that cannot be sent"
    return ""


def too_large(value: Tensor) -> str:
    return f"a tensor of shape {tuple(value.shape)}, too large to send"


def type_name(value: Any) -> str:
    """`module.Class` of a value, whatever its class says of itself."""
    kind = type(value)
    module, name = (
        type.__getattribute__(kind, "__module__"),
        type.__getattribute__(kind, "__qualname__"),
    )
    if not isinstance(module, str) or not isinstance(name, str):
        return "an object"
    return inert_line(name if module in ("builtins", "attempt") else f"{module}.{name}", MAX_NAME)
