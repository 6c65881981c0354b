# interview: beam-search
"""Write beam_search. `interview show 30` has the task, `interview grade 30` grades this file."""

from collections.abc import Callable

import torch
from torch import Tensor


def beam_search(
    step: Callable[[Tensor], Tensor],
    bos_id: int,
    eos_id: int,
    beam_size: int,
    max_len: int,
    length_penalty: float,
) -> tuple[list[int], float]:
    # step: prefixes (N, T), whole numbers, each beginning with bos_id
    #       -> log-probabilities of the next token (N, V)
    # -> the tokens after bos_id as a list of int, and the score as a float
    raise NotImplementedError
