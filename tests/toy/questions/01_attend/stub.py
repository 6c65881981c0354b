# interview: attend
"""Write attend."""

from torch import Tensor


def attend(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None = None) -> Tensor:
    raise NotImplementedError
