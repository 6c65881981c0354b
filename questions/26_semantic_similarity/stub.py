# interview: semantic-similarity
"""Write the three functions. `interview show 26` has the task, `interview grade 26` grades this file."""

import torch
from torch import Tensor
from torch.nn import functional as F


def mean_pool(hidden: Tensor, mask: Tensor) -> Tensor:
    # hidden (B, T, D), mask (B, T) with True for a real token -> (B, D)
    raise NotImplementedError


def similarity_matrix(a: Tensor, b: Tensor) -> Tensor:
    # a (N, D), b (M, D) -> (N, M)
    raise NotImplementedError


def in_batch_loss(a: Tensor, b: Tensor, temperature: float) -> Tensor:
    # a (N, D), b (M, D), M at least N -> a tensor with one number, shape ()
    raise NotImplementedError
