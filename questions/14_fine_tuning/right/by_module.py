"""Finds LayerNorm and biases by module, counts depth from the head down, clips by hand."""

import torch
from torch import nn


def param_groups(model, lr, weight_decay, layer_decay):
    if layer_decay <= 0 or layer_decay > 1:
        raise ValueError(f"layer_decay is {layer_decay}, expected a number in (0, 1]")
    parts = [model.embeddings, *model.layers]
    scale = {}
    for steps, part in enumerate(reversed(parts), start=1):
        for p in part.parameters():
            scale[p] = layer_decay**steps
    spared = {m.weight for m in model.modules() if isinstance(m, nn.LayerNorm)}
    groups = []
    for name, p in model.named_parameters():
        if p.requires_grad:
            rate = lr * scale.get(p, 1.0)
            decay = 0.0 if p in spared or name.rsplit(".")[-1] == "bias" else float(weight_decay)
            for group in groups:
                if (group["lr"], group["weight_decay"]) == (rate, decay):
                    group["params"].append(p)
                    break
            else:
                groups.append({"params": [p], "lr": rate, "weight_decay": decay})
    return groups


def warmup_linear(step, warmup, total):
    if warmup < 0 or warmup > total:
        raise ValueError(f"got a warmup of {warmup} in {total} steps")
    if step < warmup:
        return float(step) / float(max(1, warmup))
    return max(0.0, float(total - step) / float(max(1, total - warmup)))


def train_step(model, batch, optimizer, scheduler, max_norm):
    model.zero_grad()
    model.train(True)
    loss = model(**batch)[0]
    loss.backward()
    with torch.no_grad():
        gradients = [p.grad for p in model.parameters() if p.grad is not None]
        norm = torch.cat([g.flatten() for g in gradients]).square().sum().sqrt()
        if norm > max_norm:
            for g in gradients:
                g.mul_(max_norm / norm)
    optimizer.step()
    scheduler.step()
    return float(loss)
