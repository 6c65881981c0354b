"""Inputs that are made before there is an attempt do what those do that are made for it."""

from __future__ import annotations

import pytest

from interview.grading.execution.execution import execute, inputs_beforehand, module_from
from interview.grading.execution.facts import facts_as_data
from interview.grading.wire.values import pack
from tests.helpers.judging import bench_of

SHIFTED = """
import torch
from torch import nn


class Shifted(nn.Module):
    def __init__(self, base, drawn):
        super().__init__()
        self.base = base
        self.scale = nn.Parameter(torch.ones(3))
        self.register_buffer("shift", torch.randn(3))

    def forward(self, x):
        with torch.enable_grad():
            return self.base(x) * self.scale + self.shift.to(x.dtype) + x.requires_grad
"""
CHECKS = ["gradients", "state", "dtypes", "non_contiguous", "inputs_unchanged", "device"]


@pytest.fixture
def bench(toy):
    build = {"base": "given('nn.Linear', 3, 3)", "drawn": "randn(2)"}
    cases = [
        {"name": "one", "build": build, "call": {"x": "randn(2, 3)"}},
        {"name": "two", "build": build, "calls": [{"x": "randn(2, 3)"}, {"x": "randn(1, 3)"}]},
    ]
    return bench_of(toy, SHIFTED, define="Shifted", cases=cases, checks=CHECKS)


def told(bench, module, program, made=None) -> bytes:
    return pack(facts_as_data(execute(module, program, "attempt.py", bench.given, made)))


@pytest.mark.parametrize("before", ["", "import torch\ntorch.set_grad_enabled(False)\n"])
def test_what_is_told_is_the_same_to_the_bit(bench, before):
    module = module_from(before + SHIFTED, "attempt.py")
    beforehand = [inputs_beforehand(program, bench.given) for program in bench.programs]
    for program, made in zip(bench.programs, beforehand, strict=True):
        assert told(bench, module, program, made) == told(bench, module, program)


def test_they_are_those_that_the_code_is_handed(bench):
    """So that the test above is one: a change to them is told."""
    module = module_from(SHIFTED, "attempt.py")
    program = bench.programs[0]
    made = inputs_beforehand(program, bench.given)
    made.passed["x"].data += 1
    assert told(bench, module, program, made) != told(bench, module, program)


def test_a_form_with_a_block_of_its_own_makes_them_there(bench):
    made = {program.variant: inputs_beforehand(program, bench.given) for program in bench.programs}
    assert made["device"] is None
    assert all(inputs for variant, inputs in made.items() if variant != "device")
