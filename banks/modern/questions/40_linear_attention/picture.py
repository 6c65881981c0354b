"""What a query reads of each token, and which part of it comes through the state."""

import torch

from interview.model.picture import HeatMap

T, CHUNK = 9, 3
RATE = 0.25


def pictures(reference):
    one = torch.ones(1, 1, T, 1)
    values = torch.eye(T)[None, None]  # token s has the value e_s, so the result is its weight
    decay = torch.full((1, 1, T), -RATE)
    weights = reference.recurrent(one, one, values, decay)[0][0, 0]
    axes = {
        "row_axis": {"en": "query", "zh": "query"},
        "column_axis": {"en": "key", "zh": "key"},
    }
    yield HeatMap(
        {
            "en": f"What is left of each token, with a log-decay of -{RATE} a step",
            "zh": f"log_decay 为每步 -{RATE} 时，各 token 还剩多少",
        },
        weights.tolist(),
        **axes,
    )
    inputs = (one, one, values, decay)
    within = [
        reference.chunked(*(x[:, :, start : start + CHUNK] for x in inputs), CHUNK)[0]
        for start in range(0, T, CHUNK)
    ]
    direct = torch.cat(within, dim=2)[0, 0] > 0
    yield HeatMap(
        {"en": f"The same in chunks of {CHUNK}", "zh": f"同样的计算，每块 {CHUNK} 个 token"},
        torch.where(direct, 1.0, torch.where(weights > 0, 0.4, 0.0)).tolist(),
        **axes,
        scale="mask",
        note={
            "en": "Dark: read directly, by a matrix product within the chunk. Pale: through the state.",
            "zh": "深色：块内用矩阵乘法直接读取。浅色：通过 state 读取。",
        },
    )
