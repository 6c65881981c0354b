"""Who reads whose keys: what moves in each query head when one key head is changed."""

import torch

from interview.model.picture import HeatMap

H, D, T = 8, 16, 3


def pictures(reference):
    for G in (8, 2, 1):
        attention = reference.GroupedQueryAttention(D, H, G).double()
        with torch.no_grad():
            attention.w_o.weight.copy_(torch.eye(D))  # so that the output is that of the heads
        yield HeatMap(
            {
                "en": f"{H} query heads, {G} key and value heads",
                "zh": f"{H} 个 query 头，{G} 个 key/value 头",
            },
            readers(attention, G),
            [f"q{h}" for h in range(H)],
            [f"kv{g}" for g in range(G)],
            row_axis={"en": "query head", "zh": "query 头"},
            column_axis={"en": "key and value head", "zh": "key/value 头"},
            scale="mask",
            note={
                "en": f"A token keeps {2 * G} vectors in the cache, a key and a value for each head.",
                "zh": f"每个 token 在缓存里占 {2 * G} 个向量：每个头一个 key、一个 value。",
            },
        )


def readers(attention, G):
    """(H, G): 1 where the query head's output hangs on the value head's weights."""
    x = torch.randn(1, T, D, dtype=torch.float64)
    rows = []
    for head in attention(x)[0].unflatten(-1, (H, -1)).unbind(1):
        (grad,) = torch.autograd.grad(head.sum(), attention.w_v.weight, retain_graph=True)
        rows.append([float(part.abs().sum() > 0) for part in grad.chunk(G)])
    return rows
