import torch
from torch import nn
from torch.nn import functional as F


class Expert(nn.Module):
    def __init__(self, width, hidden):
        super().__init__()
        self.w_gate, self.w_up = (nn.Linear(width, hidden, bias=False) for _ in range(2))
        self.w_down = nn.Linear(hidden, width, bias=False)

    def forward(self, x):
        return self.w_down(F.silu(self.w_gate(x)) * self.w_up(x))


class MoE(nn.Module):
    """Every expert is a module of its own, and writes what it makes into the rows it was chosen by."""

    def __init__(self, d_model, d_ff, num_experts, top_k, renormalise=True):
        super().__init__()
        if top_k < 1 or top_k > num_experts:
            raise ValueError(f"{top_k} of {num_experts} experts")
        self.k, self.whole = top_k, renormalise
        self.router = nn.Linear(d_model, num_experts, bias=False)
        self.experts = nn.ModuleList(Expert(d_model, d_ff) for _ in range(num_experts))

    def forward(self, x, mask):
        flat = x.reshape(-1, x.shape[-1])
        rows = mask.reshape(-1).nonzero().squeeze(1)
        scores = self.router(flat[rows])
        p = F.softmax(scores, 1)
        best = torch.sort(scores, dim=1, descending=True, stable=True)[1][:, : self.k]
        gains = torch.take_along_dim(p, best, 1)
        if self.whole:
            gains = F.normalize(gains, p=1, dim=1)
        hits = F.one_hot(best, len(self.experts)).bool()
        out = torch.zeros_like(flat)
        for number, expert in enumerate(self.experts):
            token, place = torch.where(hits[..., number])
            where = rows[token]
            out = out.index_add(0, where, gains[token, place].unsqueeze(1) * expert(flat[where]))
        often = hits.sum((0, 1)).to(p.dtype) / max(hits.sum().item(), 1)
        aux = len(self.experts) * (often @ p.sum(0)) / max(len(rows), 1)
        return out.reshape(x.shape), aux
