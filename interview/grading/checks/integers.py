"""The same with whole numbers of 32 bits, where the task says no more than that they are whole."""

from __future__ import annotations

import torch
from torch import Tensor

from interview.grading.checks.check import Check, Form


def narrowed(tensor: Tensor) -> Tensor:
    return tensor.int() if tensor.dtype == torch.int64 else tensor


class Integers(Check):
    forms = (Form("integers", arranged=narrowed),)


CHECK = Integers()
