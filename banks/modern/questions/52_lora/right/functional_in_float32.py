import torch
from torch import nn
from torch.nn import functional as F


def initial(out_features, draws):
    bound = draws.shape[1] ** -0.5
    return draws * (2 * bound) - bound, draws.new_zeros(out_features, draws.shape[0])


class LoRALinear(nn.Module):
    """The adapter in float32; merging keeps a copy of the weight as it was."""

    def __init__(self, base, r, alpha, dropout=0.0, rslora=False):
        super().__init__()
        if not r > 0:
            raise ValueError(r)
        a, b = initial(base.weight.size(0), torch.rand(r, base.weight.size(1)))
        self.lora_b, self.lora_a = nn.Parameter(b), nn.Parameter(a)
        self.base = base
        for parameter in base.parameters():
            parameter.requires_grad = False
        self.p, self.factor = dropout, alpha * r ** (-0.5 if rslora else -1.0)
        self.before = None

    def forward(self, x):
        out = F.linear(x, self.base.weight, self.base.bias)
        if self.before is None:
            dropped = F.dropout(x, self.p, self.training)
            low = F.linear(dropped.float(), self.lora_a.float())
            out = out + (self.factor * F.linear(low, self.lora_b.float())).to(out.dtype)
        return out

    def merge(self):
        if self.before is not None:
            raise ValueError("merged")
        self.before = self.base.weight.detach().clone()
        product = torch.einsum("or,ri->oi", self.lora_b.detach(), self.lora_a.detach())
        self.base.weight.data.add_(product, alpha=self.factor)

    def unmerge(self):
        if self.before is None:
            raise ValueError("not merged")
        self.base.weight.data.copy_(self.before)
        self.before = None
