"""What each step computes anew, and what it takes from the cache."""

import torch

from interview.model.picture import HeatMap

PROMPT, STEPS = 4, 5


def pictures(reference):
    attention = reference.CachedSelfAttention(8, 2)
    cache, rows = None, []
    with torch.no_grad():
        for length in [PROMPT] + [1] * STEPS:
            past = 0 if cache is None else cache["k"].size(2)
            _, cache = attention(torch.randn(1, length, 8), cache)
            total = cache["k"].size(2)
            rows.append([0.4] * past + [1.0] * (total - past))
    width = len(rows[-1])
    yield HeatMap(
        {
            "en": f"Keys and values: a prompt of {PROMPT}, then {STEPS} tokens",
            "zh": f"键和值：提示 {PROMPT} 个 token，再生成 {STEPS} 个",
        },
        [row + [0.0] * (width - len(row)) for row in rows],
        ["prefill"] + [f"decode {i + 1}" for i in range(STEPS)],
        row_axis={"en": "step", "zh": "步"},
        column_axis={"en": "position", "zh": "位置"},
        note={
            "en": "Dark: projected in this step. Pale: read from the cache, which grows by one a step.",
            "zh": "深色：这一步新算的。浅色：从缓存读的，缓存每步增长一个位置。",
        },
    )
