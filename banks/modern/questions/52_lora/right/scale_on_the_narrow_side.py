import math

import torch
import torch.nn as nn


def initial(out_features, draws):
    r, width = draws.shape
    return torch.lerp(-torch.ones_like(draws), torch.ones_like(draws), draws) / width**0.5, (
        torch.zeros_like(draws[:, :1]).T.repeat(out_features, 1)
    )


class LoRALinear(nn.Module):
    def __init__(self, base, r, alpha, dropout=0.0, rslora=False):
        if r <= 0:
            raise ValueError(f"rank {r}")
        nn.Module.__init__(self)
        self.base = base
        base.weight.requires_grad_(False)
        if base.bias is not None:
            base.bias.requires_grad_(False)
        self.drop = nn.Dropout(p=dropout)
        self.lora_a = nn.Parameter(torch.empty(r, base.in_features))
        self.lora_b = nn.Parameter(torch.empty(base.out_features, r))
        with torch.no_grad():
            for parameter, value in zip(
                (self.lora_a, self.lora_b), initial(base.out_features, torch.rand(r, base.in_features))
            ):
                parameter.copy_(value)
        self.scaling = alpha / math.sqrt(r) if rslora else alpha / r
        self.inside = False

    def forward(self, x):
        if self.inside:
            return self.base(x)
        narrow = torch.einsum("...i,ri->...r", self.drop(x), self.lora_a * self.scaling)
        return self.base(x) + torch.einsum("...r,or->...o", narrow, self.lora_b)

    def change(self, sign):
        with torch.no_grad():
            outer = [torch.outer(b, a) for b, a in zip(self.lora_b.T, self.lora_a)]
            self.base.weight.add_(sign * self.scaling * sum(outer))
        self.inside = sign > 0

    def merge(self):
        if self.inside:
            raise ValueError("already inside")
        self.change(1.0)

    def unmerge(self):
        if not self.inside:
            raise ValueError("not inside")
        self.change(-1.0)
