"""From ids to a vector for each token and one for the whole input."""

import torch

from interview.grading.judge.drawing import calls_within
from interview.model.picture import Layers

B, T, D, LAYERS = 2, 7, 12, 2


def pictures(reference):
    model = reference.BertModel(50, D, LAYERS, 3, 48, 16).eval()
    boxes = calls_within(model, torch.randint(50, (B, T)))
    yield Layers(
        {
            "en": f"BERT with B={B}, T={T}, D={D}, {LAYERS} layers",
            "zh": f"BERT：B={B}，T={T}，D={D}，{LAYERS} 层",
        },
        [box for box in boxes if box.name["en"].count(".") < 2],
        {
            "en": "Three embeddings are added and normalised; the pooler reads the state of [CLS] alone.",
            "zh": "三种嵌入相加后做归一化；pooler 只读 [CLS] 的隐藏状态。",
        },
    )
