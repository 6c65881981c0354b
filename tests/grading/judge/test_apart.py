"""What is judged on its own is told, and no verdict, credit or name of a mistake hangs on it."""

from __future__ import annotations

import pytest

from interview.grading.checks import device
from tests.helpers.judging import bench_of, failing_checks, judged

REFERENCE = """import torch
from torch import nn
class Causal(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.w = nn.Linear(width, width)
    def forward(self, x):
        scores = self.w(x) @ x.mT
        allowed = torch.ones_like(scores, dtype=torch.bool).tril()
        return scores.masked_fill(~allowed, 0.0) @ x
def last(x):
    rows = torch.arange(x.size(0), device=x.device)
    return x + torch.zeros_like(x)
"""
MIXED = REFERENCE.replace("torch.ones_like(scores, dtype", "torch.ones(scores.shape, dtype")
X = {"x": "randn(2, 3, 4)"}
EXERCISE = {
    "define": ["Causal", "last"],
    "build": {"width": 4},
    "checks": ["gradients", "dtypes"],
    "cases": [
        {"name": "plain", "of": "Causal", "call": X, "checks": ["gradients", "dtypes", "device"]},
        {"name": "one row", "of": "Causal", "call": {"x": "randn(2, 1, 4)"}, "group": "edges"},
        {"name": "last", "of": "last", "call": X},
    ],
    "misconceptions": [
        {"id": "future", "says": "It sees the future.", "edit": {".tril()": ""}},
        {"id": "past", "says": "It sees the future alone.", "edit": {".tril()": ".triu()"}},
    ],
}


@pytest.fixture
def bench(toy):
    return bench_of(toy, REFERENCE, **EXERCISE)


def results_of(verdict):
    return {(group.of, group.group): group.right for group in verdict.groups}


def test_what_is_right_everywhere_is_accepted(bench):
    verdict = judged(bench, REFERENCE)
    assert verdict.status == "accepted"
    assert [(case.of, case.name) for case in verdict.cases][-1] == ("Causal", "on another device")
    assert not verdict.cases[-1].skipped
    judged_cases = bench.question.exercise.judged_cases
    assert [case.name for case in verdict.cases] == [case.name for case in judged_cases]


def test_a_tensor_on_the_cpu_is_told_and_costs_nothing(bench):
    verdict = judged(bench, MIXED)
    assert failing_checks(verdict) == []
    (finding,) = verdict.cases[-1].findings
    assert (finding.check, finding.kind) == ("device", "mixed_devices")
    assert (verdict.status, verdict.score, verdict.core_right) == ("accepted", 1.0, True)
    assert results_of(verdict) == {
        ("Causal", "core"): True,
        ("Causal", "edges"): True,
        ("last", "core"): True,
    }
    assert (verdict.misconception, verdict.common, verdict.example) == (None, None, None)


def test_where_nothing_asks_for_it_nothing_is_said(bench):
    on_cpu = REFERENCE.replace("torch.zeros_like(x)", "torch.zeros(x.shape, dtype=x.dtype)")
    assert judged(bench, on_cpu).status == "accepted"


def test_a_known_mistake_keeps_its_name(bench):
    verdict = judged(bench, MIXED.replace(".tril()", ""))
    assert failing_checks(verdict) == ["values"]
    assert verdict.misconception == "future"


def test_what_raises_everywhere_has_crashed_and_is_not_looked_at(bench):
    verdict = judged(
        bench, REFERENCE.replace("        scores =", "        raise OSError\n        scores =")
    )
    assert (verdict.cases[-1].name, verdict.cases[-1].status) == ("on another device", "skipped")


def test_what_cannot_be_tried_without_a_gpu_is_passed_and_said(bench):
    seed = "        torch.Generator(device=x.device)\n        scores ="
    verdict = judged(bench, REFERENCE.replace("        scores =", seed))
    assert verdict.status == "accepted"
    assert verdict.cases[-1].skipped == ("device",)


def test_with_another_torch_it_stands_aside(bench, monkeypatch):
    monkeypatch.setattr(device, "devices_can_be_told", lambda: False)
    verdict = judged(bench, MIXED)
    assert verdict.status == "accepted"
    assert verdict.cases[-1].skipped == ("device",)
