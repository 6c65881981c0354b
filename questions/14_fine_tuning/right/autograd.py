"""Groups by sorting, the schedule as the lower of two lines, gradients from torch.autograd.grad."""

import re
from itertools import groupby

import torch


def param_groups(model, lr, weight_decay, layer_decay):
    if not (0 < layer_decay and layer_decay <= 1):
        raise ValueError("layer_decay must be in (0, 1]")
    count = len(model.layers)
    rows = []
    for place, (name, p) in enumerate(model.named_parameters()):
        found = re.match(r"layers\.(\d+)\.", name)
        if found:
            below = count - int(found.group(1))
        else:
            below = count + 1 if name.startswith("embeddings.") else 0
        key = (lr * layer_decay**below, weight_decay if p.ndim >= 2 else 0.0)
        if p.requires_grad:
            rows.append((key, place, p))
    rows.sort(key=lambda row: row[:2])
    found = [(key, list(members)) for key, members in groupby(rows, key=lambda row: row[0])]
    found.sort(key=lambda pair: pair[1][0][1])
    return [
        {"weight_decay": decay, "lr": rate, "params": [p for _, _, p in members]}
        for (rate, decay), members in found
    ]


def warmup_linear(step, warmup, total):
    if not warmup in range(total + 1):
        raise ValueError(f"warmup={warmup}, total={total}")
    rising = step / warmup if warmup else 1.0
    falling = (total - step) / (total - warmup) if total > warmup else float(step < total)
    return max(0.0, min(1.0, rising, falling))


def train_step(model, batch, optimizer, scheduler, max_norm):
    optimizer.zero_grad(set_to_none=False)
    loss, _ = model.train()(**batch)
    trainable = [p for p in model.parameters() if p.requires_grad]
    gradients = torch.autograd.grad(loss, trainable)
    norm = torch.stack([g.norm() for g in gradients]).norm()
    factor = torch.clamp(max_norm / norm, max=1.0)
    for p, g in zip(trainable, gradients):
        p.grad = g * factor
    optimizer.step()
    scheduler.step()
    return loss.detach().item()
