import torch
from torch import nn


def position_loss(logits, positions):
    inside = positions < logits.size(1)
    log_probs = logits.log_softmax(dim=-1)[inside]
    picked = log_probs[torch.arange(len(log_probs)), positions[inside]]
    return -picked.sum() / inside.sum().clamp(min=1)


class SpanHead(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.qa_outputs = nn.Linear(hidden, 2)

    def forward(self, hidden_states, start=None, end=None):
        if (start is None) != (end is None):
            raise ValueError("start and end must be given together, got only one of them")
        start_logits, end_logits = self.qa_outputs(hidden_states).unbind(dim=-1)
        if start is None:
            return None, start_logits, end_logits
        loss = (position_loss(start_logits, start) + position_loss(end_logits, end)) / 2
        return loss, start_logits, end_logits
