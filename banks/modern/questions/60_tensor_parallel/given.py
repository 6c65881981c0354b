"""What the cases of question 60 hand to your code: the sum over all ranks, as a library for transfers has it."""

import torch
from torch import nn


class AllReduce(nn.Module):
    """`all_reduce(parts)`: one tensor of each rank, all of one shape -> a list, each rank's copy of their sum.

    It knows nothing of gradients: what it returns has no graph. `calls` and `numbers` count.
    """

    def __init__(self):
        super().__init__()
        self.register_buffer("calls", torch.tensor(0))
        self.register_buffer("numbers", torch.tensor(0))

    @torch.no_grad()
    def forward(self, parts):
        shapes = {tuple(part.shape) for part in parts}
        if len(shapes) != 1:
            raise RuntimeError(f"all_reduce wants tensors of one shape, got {sorted(shapes)}")
        self.calls += 1
        self.numbers += parts[0].numel()
        total = parts[0].clone()
        for part in parts[1:]:
            total = total + part
        return [total.clone() for _ in parts]
