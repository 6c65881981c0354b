"""The loss in float32; counts down to the next growth."""

import torch
from torch import nn


class LossScaler:
    def __init__(self, scale, growth, backoff, interval):
        if not (scale > 0 and growth > 1 and 0 < backoff < 1 and interval > 0):
            raise ValueError("settings")
        self.scale, self.growth, self.backoff, self.interval = scale, growth, backoff, interval
        self.left = interval

    def update(self, overflow):
        self.left = self.interval if overflow else self.left - 1
        if overflow:
            self.scale = self.scale * self.backoff
        if self.left == 0:
            self.scale, self.left = self.scale * self.growth, self.interval
        return self.scale


def mixed_precision_step(model, micro_batches, optimizer, scaler, max_norm):
    counts = [(b["labels"] != -100).sum().item() for b in micro_batches]
    if sum(counts) < 1:
        raise ValueError("no labels")
    model.train()
    optimizer.zero_grad(set_to_none=False)
    criterion = nn.CrossEntropyLoss(reduction="none", ignore_index=-100)
    losses = []
    for b in micro_batches:
        logits = model(b["ids"]).float()
        loss = criterion(logits.transpose(1, 2), b["labels"]).sum() / sum(counts)
        torch.autograd.backward(loss * scaler.scale)
        losses.append(float(loss.detach()))
    grads = [p.grad for g in optimizer.param_groups for p in g["params"] if p.grad is not None]
    bad = any(torch.isnan(g).any().item() or torch.isinf(g).any().item() for g in grads)
    if bad:
        scaler.update(True)
        return sum(losses), True
    with torch.no_grad():
        for g in grads:
            g.mul_(1 / scaler.scale)
        norm = torch.sqrt(sum((g**2).sum() for g in grads))
        if norm > max_norm:
            for g in grads:
                g.mul_(max_norm / norm)
    optimizer.step()
    scaler.update(False)
    return sum(losses), False
