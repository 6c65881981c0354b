"""The levels, and how many weights get each of them; beside it the same for an even grid."""

import torch

from interview.model.picture import Grid

BLOCKS, BLOCK = 1000, 64


def pictures(reference):
    torch.manual_seed(0)
    packed, absmax = reference.quantize(torch.randn(BLOCKS, BLOCK), BLOCK)
    codes = torch.stack([packed >> 4, packed & 15], dim=1).flatten()
    torch.manual_seed(0)
    scaled = torch.randn(BLOCKS, BLOCK) / absmax[:, None]
    even = ((scaled + 1) * 7.5).round().long().flatten()
    shares = [part.bincount(minlength=16) / (BLOCKS * BLOCK) for part in (codes.long(), even)]
    rows = [
        [
            str(code),
            f"{level:+.4f}",
            f"{shares[0][code]:.1%}",
            f"{code / 7.5 - 1:+.4f}",
            f"{shares[1][code]:.1%}",
        ]
        for code, level in enumerate(reference.nf4_levels().tolist())
    ]
    yield Grid(
        {
            "en": f"Normal weights in blocks of {BLOCK}: which level they get",
            "zh": f"正态分布的权重，{BLOCK} 个一块：各得到哪个量化值",
        },
        [
            {"en": "code", "zh": "编码"},
            {"en": "NF4", "zh": "NF4"},
            {"en": "weights", "zh": "权重"},
            {"en": "even grid", "zh": "均匀网格"},
            {"en": "weights", "zh": "权重"},
        ],
        rows,
        note={
            "en": "An even grid has no 0, and half of all weights get one of its four innermost levels.",
            "zh": "均匀网格里没有 0，而且一半的权重都落在最靠里的四个值上。",
        },
    )
