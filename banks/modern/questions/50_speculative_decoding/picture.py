"""What comes by acceptance and what by rejection, over six tokens: together the large model's distribution."""

import torch

from interview.model.picture import HeatMap

Q = torch.tensor([0.45, 0.25, 0.15, 0.1, 0.05, 0.0], dtype=torch.float64)
P = torch.tensor([0.2, 0.3, 0.05, 0.1, 0.2, 0.15], dtype=torch.float64)
STEPS = 20


def pictures(reference):
    draws = [(k + 0.5) / STEPS for k in range(STEPS)]
    ways = torch.zeros(2, len(P), dtype=torch.float64)  # accepted, rejected
    bonus = torch.full_like(P, 1 / len(P))
    for draft, weight in enumerate(Q.tolist()):
        for u in draws:
            inputs = torch.tensor([draft]), Q[None], torch.stack([P, bonus]), torch.tensor([u])
            tokens = [reference.verify(*inputs, v).tolist() for v in draws]
            for token, *rest in tokens:
                ways[0 if rest else 1, token] += weight / STEPS**2
    rows = {"q": Q, "p": P, "accepted": ways[0], "redrawn": ways[1], "sum": ways.sum(0)}
    yield HeatMap(
        {
            "en": "Where the tokens come from, counted over all drafts and 20 × 20 draws",
            "zh": "token 的来路，对所有草稿和 20 × 20 组随机数计数",
        },
        torch.stack(list(rows.values())).tolist(),
        list(rows),
        [str(token) for token in range(len(P))],
        column_axis={"en": "token", "zh": "token"},
        note={
            "en": "What is accepted is the smaller of q and p; what is redrawn makes up the rest. The sum is p.",
            "zh": "接受的部分是 q 与 p 中较小的，重新采样补上其余的，两者之和就是 p。",
        },
    )
