# interview: kl-and-distillation
"""Write the two functions. `interview show 59` has the task, `interview grade 59` grades this file."""

import torch
from torch import Tensor


def kl_estimates(logp: Tensor, ref: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    # logp (...), ref (...): log-probabilities of the sampled tokens -> k1 (...), k2 (...), k3 (...)
    raise NotImplementedError


def distill_loss(student: Tensor, teacher: Tensor, labels: Tensor, temperature: float, beta: float) -> Tensor:
    # student, teacher (B, T, V) logits, labels (B, T) -> ()
    raise NotImplementedError
