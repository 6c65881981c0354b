# interview: nf4-quantization
"""Write the three functions. `interview show 54` has the task, `interview grade 54` grades this file."""

import torch
from torch import Tensor


def nf4_levels() -> Tensor:
    # -> (16,), ascending
    raise NotImplementedError


def quantize(w: Tensor, block: int) -> tuple[Tensor, Tensor]:
    # w of any shape, with n numbers -> packed, uint8 (ceil(n/2),), and absmax (ceil(n/block),)
    raise NotImplementedError


def dequantize(packed: Tensor, absmax: Tensor, block: int, shape: list[int]) -> Tensor:
    # -> weights of this shape
    raise NotImplementedError
