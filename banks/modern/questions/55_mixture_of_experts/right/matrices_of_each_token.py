import torch
from torch import nn


class MoE(nn.Module):
    """Each token gets copies of its experts' matrices: much memory, and no loop over experts."""

    def __init__(self, d_model, d_ff, num_experts, top_k, renormalise=True):
        if not 0 < top_k <= num_experts:
            raise ValueError(f"{top_k} of {num_experts}")
        super().__init__()
        self.top_k, self.num_experts, self.renormalise = top_k, num_experts, renormalise
        self.router = nn.Linear(d_model, num_experts, bias=False)
        self.w_gate = nn.Parameter(torch.rand(num_experts, d_ff, d_model))
        self.w_up = nn.Parameter(torch.rand(num_experts, d_ff, d_model))
        self.w_down = nn.Parameter(torch.rand(num_experts, d_model, d_ff))

    def forward(self, x, mask):
        out = torch.zeros_like(x)
        count = int(mask.sum())
        if count == 0:
            return out + 0 * x, 0 * self.router(x).sum()
        tokens = x[mask]
        probs = torch.softmax(self.router(tokens), -1)
        best = (-self.router.weight @ tokens.mT).mT.sort(dim=-1, stable=True).indices[:, : self.top_k]
        picked = torch.zeros_like(probs).scatter(1, best, 1.0)
        weights = picked * probs
        if self.renormalise:
            weights = weights / weights.sum(1, keepdim=True)
        gate = torch.einsum("nkfd,nd->nkf", self.w_gate[best], tokens)
        hidden = gate * gate.sigmoid() * torch.einsum("nkfd,nd->nkf", self.w_up[best], tokens)
        parts = torch.einsum("nkdf,nkf->nkd", self.w_down[best], hidden)
        out[mask] = (weights.gather(1, best).unsqueeze(-1) * parts).sum(1)
        f, P = picked.sum(0) / (count * self.top_k), probs.mean(0)
        return out, self.num_experts * (f * P).sum()
