"""Wider in the middle, position by position."""

import torch

from interview.grading.judge.drawing import calls_within
from interview.model.picture import HeatMap, Layers

T, D, HIDDEN = 4, 6, 24


def pictures(reference):
    layer = reference.FeedForwardSublayer(D, HIDDEN).eval()
    x = torch.randn(1, T, D)
    yield Layers(
        {"en": f"Shapes with T={T}, D={D}, F={HIDDEN}", "zh": f"形状：T={T}，D={D}，F={HIDDEN}"},
        calls_within(layer, x),
    )
    other = x.clone()
    other[0, 1] += 1.0
    with torch.no_grad():
        change = (layer(other) - layer(x))[0].abs()
    yield HeatMap(
        {
            "en": "What changes when only token 1 is changed",
            "zh": "只改第 1 个 token，输出变了哪里",
        },
        change.tolist(),
        row_axis={"en": "token", "zh": "token"},
        column_axis={"en": "feature", "zh": "特征"},
        note={
            "en": "Its own row, and no other: tokens meet in attention only.",
            "zh": "只有它自己那一行变了：token 之间只在注意力里交互。",
        },
    )
