"""Which expert each token goes to and with which weight, and what the balancing loss sees of it."""

import torch

from interview.model.picture import HeatMap

TOKENS, D, E, K = 10, 8, 6, 2


def pictures(reference):
    torch.manual_seed(3)
    layer = reference.MoE(D, 4, E, K)
    with torch.no_grad():
        layer.router.weight.normal_()
        layer.router.weight[1] += 0.8  # a favourite, since all tokens share a direction
        probs, chosen, weights = layer.route(torch.randn(TOKENS, D) + 0.5)
        table = torch.zeros(TOKENS, E).scatter(1, chosen, weights)
        share = torch.bincount(chosen.flatten(), minlength=E) / (TOKENS * K)
        aux = float(reference.balancing_loss(probs, chosen))
    experts = [str(e) for e in range(E)]
    yield HeatMap(
        {
            "en": f"Weights of {TOKENS} tokens on {E} experts, {K} for each, renormalised",
            "zh": f"{TOKENS} 个 token 在 {E} 个专家上的权重，各选 {K} 个，重新归一化",
        },
        table.tolist(),
        columns=experts,
        row_axis={"en": "token", "zh": "token"},
        column_axis={"en": "expert", "zh": "专家"},
    )
    yield HeatMap(
        {"en": "What the balancing loss sees", "zh": "均衡 loss 看到的"},
        torch.stack([share, probs.mean(0)]).tolist(),
        ["f", "P"],
        experts,
        column_axis={"en": "expert", "zh": "专家"},
        note={
            "en": f"E·Σ f·P is {aux:.2f}; with even shares it would be 1, with all on {K} experts {E / K:g}.",
            "zh": f"E·Σ f·P 是 {aux:.2f}；均匀时是 1，全部集中在 {K} 个专家上时是 {E / K:g}。",
        },
    )
