from collections import namedtuple

import torch
from torch import nn
from torch.nn import functional as F

Prediction = namedtuple("Prediction", ["labels", "probabilities"])


class SentimentHead(nn.Module):
    def __init__(self, hidden, dropout=0.1):
        super().__init__()
        self.score = nn.Linear(hidden, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, pooled):
        return self.score(self.dropout(pooled)).reshape(-1)

    def loss(self, logits, labels):
        """The loss in float32, cast back to the dtype of the logits."""
        if logits.size() != labels.size():
            raise ValueError("as many labels as logits, please")
        z = logits.float()
        return torch.where(labels > 0, -F.logsigmoid(z), -F.logsigmoid(-z)).mean().to(logits.dtype)


def predict(model, batches, threshold=0.5):
    if not 0 < threshold < 1:
        raise ValueError("threshold")
    modes = {module: module.training for module in model.modules()}
    model.eval()
    with torch.no_grad():
        parts = [model(batch) for batch in batches]
        logits = torch.cat(parts) if parts else torch.empty(0)
    for module, mode in modes.items():
        module.train(mode)  # the parts of a module come after it, so theirs are set last
    probabilities = logits.sigmoid()
    return Prediction(probabilities.ge(threshold).to(torch.int64), probabilities)
