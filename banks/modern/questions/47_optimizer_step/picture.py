"""What five Newton-Schulz steps do to the singular values of a matrix."""

import torch

from interview.model.picture import HeatMap

SINGULAR = torch.tensor([1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.002], dtype=torch.float64)


def pictures(reference):
    rows = [
        torch.diagonal(reference.orthogonalised(SINGULAR.diag(), steps)).tolist()
        for steps in range(6)
    ]
    yield HeatMap(
        {
            "en": "Singular values of a matrix, from the largest to the smallest",
            "zh": "一个矩阵的奇异值，从大到小",
        },
        rows,
        row_axis={"en": "steps made", "zh": "做过的步数"},
        column_axis={"en": "singular value", "zh": "奇异值"},
        note={
            "en": "After five steps all lie around 1; the largest was 500 times the smallest.",
            "zh": "五步之后全都在 1 附近；最大的原本是最小的 500 倍。",
        },
    )
