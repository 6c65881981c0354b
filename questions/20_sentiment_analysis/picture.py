"""The loss by logit and label: almost nothing where it is right, a straight line where it is wrong."""

import torch

from interview.model.picture import HeatMap

LOGITS = [-6, -4, -2, -1, 0, 1, 2, 4, 6]


def pictures(reference):
    head = reference.SentimentHead(2)
    rows = [
        [head.loss(torch.tensor([float(z)]), torch.tensor([label])).item() for z in LOGITS]
        for label in (0.0, 1.0)
    ]
    yield HeatMap(
        {"en": "Loss of one text", "zh": "一条文本的损失"},
        rows,
        ["negative", "positive"],
        [str(z) for z in LOGITS],
        row_axis={"en": "label", "zh": "标签"},
        column_axis={"en": "logit", "zh": "logit"},
    )
