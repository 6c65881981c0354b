"""What each layer calls, in order: where the norm stands, and what the decoder has more."""

import torch

from interview.grading.judge.drawing import calls_within
from interview.model.picture import Layers

B, T, S, D, H, HIDDEN = 1, 4, 6, 8, 2, 16


def pictures(reference):
    x, memory = torch.randn(B, T, D), torch.randn(B, S, D)
    for first, en, zh in (
        (False, "post-norm", "post-norm（后归一化）"),
        (True, "pre-norm", "pre-norm（前归一化）"),
    ):
        encoder = reference.EncoderLayer(D, H, HIDDEN, norm_first=first).eval()
        boxes = [box for box in calls_within(encoder, memory) if "out_proj" not in box.name["en"]]
        yield Layers(
            {
                "en": f"Encoder layer, {en}: (B, S, D) = {(B, S, D)}",
                "zh": f"编码器层，{zh}：(B, S, D) = {(B, S, D)}",
            },
            [box for box in boxes if box.name["en"] != "dropout"],
        )
    decoder = reference.DecoderLayer(D, H, HIDDEN).eval()
    yield Layers(
        {
            "en": f"Decoder layer, post-norm: x {(B, T, D)}, memory {(B, S, D)}",
            "zh": f"解码器层，post-norm（后归一化）：x {(B, T, D)}，memory {(B, S, D)}",
        },
        [
            box
            for box in calls_within(decoder, x, memory)
            if box.name["en"] != "dropout" and "out_proj" not in box.name["en"]
        ],
        {
            "en": "Between self-attention and feed-forward the decoder reads the memory.",
            "zh": "解码器在自注意力和前馈网络之间多一步：读编码器输出。",
        },
    )
