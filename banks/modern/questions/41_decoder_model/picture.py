"""From ids to logits: the parts of one layer, and what stands around the layers."""

import torch

from interview.grading.judge.drawing import calls_within
from interview.model.picture import Layers

V, D, LAYERS, H, G, F = 50, 24, 1, 6, 2, 64
B, T = 2, 7


def pictures(reference):
    model = reference.DecoderModel(V, D, LAYERS, H, G, F)
    yield Layers(
        {
            "en": f"A decoder with V={V}, D={D}, {H} query heads, {G} key heads and F={F}, one layer",
            "zh": f"解码器：V={V}，D={D}，{H} 个 query 头，{G} 个 key 头，F={F}，一层",
        },
        calls_within(model, torch.randint(V, (B, T))),
        {
            "en": "Keys and values are narrower than queries. What attention and ffn return joins the stream.",
            "zh": "key 和 value 比 query 窄。attention 和 ffn 的结果都加到残差流上。",
        },
    )
