# interview: int8-quantization
"""Write the four functions. `interview show 53` has the task, `interview grade 53` grades this file."""

import torch
from torch import Tensor


def quantize_rows(w: Tensor) -> tuple[Tensor, Tensor]:
    # w (..., n) -> codes int8 (..., n), scale (...)
    raise NotImplementedError


def quantize_affine(
    x: Tensor, low: float | None = None, high: float | None = None
) -> tuple[Tensor, Tensor, int]:
    # x of any shape -> codes uint8 in its shape, scale (), zero point
    raise NotImplementedError


def dequantize_affine(codes: Tensor, scale: Tensor, zero_point: int) -> Tensor:
    # codes uint8 of any shape, scale () -> numbers in the dtype of scale
    raise NotImplementedError


def int8_linear(x: Tensor, codes: Tensor, scale: Tensor) -> Tensor:
    # x (..., n), codes int8 (m, n), scale (m) -> (..., m)
    raise NotImplementedError
