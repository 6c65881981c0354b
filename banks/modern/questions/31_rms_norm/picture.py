"""What a norm doesn't see: RMSNorm the size of a row, LayerNorm its mean as well."""

import torch
from torch.nn import functional as F

from interview.model.picture import Grid

ROW = torch.tensor([-1.0, 0.0, 1.0, 2.0])
EPS = 1e-6


def pictures(reference):
    rows = []
    for name, row in (("x", ROW), ("10·x", 10 * ROW), ("x + 3", ROW + 3)):
        root = reference.rms_norm(row, torch.ones(4), EPS)
        layer = F.layer_norm(row, (4,), eps=EPS)
        rows.append([name, numbers(root), numbers(layer)])
    yield Grid(
        {"en": "Three rows and what two norms make of them", "zh": "三行输入，两种归一化的结果"},
        [
            {"en": "row", "zh": "输入"},
            {"en": "RMSNorm", "zh": "RMSNorm"},
            {"en": "LayerNorm", "zh": "LayerNorm"},
        ],
        rows,
        {
            "en": "The size of a row is gone in both; a shift by 3 is gone in LayerNorm only.",
            "zh": "两者都抹去了整行的大小；整行平移 3，只有 LayerNorm 看不出来。",
        },
    )


def numbers(row):
    return " ".join(f"{value:.1f}" for value in row.tolist())
