import torch
from torch import nn


def initial(out_features, draws):
    a = draws.new_tensor([[2 * u - 1 for u in row] for row in draws.tolist()])
    return a / a.shape[1] ** 0.5, torch.full((out_features, len(a)), 0.0).to(draws)


class LoRALinear(nn.Module):
    """Weight and second factor side by side, input and narrow result side by side: one product."""

    def __init__(self, base, r, alpha, dropout=0.0, rslora=False):
        super().__init__()
        if r < 1:
            raise ValueError("r")
        self.add_module("base", base)
        [p.requires_grad_(False) for p in self.base.parameters()]
        a, b = initial(base.out_features, torch.rand(r, base.in_features).type_as(base.weight))
        self.register_parameter("lora_a", nn.Parameter(a))
        self.register_parameter("lora_b", nn.Parameter(b))
        self.scale = alpha / r**0.5 if rslora else alpha / r
        self.dropout = nn.Dropout(dropout)
        self.active = True

    def forward(self, x):
        if not self.active:
            return self.base(x)
        narrow = self.scale * nn.functional.linear(self.dropout(x), self.lora_a)
        weight = torch.cat([self.base.weight, self.lora_b], dim=1)
        return nn.functional.linear(torch.cat([x, narrow], dim=-1), weight, self.base.bias)

    def merge(self):
        if not self.active:
            raise ValueError("merged")
        self.base.weight.data = self.base.weight.data + (self.lora_b @ self.lora_a).data * self.scale
        self.active = False

    def unmerge(self):
        if self.active:
            raise ValueError("unmerged")
        self.base.weight.data = self.base.weight.data - (self.lora_b @ self.lora_a).data * self.scale
        self.active = True
