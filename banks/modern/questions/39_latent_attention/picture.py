"""A decoding step in the absorbed order: which shapes there are, and what a token costs in the cache."""

import torch

from interview.model.picture import Box, Grid, Layers

D, H, C, N, R, V, S = 24, 4, 8, 6, 2, 6, 9


def pictures(reference):
    module = reference.LatentAttention(D, H, C, N, R, V)
    with torch.no_grad():
        x = torch.randn(1, S, D)
        _, cache = module(x[:, :-1])
        _, cache = module(x[:, -1:], cache)
        yield Layers(
            {"en": f"Content in a step on {S} tokens", "zh": f"{S} 个 token 时的一步：内容部分"},
            list(step(module, x[:, -1:], cache["latent"])),
            note={
                "en": "Nothing here has both a head axis and one of width n or v over the cached tokens.",
                "zh": "没有哪个张量既带头的轴、又对缓存中的每个 token 展开成 n 或 v 维。",
            },
        )
        each = sum(part.size(-1) for part in cache.values())
    yield Grid(
        {"en": "Numbers cached for a token in a layer", "zh": "每层每个 token 缓存多少个数"},
        [
            {"en": "attention", "zh": "注意力"},
            {"en": "here", "zh": "本例"},
            {"en": "DeepSeek-V2", "zh": "DeepSeek-V2"},
        ],
        [
            ["multi-head", f"{2 * H * N}", f"{2 * 128 * 128:,}"],
            ["8 groups", "", f"{2 * 8 * 128:,}"],
            ["multi-query", f"{2 * N}", f"{2 * 128:,}"],
            ["latent", f"{each}", f"{512 + 64:,}"],
        ],
    )


def step(module, x, latent):
    """The boxes of one new token: what is asked, scored, mixed and expanded."""
    q = module.w_q(x).unflatten(-1, (H, -1)).transpose(1, 2)[..., :N]
    asked = q @ module.w_uk
    scores = asked @ latent[:, None].mT
    mixed = scores.softmax(-1) @ latent[:, None]
    for en, zh, tensor in (
        ("latents in the cache", "缓存中的潜向量", latent),
        ("content queries", "内容 query", q),
        ("times w_uk", "乘 w_uk", asked),
        ("scores with the latents", "与潜向量的分数", scores),
        ("mixed latents", "加权后的潜向量", mixed),
        ("times w_uv", "乘 w_uv", mixed @ module.w_uv.mT),
    ):
        yield Box({"en": en, "zh": zh}, str(tuple(tensor.shape)))
