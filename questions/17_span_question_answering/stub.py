# interview: span-question-answering
"""Write SpanHead. `interview show 17` has the task, `interview grade 17` grades this file."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class SpanHead(nn.Module):
    def __init__(self, hidden: int):
        super().__init__()
        # The one layer is nn.Linear(hidden, 2), named qa_outputs: output 0 start, output 1 end.
        raise NotImplementedError

    def forward(
        self, hidden_states: Tensor, start: Tensor | None = None, end: Tensor | None = None
    ) -> tuple[Tensor | None, Tensor, Tensor]:
        # hidden_states (B, T, D), start (B,), end (B,)
        # -> loss (a scalar, or None), start_logits (B, T), end_logits (B, T)
        raise NotImplementedError
