# interview: rotary-scaling
"""Write rotary_frequencies. `interview show 35` has the task, `interview grade 35` grades this file."""

import math

import torch
from torch import Tensor


def rotary_frequencies(
    d: int, base: float, kind: str, factor: float, original_len: int, seq_len: int | None = None
) -> tuple[Tensor, float]:
    # kind is "linear", "dynamic", "llama3" or "yarn" -> frequencies (d/2,), attention factor
    raise NotImplementedError
