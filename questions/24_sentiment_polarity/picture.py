"""What balanced weights do to a class that is rare."""

import torch

from interview.model.picture import Grid

COUNTS = {"positive": 12, "neutral": 6, "negative": 2}


def pictures(reference):
    labels = torch.tensor([c for c, count in enumerate(COUNTS.values()) for _ in range(count)])
    weights = reference.class_weights(labels, len(COUNTS))
    yield Grid(
        {"en": f"{len(labels)} texts", "zh": f"{len(labels)} 条文本"},
        [
            {"en": "class", "zh": "类别"},
            {"en": "texts", "zh": "条数"},
            {"en": "weight", "zh": "权重"},
            {"en": "together", "zh": "合计"},
        ],
        [
            [name, str(count), f"{weight:.3f}", f"{count * weight:.2f}"]
            for (name, count), weight in zip(COUNTS.items(), weights.tolist(), strict=True)
        ],
        {
            "en": "Every class counts as much as any other, and the mean weight of a text is 1.",
            "zh": "每个类别的总权重相同，而每条文本的平均权重是 1。",
        },
    )
