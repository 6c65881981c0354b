import torch
from torch import nn


class SpanHead(nn.Module):
    """Two vectors and an einsum; a row of the one-hot matrix is empty if its position is outside."""

    def __init__(self, hidden):
        super().__init__()
        self.qa_outputs = nn.Linear(hidden, 2)

    def forward(self, hidden_states, start=None, end=None):
        if [start, end].count(None) == 1:
            raise ValueError("give both labels or none")
        weight, bias = self.qa_outputs.weight, self.qa_outputs.bias
        scores = torch.einsum("btd,kd->kbt", hidden_states, weight) + bias[:, None, None]
        loss = None
        if start is not None:
            labels = torch.stack((start, end))
            target = labels[..., None] == torch.arange(scores.size(-1), device=scores.device)
            surprise = -(scores.log_softmax(-1) * target).sum((1, 2))
            examples = target.any(-1).sum(-1)
            loss = (surprise / torch.where(examples == 0, 1, examples)).sum() * 0.5
        return loss, scores[0], scores[1]
