from typing import NamedTuple

from torch import Tensor, nn
from torch.nn import functional as F


class Spans(NamedTuple):
    loss: Tensor | None
    start_logits: Tensor
    end_logits: Tensor


class SpanHead(nn.Module):
    """Takes the loss in float32 and casts back, as mixed-precision code does; the result has names."""

    def __init__(self, hidden):
        super().__init__()
        self.qa_outputs = nn.Linear(hidden, 2)

    def forward(self, hidden_states, start=None, end=None):
        if (start is None) is not (end is None):
            raise ValueError("start and end belong together")
        both = self.qa_outputs(hidden_states).permute(2, 0, 1)
        if start is None:
            return Spans(None, both[0], both[1])
        losses = []
        for logits, positions in zip(both, (start, end)):
            counts = (positions > -1) & (positions <= logits.shape[1] - 1)
            each = F.cross_entropy(logits[counts].float(), positions[counts].long(), reduction="sum")
            losses.append(each / max(1, int(counts.sum())))
        return Spans((sum(losses) / 2).to(both.dtype), both[0], both[1])
