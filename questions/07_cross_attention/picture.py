"""Queries from the decoder, keys from the memory: T rows, S columns."""

import torch

from interview.model.picture import HeatMap

T, S = 4, 7
REAL = 5
"""Tokens of the source; what follows is padding."""


def pictures(reference):
    attention = reference.CrossAttention(S, 1)
    memory = torch.eye(S)[None]
    with torch.no_grad():
        for layer in (attention.w_v, attention.w_o):  # so that the output is the weights themselves
            layer.weight.copy_(torch.eye(S))
            layer.bias.zero_()
        attention.w_k.weight.mul_(6)
        mask = (torch.arange(S) < REAL)[None]
        weights = attention(2 * torch.randn(1, T, S), memory, mask)
    yield HeatMap(
        {
            "en": "Weights of cross-attention, two columns of padding",
            "zh": "交叉注意力的权重，最后两列是填充",
        },
        weights[0].tolist(),
        [f"y{i}" for i in range(T)],
        [f"s{i}" for i in range(REAL)] + ["pad"] * (S - REAL),
        row_axis={"en": "decoder position (query)", "zh": "解码器位置（查询）"},
        column_axis={"en": "memory (key)", "zh": "编码器输出（键）"},
        note={
            "en": "As many rows as queries, as many columns as the source has tokens; each row sums to 1.",
            "zh": "行数等于查询数，列数等于源句 token 数；每一行之和为 1。",
        },
    )
