# interview: gradient-checkpointing
"""Write checkpoint_sequential. `interview show 48` has the task, `interview grade 48` grades this file."""

import torch
from torch import Tensor, nn


def checkpoint_sequential(layers: nn.ModuleList, x: Tensor, segments: int) -> Tensor:
    # each layer takes one tensor and returns one; x is what the first of them takes
    raise NotImplementedError
