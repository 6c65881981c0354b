"""Where the first steps of training go: in which matrix there is a gradient."""

import torch
from torch import nn

from interview.model.picture import Grid

IN, OUT, RANK, STEPS, RATE = 16, 8, 2, 3, 0.3


def pictures(reference):
    torch.manual_seed(0)
    layer = reference.LoRALinear(nn.Linear(IN, OUT), RANK, alpha=4.0).double()
    x = torch.randn(32, IN, dtype=torch.float64)
    target = torch.randn(32, OUT, dtype=torch.float64)
    rows = []
    for step in range(STEPS):
        layer.zero_grad()
        (layer(x) - target).square().mean().backward()
        change = layer.update().norm().item()
        sizes = [change, layer.lora_a.grad.norm().item(), layer.lora_b.grad.norm().item()]
        rows.append([str(step), "-", *(f"{size:.3f}" for size in sizes)])
        with torch.no_grad():
            for matrix in (layer.lora_a, layer.lora_b):
                matrix -= RATE * matrix.grad
    yield Grid(
        {
            "en": f"Sizes while a ({OUT}, {IN}) layer is trained with rank {RANK}",
            "zh": f"用秩 {RANK} 训练一个 ({OUT}, {IN}) 的层时，各部分的大小",
        },
        [
            {"en": "step", "zh": "步"},
            {"en": "base.grad", "zh": "base.grad"},
            {"en": "scale·B·A", "zh": "scale·B·A"},
            {"en": "lora_a.grad", "zh": "lora_a.grad"},
            {"en": "lora_b.grad", "zh": "lora_b.grad"},
        ],
        rows,
        note={
            "en": "B begins as zeros, so A has no gradient in the first step, and the layer is the old one.",
            "zh": "B 从零开始，所以第一步 A 没有梯度，这个层也与原来的完全一样。",
        },
    )
