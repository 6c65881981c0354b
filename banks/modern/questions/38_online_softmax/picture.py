"""How the weights of the keys that were read first shrink with every block."""

import torch

from interview.model.picture import HeatMap

SCORES = torch.tensor([1.0, 0.0, 0.5, 2.0, 1.0, 3.0, 0.0, 1.5])
BLOCK = 2


def pictures(reference):
    S = len(SCORES)
    keys, values = SCORES.view(1, 1, S, 1), torch.eye(S)[None, None]
    query, seen = torch.ones(1, 1, 1, 1), torch.ones(1, BLOCK, dtype=torch.bool)
    parts, rows = [], []
    for start in range(0, S, BLOCK):
        block = slice(start, start + BLOCK)
        parts.append(reference.attend(query, keys[:, :, block], values[:, :, block], seen))
        out, _ = reference.merge([out for out, _ in parts], [lse for _, lse in parts])
        rows.append(out[0, 0, 0].tolist())
    yield HeatMap(
        {
            "en": "One query's weights after each block of keys",
            "zh": "每读一块 key 之后，同一个 query 的权重",
        },
        rows,
        row_axis={"en": "last block read", "zh": "最近读的块"},
        column_axis={"en": "key", "zh": "key"},
        note={
            "en": f"Every row sums to 1; the last is the softmax of all {S} scores.",
            "zh": f"每一行之和为 1；最后一行就是全部 {S} 个分数的 softmax。",
        },
    )
