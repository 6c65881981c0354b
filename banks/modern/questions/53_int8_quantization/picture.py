"""What a large row of a weight, and a large feature of the activations, leave to the other numbers."""

import torch

from interview.model.picture import Grid

OUT, IN, LOUD_ROW = 4, 64, 2
TOKENS, FEATURES, LOUD_FEATURE = 4, 8, 5
TIMES = 50


def error(true, codes, scale):
    """Of each row, how large the errors are against its numbers, root mean squares both."""
    return (codes * scale - true).square().mean(-1).sqrt() / true.square().mean(-1).sqrt()


def pictures(reference):
    weight = torch.randn(OUT, IN)
    weight[LOUD_ROW] *= TIMES
    codes, scale = reference.quantize_rows(weight)
    by_row = error(weight, codes, scale[:, None])
    flat, one = reference.quantize_rows(weight.flatten())
    by_tensor = error(weight, flat.view_as(weight), one)
    rows = zip(weight.abs().amax(-1), flat.view_as(weight), by_tensor, by_row, strict=True)
    yield Grid(
        {
            "en": f"A weight of {OUT} rows, one of them {TIMES} times as large",
            "zh": f"一个 {OUT} 行的权重，其中一行是别的 {TIMES} 倍",
        },
        [
            {"en": "row", "zh": "行"},
            {"en": "largest", "zh": "最大"},
            {"en": "one scale: codes", "zh": "共用一个系数：码的个数"},
            {"en": "error", "zh": "误差"},
            {"en": "by row: error", "zh": "每行一个：误差"},
        ],
        [
            [str(row), f"{most:.2f}", str(len(used.unique())), f"{much:.1%}", f"{little:.1%}"]
            for row, (most, used, much, little) in enumerate(rows)
        ],
        note={
            "en": f"{IN} numbers in each row. With one scale for all the small ones share a few codes.",
            "zh": f"每行 {IN} 个数。共用一个系数时，小的那几行只用得上几个码。",
        },
    )
    x = torch.randn(TOKENS, FEATURES)
    x[:, LOUD_FEATURE] *= TIMES
    codes, _ = reference.quantize_rows(x)
    yield Grid(
        {
            "en": f"Codes of activations, scaled by token; feature {LOUD_FEATURE} is {TIMES} times as large",
            "zh": f"激活值的码，每个 token 一个系数；特征 {LOUD_FEATURE} 是别的 {TIMES} 倍",
        },
        [{"en": "token", "zh": "token"}, *[{"en": str(i), "zh": str(i)} for i in range(FEATURES)]],
        [[str(token), *map(str, row)] for token, row in enumerate(codes.tolist())],
        note={
            "en": "Each token has it, so a scale for each token doesn't help.",
            "zh": "每个 token 都有它，所以每个 token 一个系数也帮不上忙。",
        },
    )
