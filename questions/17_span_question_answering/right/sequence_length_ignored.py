import torch
from torch import nn


class SpanHead(nn.Module):
    """Sends every outside position to the index just behind the sequence and ignores that one."""

    def __init__(self, hidden):
        super().__init__()
        self.qa_outputs = nn.Linear(hidden, 2)

    def forward(self, hidden_states, start=None, end=None):
        given = (start is not None) + (end is not None)
        if given == 1:
            raise ValueError("start without end, or end without start")
        logits = self.qa_outputs(hidden_states)
        start_logits, end_logits = (part.squeeze(-1) for part in logits.split(1, dim=-1))
        if not given:
            return None, start_logits, end_logits

        length = hidden_states.size(1)
        cross_entropy = nn.CrossEntropyLoss(ignore_index=length)
        loss = 0.0 * logits.sum()
        for scores, label in ((start_logits, start), (end_logits, end)):
            label = torch.where(label < 0, length, label.clamp(max=length))
            if (label < length).any():
                loss = loss + cross_entropy(scores, label) / 2
        return loss, start_logits, end_logits
