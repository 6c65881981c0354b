"""The packed projection: which rows are whose, and the shapes on the way."""

import torch
import torch.nn.functional as F

from interview.model.picture import Box, HeatMap, Layers

B, T, H, d = 2, 5, 2, 4
D = H * d


def pictures(reference):
    x, packed, out = torch.randn(B, T, D), torch.randn(3 * D, D), torch.randn(D, D)
    q, k, v = F.linear(x, packed).view(B, T, 3, H, d).permute(2, 0, 3, 1, 4)
    weights = reference.masked_softmax(q @ k.transpose(-2, -1) / d**0.5, None)
    heads = weights @ v
    merged = heads.transpose(1, 2).reshape(B, T, D)
    result = reference.packed_attention(x, packed, None, out, None, H)
    if not torch.allclose(F.linear(merged, out), result, atol=1e-5):
        raise ValueError("these are not the steps of the reference")
    steps = {
        ("x", "x"): x,
        ("one projection", "一次投影"): F.linear(x, packed),
        ("queries of each head", "每个头的查询"): q,
        ("weights", "注意力权重"): weights,
        ("weights @ values", "权重 @ 值"): heads,
        ("heads side by side", "各头并排"): merged,
        ("output projection", "输出投影"): result,
    }
    yield Layers(
        {
            "en": f"Shapes with B={B}, T={T}, H={H}, d={d}",
            "zh": f"形状：B={B}，T={T}，H={H}，d={d}",
        },
        [Box({"en": en, "zh": zh}, str(tuple(t.shape))) for (en, zh), t in steps.items()],
    )
    rows = torch.arange(3 * D)
    owner = torch.stack([rows // D == part for part in range(3)]).float()
    owner = owner * (1 - 0.5 * (rows % D // d))
    yield HeatMap(
        {"en": "Which rows of the packed weight make what", "zh": "打包权重的各行归谁"},
        owner.tolist(),
        ["q", "k", "v"],
        row_axis={"en": "part", "zh": "部分"},
        column_axis={"en": "row of the weight", "zh": "权重的行"},
        note={
            "en": "Dark: the first head. Queries, keys and values follow one another, the heads within each.",
            "zh": "深色是第一个头。先查询、再键、再值，各自内部按头排列。",
        },
    )
