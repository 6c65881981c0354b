import torch
import torch.nn as nn


def build_nsp_pair(a, b, cls_id, sep_id):
    ids, segments = [cls_id], [0]
    for segment, sentence in enumerate((a, b)):
        if len(sentence) < 1:
            raise ValueError(f"sentence {segment} is empty; lengths are {len(a)}, {len(b)}")
        for token in sentence:
            ids.append(token)
            segments.append(segment)
        ids.append(sep_id)
        segments.append(segment)
    return ids, segments


class NSPHead(nn.Module):
    """Everything from its formula: pairs one by one, log p = logit - logsumexp."""

    def __init__(self, hidden):
        super().__init__()
        self.pooler, self.classifier = nn.Linear(hidden, hidden), nn.Linear(hidden, 2)

    def forward(self, hidden_states, is_next=None):
        x = hidden_states[:, :1].squeeze(1)
        x = torch.einsum("bd,ed->be", x, self.pooler.weight) + self.pooler.bias
        logits = torch.tanh(x) @ self.classifier.weight.mT + self.classifier.bias
        if is_next is None:
            return None, logits
        losses = []
        for row, follows in zip(logits, is_next.tolist()):
            losses.append(torch.logsumexp(row, dim=0) - row[0 if follows else 1])
        return sum(losses) / len(losses), logits
