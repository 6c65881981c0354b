# interview: positional-encoding
"""Write sinusoidal_encoding. `interview show 3` has the task, `interview grade 3` grades this file."""

import torch
from torch import Tensor


def sinusoidal_encoding(max_len: int, d_model: int, base: float = 10000.0) -> Tensor:
    # -> (max_len, d_model), in torch's default dtype
    raise NotImplementedError
