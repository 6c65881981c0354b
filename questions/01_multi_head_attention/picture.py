"""What two heads do with the same tokens, and the shapes on the way."""

import torch

from interview.model.picture import Box, HeatMap, Layers

TOKENS = ["the", "cat", "sat", "on", "the", "mat"]
H, T, D = 2, len(TOKENS), 8


def pictures(reference):
    q, k = (2 * torch.randn(1, T, D) for _ in range(2))
    heads_q, heads_k = reference.split_heads(q, H), reference.split_heads(k, H)
    causal = torch.ones(T, T, dtype=torch.bool).tril()
    each = torch.eye(T).expand(1, H, T, T)  # what is fetched from key s is the s-th unit vector
    weights = reference.attention(heads_q, heads_k, each, causal)
    for head in range(H):
        yield HeatMap(
            {
                "en": f"Weights of head {head + 1}, causal mask",
                "zh": f"第 {head + 1} 个头的注意力权重，因果掩码",
            },
            weights[0, head].tolist(),
            TOKENS,
            TOKENS,
            row_axis={"en": "query", "zh": "查询"},
            column_axis={"en": "key", "zh": "键"},
        )
    heads = reference.attention(heads_q, heads_k, heads_k, causal)
    yield Layers(
        {"en": "Shapes", "zh": "形状"},
        [
            Box({"en": "query (B, T, D)", "zh": "查询 (B, T, D)"}, str(tuple(q.shape))),
            Box({"en": "split into heads", "zh": "拆成多个头"}, str(tuple(heads_q.shape))),
            Box({"en": "weights", "zh": "注意力权重"}, str(tuple(weights.shape))),
            Box({"en": "weights @ values", "zh": "权重 @ 值"}, str(tuple(heads.shape))),
            Box(
                {"en": "merge heads", "zh": "合并各头"},
                str(tuple(reference.merge_heads(heads).shape)),
            ),
        ],
        {
            "en": "Each head has a pattern of its own, from its own slice of the features.",
            "zh": "每个头只用自己那一段特征，因此各有各的模式。",
        },
    )
