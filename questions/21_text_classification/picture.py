"""Several labels a text, each with its own threshold."""

import torch

from interview.model.picture import HeatMap

NAMES = ["sport", "politics", "finance", "health"]
THRESHOLDS = [0.5, 0.7, 0.3, 0.5]


def pictures(reference):
    logits = torch.tensor(
        [[2.0, 0.6, -3.0, -1.0], [-2.0, 1.5, -0.5, 0.2], [-3.0, -2.0, -1.5, -0.5]]
    )
    axes = {
        "row_axis": {"en": "text", "zh": "文本"},
        "column_axis": {"en": "label", "zh": "标签"},
    }
    texts = ["text 1", "text 2", "text 3"]
    shown = [f"{name} {t}" for name, t in zip(NAMES, THRESHOLDS, strict=True)]
    chances = logits.sigmoid()
    yield HeatMap(
        {"en": "Probabilities, and each label's threshold", "zh": "概率，以及每个标签的阈值"},
        chances.tolist(),
        texts,
        shown,
        **axes,
    )
    chosen = reference.predict_labels(logits, torch.tensor(THRESHOLDS))
    yield HeatMap(
        {"en": "Labels given", "zh": "给出的标签"},
        chosen.float().tolist(),
        texts,
        NAMES,
        **axes,
        scale="mask",
        note={
            "en": "A text may have several labels, or none: rows do not sum to 1.",
            "zh": "一条文本可以有多个标签，也可以一个都没有：每行之和不必为 1。",
        },
    )
