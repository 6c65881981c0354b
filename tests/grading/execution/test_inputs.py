"""What a module is turned into before it is run."""

from __future__ import annotations

import torch
from torch import nn

from interview.grading.execution.inputs import in_dtype


def test_every_float_of_a_module_is_in_the_dtype_wherever_it_lies():
    inner = nn.Linear(2, 2, dtype=torch.float64)
    inner.register_buffer("scale", torch.ones(2, dtype=torch.float32))
    inner.register_buffer("ids", torch.arange(2))
    inner.register_parameter("nothing", None)
    turned = in_dtype(nn.Sequential(nn.Identity(), inner), torch.float64)
    assert {name: t.dtype for name, t in turned.state_dict().items()} == {
        "1.weight": torch.float64,
        "1.bias": torch.float64,
        "1.scale": torch.float64,
        "1.ids": torch.int64,
    }


def test_one_that_is_in_it_already_keeps_its_tensors():
    module = nn.Linear(2, 2, dtype=torch.float64)
    weight = module.weight
    assert in_dtype(module, torch.float64).weight is weight
