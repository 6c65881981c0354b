"""Weights that are a matrix for each head or expert in one tensor: read as that, flat, turned or one by one."""

from __future__ import annotations

import pytest

from tests.helpers.judging import bench_of, failing_checks, judged

REFERENCE = """import torch
from torch import nn


class Mix(nn.Module):
    def __init__(self, d_in, num_experts, d_out):
        super().__init__()
        self.router = nn.Linear(d_in, num_experts, bias=False)
        self.w_kv = nn.Parameter(torch.empty(num_experts, d_out, d_in))

    def forward(self, x):
        each = torch.einsum("bi,noi->bno", x, self.w_kv)
        return (self.router(x).softmax(-1)[..., None] * each).sum(1)
"""
PARAMETER = "nn.Parameter(torch.empty(num_experts, d_out, d_in))"
PRODUCT = 'torch.einsum("bi,noi->bno", x, self.w_kv)'
CASES = [
    {
        "name": f"{n} experts",
        "build": {"d_in": 4, "num_experts": n, "d_out": 5},
        "call": {"x": "randn(2, 4)"},
    }
    for n in (3, 2)
]


def attempt(made, product, name="w_kv"):
    source = REFERENCE.replace(PARAMETER, made).replace(PRODUCT, product)
    return source.replace("self.w_kv", f"self.{name}").replace("class Mix", "\nclass Mix")


ONE_BY_ONE = "torch.stack([part(x) for part in self.w_kv], 1)"
FORMS = {
    "a list of layers": (
        attempt(
            "nn.ModuleList(nn.Linear(d_in, d_out, bias=False) for _ in range(num_experts))",
            ONE_BY_ONE,
        ),
        "w_kv.* = w_kv",
    ),
    "a list of tensors": (
        attempt(
            "nn.ParameterList(torch.empty(d_out, d_in) for _ in range(num_experts))",
            ONE_BY_ONE.replace("part(x)", "x @ part.T"),
        ),
        "w_kv.* = w_kv",
    ),
    "one layer": (
        attempt(
            "nn.Linear(d_in, num_experts * d_out, bias=False)",
            "self.w_kv(x).unflatten(1, (-1, 5))",
        ),
        "w_kv = w_kv as (H out, in)",
    ),
    "turned": (
        attempt(
            "nn.Parameter(torch.empty(num_experts, d_in, d_out))",
            "(x @ self.w_kv).transpose(0, 1)",
        ),
        "w_kv = w_kv as (H, in, out)",
    ),
    "another name": (attempt(PARAMETER, PRODUCT, name="up"), "up = w_kv"),
}


@pytest.fixture
def bench(toy):
    return bench_of(toy, REFERENCE, define="Mix", cases=CASES, checks=["gradients"])


def test_the_reference_needs_no_reading(bench):
    verdict = judged(bench, REFERENCE)
    assert (verdict.status, verdict.weights) == ("accepted", ())


@pytest.mark.parametrize(("source", "line"), FORMS.values(), ids=FORMS)
def test_each_form_is_read_with_its_gradients_and_told(bench, source, line):
    verdict = judged(bench, source)
    assert verdict.status == "accepted"
    assert [read.lines for read in verdict.weights] == [(line,)]
    wrong = judged(bench, source.replace("softmax(-1)", "softmax(0)"))
    assert set(failing_checks(wrong)) == {"values"}


def test_another_number_of_matrices_is_not_read(bench):
    verdict = judged(bench, FORMS["a list of tensors"][0].replace("range(num_experts)", "range(num_experts - 1)"))  # fmt: skip
    assert set(failing_checks(verdict)) == {"parameters"}


SPREAD = """import torch
from torch import nn


class Spread(nn.Module):
    def __init__(self, d_in, num_heads, d_key, d_value):
        super().__init__()
        self.sizes = (num_heads, d_key, d_value)
        self.w_uk = nn.Parameter(torch.empty(num_heads, d_key, d_in))
        self.w_uv = nn.Parameter(torch.empty(num_heads, d_value, d_in))

    def forward(self, x):
        return x @ self.w_uk.mT, x @ self.w_uv.mT
"""
SEPARATE = """        self.w_uk = nn.Parameter(torch.empty(num_heads, d_key, d_in))
        self.w_uv = nn.Parameter(torch.empty(num_heads, d_value, d_in))
"""
IN_ONE = {
    "a tensor": (
        "w_ukv = nn.Parameter(torch.empty(num_heads, d_key + d_value, d_in))",
        "self.w_ukv",
        "w_ukv = w_uk + w_uv as (H, out, in)",
    ),
    "turned": (
        "both = nn.Parameter(torch.empty(num_heads, d_in, d_key + d_value)) # weights: both = w_uk + w_uv",
        "self.both.mT",
        "both = w_uk + w_uv as (H, in, out)",
    ),
    "a layer": (
        "wkv_b = nn.Linear(d_in, num_heads * (d_key + d_value), bias=False)",
        "self.wkv_b.weight.view(self.sizes[0], -1, x.shape[-1])",
        "wkv_b = w_uk + w_uv as (H out, in)",
    ),
}


@pytest.mark.parametrize(("made", "used", "line"), IN_ONE.values(), ids=IN_ONE)
def test_of_each_head_two_in_one(toy, made, used, line):
    cases = [
        {
            "name": f"{h} heads, {k} and {v}",
            "build": {"d_in": 4, "num_heads": h, "d_key": k, "d_value": v},
            "call": {"x": "randn(2, 4)"},
        }
        for h, k, v in ((3, 2, 5), (2, 3, 3))
    ]
    bench = bench_of(toy, SPREAD, define="Spread", cases=cases, checks=["gradients"])
    fused = SPREAD.replace(SEPARATE, f"        self.{made}\n").replace(
        "return x @ self.w_uk.mT, x @ self.w_uv.mT",
        f"keys, values = {used}.split(self.sizes[1:], 1)\n        return x @ keys.mT, x @ values.mT",
    )
    verdict = judged(bench, fused)
    assert verdict.status == "accepted"
    assert [read.lines for read in verdict.weights] == [(line,)]
    exchanged = fused.replace("split(self.sizes[1:], 1)", "split(self.sizes[:0:-1], 1)")
    exchanged = exchanged.replace("keys, values =", "values, keys =")
    assert judged(bench, exchanged).status == "wrong"
