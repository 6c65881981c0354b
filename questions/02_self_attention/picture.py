"""The weights of a sentence, and of the same sentence in another order."""

import torch

from interview.model.picture import HeatMap

TOKENS = ["the", "dog", "bit", "the", "man", "."]
ORDER = [4, 2, 1, 0, 3, 5]


def pictures(reference):
    attention = reference.SelfAttention(8)
    words = {word: 2 * torch.randn(8) for word in TOKENS}
    x = torch.stack([words[word] for word in TOKENS])[None]
    with torch.no_grad():
        _, weights = attention(x)
        _, moved = attention(x[:, ORDER])
    axes = {
        "row_axis": {"en": "query", "zh": "查询"},
        "column_axis": {"en": "key", "zh": "键"},
    }
    yield HeatMap(
        {"en": "Weights", "zh": "注意力权重"},
        weights[0].tolist(),
        TOKENS,
        TOKENS,
        **axes,
        note={
            "en": "Both “the” have the same row: nothing tells their positions apart.",
            "zh": "两个 “the” 的行完全相同：没有任何东西区分它们的位置。",
        },
    )
    names = [TOKENS[i] for i in ORDER]
    yield HeatMap(
        {"en": "Weights after the words were moved", "zh": "调换词序之后的注意力权重"},
        moved[0].tolist(),
        names,
        names,
        **axes,
        note={
            "en": "Rows and columns have moved along, and every number with them: that is equivariance.",
            "zh": "行和列跟着词一起移动，数值一个都没变：这就是等变性。",
        },
    )
