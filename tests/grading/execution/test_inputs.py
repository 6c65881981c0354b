"""What a module is turned into before it is run."""

from __future__ import annotations

import warnings

import pytest
import torch
from torch import nn

from interview.grading.execution.inputs import in_dtype
from tests.helpers.judging import bench_of, judged

ROTATED = """
import torch
from torch import nn


class Rotated(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.layer = nn.Linear(d, d)

    def forward(self, x):
        x = self.layer(x)
        a, b = x[..., ::2], x[..., 1::2]
        turn = torch.arange(x.size(1), dtype=torch.float64, device=x.device)[:, None]
        turned = [a * turn.cos() - b * turn.sin(), a * turn.sin() + b * turn.cos()]
        return torch.stack(turned, -1).flatten(-2).to(x.dtype)
"""
BY_TABLE = """
import torch
from torch import nn


class Rotated(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.layer = nn.Linear(d, d)
        turn = torch.arange(64)[:, None].float()
        self.register_buffer("freqs_cis", torch.polar(torch.ones_like(turn), turn), persistent=False)

    def forward(self, x):
        x = self.layer(x)
        pairs = torch.view_as_complex(x.float().unflatten(-1, (-1, 2)))
        turned = torch.view_as_real(pairs * self.freqs_cis[: x.size(1)])
        return turned.flatten(-2).to(x.dtype)
"""


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


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.bfloat16])
def test_complex_numbers_of_a_module_stay_complex(dtype):
    module = nn.Linear(2, 2, dtype=torch.float16)
    table = torch.polar(torch.ones(3), torch.arange(3.0))
    module.register_buffer("freqs_cis", table.clone(), persistent=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        in_dtype(module, dtype)
    assert module.weight.dtype == dtype
    assert torch.equal(module.freqs_cis, table)


def test_a_rotary_table_of_complex_numbers_is_as_right_in_bfloat16(toy):
    cases = [{"name": "five tokens", "call": {"x": "randn(2, 5, 4)"}}]
    bench = bench_of(toy, ROTATED, define="Rotated", build={"d": 4}, cases=cases, checks=["dtypes"])
    assert any(program.dtype == "bfloat16" for program in bench.programs)
    assert judged(bench, ROTATED).status == "accepted"
    assert judged(bench, BY_TABLE).status == "accepted"
