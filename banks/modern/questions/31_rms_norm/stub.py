# interview: rms-norm
from torch import Tensor


def rms_norm(x: Tensor, weight: Tensor, eps: float, offset: float = 0.0) -> Tensor:
    # x (..., D), weight (D,) -> (..., D) in the dtype of x
    raise NotImplementedError


def add_rms_norm(x: Tensor, residual: Tensor, weight: Tensor, eps: float) -> tuple[Tensor, Tensor]:
    # x and residual (..., D), weight (D,) -> the normed sum (..., D) and the sum itself (..., D)
    raise NotImplementedError
