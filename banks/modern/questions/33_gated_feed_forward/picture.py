"""One hidden unit: what the gate lets through of the other projection."""

import torch

from interview.model.picture import HeatMap

GATES = [-6, -4, -2, -1, 0, 1, 2, 4]
UPS = [-2, -1, 0, 1, 2]


def pictures(reference):
    grid = torch.tensor([[[float(g), float(u)] for u in UPS] for g in GATES])
    for name in ("silu", "relu"):
        layer = reference.GatedFeedForward(2, 1, name)
        with torch.no_grad():
            layer.gate.weight.copy_(torch.tensor([[1.0, 0.0]]))  # the first feature is the gate,
            layer.up.weight.copy_(torch.tensor([[0.0, 1.0]]))  # the second is what may pass
            layer.down.weight.copy_(torch.tensor([[1.0], [0.0]]))
            passed = layer(grid)[..., 0]
        yield HeatMap(
            {"en": f"One hidden unit with {name}", "zh": f"一个隐藏单元，激活为 {name}"},
            passed.tolist(),
            [str(g) for g in GATES],
            [str(u) for u in UPS],
            row_axis={"en": "gate before the activation", "zh": "激活之前的门"},
            column_axis={"en": "up", "zh": "up"},
            scale="signed",
            note={
                "en": "Far below 0 nothing passes; far above, the unit is the product of both numbers.",
                "zh": "门远小于 0 时什么都过不去；远大于 0 时，这个单元就是两个数的乘积。",
            },
        )
