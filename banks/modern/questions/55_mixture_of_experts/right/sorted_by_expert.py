import torch
import torch.nn as nn
from torch.nn import functional as F


class MoE(nn.Module):
    """All choices in the order of their experts: each expert then has one slice."""

    def __init__(self, d_model, d_ff, num_experts, top_k, renormalise=True):
        super().__init__()
        if top_k < 1 or top_k > num_experts:
            raise ValueError(top_k)
        self.k, self.renormalise = top_k, renormalise
        self.w_down = nn.Parameter(torch.empty(num_experts, d_model, d_ff).normal_(std=0.02))
        self.w_up = nn.Parameter(torch.empty(num_experts, d_ff, d_model).normal_(std=0.02))
        self.w_gate = nn.Parameter(torch.empty(num_experts, d_ff, d_model).normal_(std=0.02))
        self.router = nn.Linear(d_model, num_experts, bias=False)

    def forward(self, x, mask):
        B, T, D = x.shape
        real = mask.flatten().nonzero().squeeze(1)
        tokens = x.reshape(-1, D).index_select(0, real)
        N, E = len(tokens), self.w_up.size(0)
        scores = self.router(tokens)
        ranked, experts = torch.sort(scores, dim=-1, descending=True, stable=True)
        experts = experts[:, : self.k]
        if self.renormalise:
            weights = ranked[:, : self.k].softmax(-1)
        else:
            weights = (ranked[:, : self.k] - ranked.logsumexp(-1, keepdim=True)).exp()

        order = experts.reshape(-1).argsort(stable=True)
        source = order // self.k
        sizes = torch.bincount(experts.reshape(-1), minlength=E)
        outputs = []
        for e, rows in enumerate(tokens[source].split(sizes.tolist())):
            gated = F.silu(F.linear(rows, self.w_gate[e])) * F.linear(rows, self.w_up[e])
            outputs.append(F.linear(gated, self.w_down[e]))
        outputs = torch.cat(outputs) * weights.reshape(-1)[order].unsqueeze(1)
        flat = torch.zeros_like(x).reshape(-1, D).index_add(0, real[source], outputs)

        if N == 0:
            return flat.view(B, T, D), scores.sum()
        aux = E * torch.dot(sizes.to(x.dtype) / sizes.sum(), scores.softmax(-1).mean(0))
        return flat.view(B, T, D), aux
