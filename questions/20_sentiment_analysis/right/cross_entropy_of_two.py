import torch
from torch import nn
from torch.nn import functional as F


class SentimentHead(nn.Module):
    """The missing logit of the negative class is zero; then softmax over two classes is a sigmoid."""

    def __init__(self, hidden, dropout=0.1):
        super().__init__()
        self.score = nn.Linear(hidden, 1)
        self.p = dropout

    def forward(self, pooled):
        return self.score(F.dropout(pooled, self.p, self.training))[:, 0]

    def loss(self, logits, labels):
        if labels.shape != logits.shape:
            raise ValueError(f"{labels.shape} is not {logits.shape}")
        both = torch.stack([torch.zeros_like(logits), logits], dim=-1)
        return F.cross_entropy(both, labels)


def predict(model, batches, threshold=0.5):
    if threshold <= 0 or threshold >= 1:
        raise ValueError(f"threshold {threshold} is not a probability")
    in_training = {name for name, module in model.named_modules() if module.training}
    labels, probabilities, device = [], [], None
    model.eval()
    with torch.inference_mode():
        for batch in batches:
            p = torch.sigmoid(model(batch))
            device = p.device
            probabilities += p.tolist()
            labels += [int(q >= threshold) for q in p.tolist()]
    for name, module in model.named_modules():
        module.training = name in in_training
    labels = torch.tensor(labels, dtype=torch.long, device=device)
    return labels, torch.tensor(probabilities, device=device)
