import torch
import torch.nn as nn
import torch.nn.functional as F


class SentimentHead(nn.Module):
    def __init__(self, hidden, dropout=0.1):
        super().__init__()
        self.score = nn.Linear(hidden, 1)
        self.dropout = nn.Dropout(p=dropout)

    def forward(self, pooled):
        return self.score(self.dropout(pooled)).flatten()

    def loss(self, logits, labels):
        if logits.shape != labels.shape:
            raise ValueError("one label per logit")
        return torch.mean(F.softplus(logits) - labels * logits)


def predict(model, batches, threshold=0.5):
    if threshold >= 1.0 or threshold <= 0.0:
        raise ValueError("threshold is a probability between 0 and 1")
    training = [part for part in model.modules() if part.training]
    probabilities = torch.zeros(0)
    try:
        model.eval()
        with torch.no_grad():
            for batch in batches:
                new = torch.special.expit(model(batch))
                probabilities = torch.cat([probabilities.to(new), new])
    finally:
        for part in training:
            part.training = True
    return (~(probabilities < threshold)).to(torch.int64), probabilities
