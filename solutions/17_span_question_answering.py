"""Span question answering: every token is scored as start and as end. Devlin et al. 2019, section 4.2."""

from torch import Tensor, nn
from torch.nn import functional as F


def position_loss(logits: Tensor, positions: Tensor) -> Tensor:
    """Cross-entropy over the tokens, averaged over the examples whose position lies in the sequence.

    `logits` (B, T), `positions` (B,). Zero if no position lies in the sequence.
    """
    inside = (positions >= 0) & (positions < logits.size(1))  # (B,)
    targets = positions.masked_fill(~inside, -100)  # what cross_entropy leaves out
    total = F.cross_entropy(logits, targets, reduction="sum")
    return total / inside.sum().clamp(min=1)


class SpanHead(nn.Module):
    """A start vector and an end vector, held as the two rows of one linear layer."""

    def __init__(self, hidden: int):
        super().__init__()
        self.qa_outputs = nn.Linear(hidden, 2)

    def forward(
        self, hidden_states: Tensor, start: Tensor | None = None, end: Tensor | None = None
    ) -> tuple[Tensor | None, Tensor, Tensor]:
        start_logits, end_logits = self.qa_outputs(hidden_states).unbind(dim=-1)  # (B, T) each
        if start is None and end is None:
            return None, start_logits, end_logits
        if start is None or end is None:
            raise ValueError("start and end must be given together, got only one of them")

        start_loss = position_loss(start_logits, start)
        end_loss = position_loss(end_logits, end)
        return (start_loss + end_loss) / 2, start_logits, end_logits
