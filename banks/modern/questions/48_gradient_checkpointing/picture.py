"""What is kept and what is run, by the number of segments."""

import torch
from torch import nn

from interview.model.picture import Grid

LAYERS = 16


def pictures(reference):
    rows = []
    for segments in (1, 2, 4, 8, 16):
        calls = []
        layers = nn.ModuleList(nn.Linear(3, 3) for _ in range(LAYERS))
        for layer in layers:
            layer.register_forward_hook(lambda *_, calls=calls: calls.append(1))
        reference.checkpoint_sequential(layers, torch.randn(2, 3), segments).sum().backward()
        longest = max(reference.segment_lengths(LAYERS, segments))
        numbers = [segments, segments, longest, segments + longest, len(calls)]
        rows.append([str(number) for number in numbers])
    yield Grid(
        {"en": f"{LAYERS} layers, checkpointed", "zh": f"{LAYERS} 层，用了梯度检查点"},
        [
            {"en": "segments", "zh": "段数"},
            {"en": "inputs kept", "zh": "保留的输入"},
            {"en": "layers in a graph", "zh": "计算图里的层"},
            {"en": "sum", "zh": "合计"},
            {"en": "run forward", "zh": "前向运行的层"},
        ],
        rows,
        note={
            "en": "The sum is least at the root of 16. The second run costs the same everywhere.",
            "zh": "合计在 16 的平方根处最小。重算的代价处处相同。",
        },
    )
