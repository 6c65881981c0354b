import torch
import torch.nn.functional as F
from torch import nn


class MoE(nn.Module):
    """The router's softmax in float32, as it is done in models; one expert after the other by a mask."""

    def __init__(self, d_model, d_ff, num_experts, top_k, renormalise=True):
        super().__init__()
        if num_experts < top_k or top_k <= 0:
            raise ValueError("top_k")
        self.E, self.K, self.norm = num_experts, top_k, renormalise
        self.router = nn.Linear(d_model, num_experts, bias=False)
        for name, shape in {"w_gate": (d_ff, d_model), "w_up": (d_ff, d_model), "w_down": (d_model, d_ff)}.items():
            self.register_parameter(name, nn.Parameter(torch.zeros(num_experts, *shape)))

    def forward(self, x, mask):
        flat, real = x.flatten(0, 1), mask.flatten()
        logits = self.router(flat[real])
        probs = F.softmax(logits, dim=-1, dtype=torch.float32)
        chosen = torch.zeros_like(probs, dtype=torch.bool)
        left = logits.detach().clone()
        for _ in range(self.K):
            largest = left == left.amax(-1, keepdim=True)
            best = largest & (largest.int().cumsum(-1) == 1)
            chosen |= best
            left = left.masked_fill(best, -float("inf"))
        weights = probs * chosen
        if self.norm:
            weights = weights / weights.sum(-1, keepdim=True)
        weights = weights.to(x.dtype)
        rows = real.nonzero()[:, 0]
        result = torch.zeros_like(flat)
        for e in range(self.E):
            mine = rows[chosen[:, e]]
            h = F.silu(flat[mine] @ self.w_gate[e].mT) * (flat[mine] @ self.w_up[e].mT)
            result = result.index_add(0, mine, (h @ self.w_down[e].mT) * weights[chosen[:, e], e].unsqueeze(-1))
        N = max(len(rows), 1)
        aux = self.E * (chosen.sum(0) / (N * self.K) * (probs.sum(0) / N)).sum()
        return result.unflatten(0, x.shape[:2]), aux.to(x.dtype)
