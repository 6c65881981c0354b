"""The Jacobian of a norm: what a feature's gradient does to all others."""

import torch

from interview.model.picture import HeatMap

ROW = torch.tensor([2.0, 0.5, -0.5, -1.0, -1.0, 3.0])
D = len(ROW)


def pictures(reference):
    each = torch.eye(D)  # a gradient for one feature of the result at a time
    rows = ROW.expand(D, D)
    words = {
        "row_axis": {"en": "gradient comes in at", "zh": "梯度从哪个特征传入"},
        "column_axis": {"en": "gradient of x at", "zh": "x 的哪个特征的梯度"},
        "scale": "signed",
    }
    yield HeatMap(
        {"en": "Gradient of x behind a LayerNorm", "zh": "经过 LayerNorm 之后 x 的梯度"},
        reference.layer_norm_backward(each, rows, torch.ones(D), 1e-5)[0].tolist(),
        note={
            "en": "Every row sums to 0: a shift of all features changes nothing.",
            "zh": "每一行之和为 0：所有特征一起平移，结果不变。",
        },
        **words,
    )
    yield HeatMap(
        {"en": "Gradient of x behind an RMSNorm", "zh": "经过 RMSNorm 之后 x 的梯度"},
        reference.rms_norm_backward(each, rows, torch.ones(D), 1e-5)[0].tolist(),
        note={
            "en": "Rows don't sum to 0, but each is at right angles to x: its size changes nothing.",
            "zh": "各行之和不为 0，但都与 x 正交：x 的大小变化，结果不变。",
        },
        **words,
    )
