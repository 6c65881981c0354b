# interview: norm-backward
from torch import Tensor


def layer_norm_backward(
    grad: Tensor, x: Tensor, weight: Tensor, eps: float
) -> tuple[Tensor, Tensor, Tensor]:
    # grad and x (..., D), weight (D,) -> the gradients of x (..., D), weight (D,) and bias (D,)
    raise NotImplementedError


def rms_norm_backward(grad: Tensor, x: Tensor, weight: Tensor, eps: float) -> tuple[Tensor, Tensor]:
    # grad and x (..., D), weight (D,) -> the gradients of x (..., D) and weight (D,)
    raise NotImplementedError
