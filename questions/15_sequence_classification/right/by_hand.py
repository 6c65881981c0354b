import torch
import torch.nn.functional as F
from torch import nn

TYPES = ["regression", "single_label_classification", "multi_label_classification"]


class SequenceClassifier(nn.Module):
    """The three losses written out: log-softmax and gather, softplus, squares."""

    def __init__(self, encoder, hidden, num_labels, problem_type, dropout=0.1):
        super().__init__()
        self.kind = TYPES.index(problem_type)  # a ValueError if it is not there
        if self.kind == 1 and num_labels == 1:
            raise ValueError("a single-label problem with 1 label, expected 2 or more")
        self.encoder, self.p = encoder, dropout
        self.classifier = nn.Linear(hidden, num_labels)

    def forward(self, input_ids, attention_mask=None, token_type_ids=None, labels=None):
        given = {"attention_mask": attention_mask, "token_type_ids": token_type_ids}
        states, pooled = self.encoder(input_ids, **given)
        weight, bias = self.classifier.weight, self.classifier.bias
        logits = F.dropout(pooled, self.p, self.training) @ weight.T + bias
        if labels is None:
            return None, logits
        B, C = logits.shape
        wide = self.kind == 2 or (self.kind == 0 and C > 1)
        if tuple(labels.shape) != ((B, C) if wide else (B,)):
            raise ValueError(f"got labels of shape {tuple(labels.shape)} for {B} texts and {C} outputs")
        if self.kind == 1:
            if any(not 0 <= label < C for label in labels.tolist()):
                raise ValueError(f"labels must be below {C}")
            losses = torch.logsumexp(logits, 1) - logits.gather(1, labels[:, None].long())[:, 0]
        elif self.kind == 2:
            losses = F.softplus(logits) - logits * labels
        else:
            losses = (logits.reshape(labels.shape) - labels).square()
        return losses.mean().to(logits.dtype), logits
