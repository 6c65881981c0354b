"""Gradients from torch.autograd.grad in a list of its own, scale and clipping in one factor."""

import math

import torch


class LossScaler:
    def __init__(self, scale, growth, backoff, interval):
        for name, fine in {
            "scale": scale > 0,
            "growth": growth > 1,
            "backoff": backoff > 0 and backoff < 1,
            "interval": interval >= 1,
        }.items():
            if not fine:
                raise ValueError(name)
        self.scale = scale
        self.rates = backoff, growth
        self.interval = interval
        self.history = []

    def update(self, overflow):
        self.history.append(overflow)
        good = next((n for n, bad in enumerate(reversed(self.history)) if bad), len(self.history))
        if overflow:
            self.scale = self.scale * self.rates[0]
        elif good % self.interval == 0:
            self.scale = self.scale * self.rates[1]
        return self.scale


def mixed_precision_step(model, micro_batches, optimizer, scaler, max_norm):
    n = torch.cat([b["labels"].reshape(-1) for b in micro_batches] or [torch.tensor([-100])])
    n = (n >= 0).sum().item()
    if not n:
        raise ValueError("nothing to learn")
    model.train()
    weights = [p for p in model.parameters() if p.requires_grad]
    sums, losses = [torch.zeros_like(p) for p in weights], []
    for b in micro_batches:
        logp = model(b["ids"]).log_softmax(-1)
        real = b["labels"] >= 0
        at = b["labels"].clamp(min=0).unsqueeze(-1)
        loss = -(logp.gather(-1, at).squeeze(-1) * real).sum() / n
        losses.append(loss.detach())
        for total, g in zip(sums, torch.autograd.grad(loss * scaler.scale, weights)):
            total += g
    norm = torch.stack([g.norm() for g in sums]).norm().item() / scaler.scale
    skipped = not math.isfinite(norm)
    if not skipped:
        factor = min(1.0, max_norm / norm) / scaler.scale if norm else 1.0
        for p, g in zip(weights, sums):
            p.grad = g * factor
        optimizer.step()
    scaler.update(skipped)
    return sum(losses).item(), skipped
