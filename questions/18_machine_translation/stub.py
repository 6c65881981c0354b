# interview: machine-translation
"""Write shift_right and seq2seq_loss. `interview show 18` has the task, `interview grade 18` grades it."""

import torch
from torch import Tensor


def shift_right(labels: Tensor, bos_id: int, pad_id: int) -> Tensor:
    # labels (B, T), int64, -100 where there is nothing to predict
    # -> the decoder's input ids (B, T)
    raise NotImplementedError


def seq2seq_loss(logits: Tensor, labels: Tensor, pad_id: int, smoothing: float = 0.0) -> Tensor:
    # logits (B, T, V), labels (B, T) -> loss ()
    raise NotImplementedError
