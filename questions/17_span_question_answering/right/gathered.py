import torch
from torch import nn


class SpanHead(nn.Module):
    """Log-probabilities first, then one picked per example."""

    def __init__(self, hidden):
        super().__init__()
        self.qa_outputs = nn.Linear(hidden, 2)

    @staticmethod
    def negative_log_likelihood(logits, where):
        n = logits.shape[-1]
        log_probs = logits - logits.logsumexp(-1, keepdim=True)
        safe = where.clamp(0, n - 1)
        picked = log_probs.gather(-1, safe[:, None])[:, 0]
        counts = (where == safe).to(logits.dtype)
        return -(picked * counts).sum() / max(counts.sum().item(), 1.0)

    def forward(self, hidden_states, start=None, end=None):
        both = self.qa_outputs(hidden_states).movedim(-1, 0)
        if start is None and end is None:
            return None, both[0], both[1]
        if start is None or end is None:
            raise ValueError("one of start and end is missing")
        losses = [self.negative_log_likelihood(both[i], p) for i, p in enumerate((start, end))]
        return torch.stack(losses).mean(), both[0], both[1]
