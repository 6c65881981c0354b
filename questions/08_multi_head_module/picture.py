"""The module's own weights: every head apart, and what a padding mask takes away."""

import torch

from interview.grading.judge.drawing import calls_within
from interview.model.picture import HeatMap, Layers

T, D, H = 6, 8, 2


def pictures(reference):
    module = reference.MultiHeadAttention(D, H).eval()
    x = 3 * torch.randn(1, T, D)
    real = torch.arange(T) < T - 1
    with torch.no_grad():
        _, weights = module(x, x, x, real[None], need_weights=True)
    for head in range(H):
        yield HeatMap(
            {
                "en": f"Weights of head {head + 1}; the last token is padding",
                "zh": f"第 {head + 1} 个头的权重；最后一个 token 是填充",
            },
            weights[0, head].tolist(),
            row_axis={"en": "query", "zh": "查询"},
            column_axis={"en": "key", "zh": "键"},
        )
    yield Layers(
        {"en": "What the module calls", "zh": "模块依次调用的层"}, calls_within(module, x, x, x)
    )
