"""Tensors that say they are elsewhere, and what the check of that name tells of an attempt."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from interview.grading.checks.device import CHECK
from interview.grading.checks.elsewhere import (
    DEVICE,
    Elsewhere,
    MixedDevices,
    TwoDevices,
    devices_can_be_told,
)
from interview.grading.wire.bounds import WireError

FILE = __file__


X = torch.tensor([[1.0, -2.0, 3.0], [4.0, 0.0, -6.0]])


@pytest.mark.parametrize(
    "attempt",
    [
        lambda x: x + torch.ones(2, 3),
        lambda x: x @ torch.eye(3),
        lambda x: x.masked_fill(torch.ones(2, 3, dtype=torch.bool).triu(1), 0.0),
        lambda x: torch.cat([x, torch.zeros(1, 3)]),
        lambda x: torch.stack([x.sum(), torch.zeros(())]),
        lambda x: torch.zeros(()).add_(x.sum()),
        lambda x: torch.ones(3) * x.sum(),
        lambda x: torch.arange(3)[x.argmax(dim=1)],
        lambda x: torch.zeros(3).index_put((torch.tensor([0, 1]),), x[:, 0]),
        lambda x: x[0].index_put((torch.tensor([0, 1]),), torch.ones(2)),
        lambda x: torch.zeros(3).scatter(0, x.argmax(dim=1), 1.0),
        lambda x: nn.Linear(3, 1)(x),
    ],
)
def test_what_a_gpu_refuses_is_refused(attempt):
    attempt(X)
    with TwoDevices(FILE), pytest.raises(MixedDevices):
        attempt(X.to(DEVICE))


@pytest.mark.parametrize(
    "attempt",
    [
        lambda x: 2 * x + torch.tensor(1.0),
        lambda x: torch.zeros(()) + x,
        lambda x: torch.where(x > 0, x, torch.tensor(0.0)),
        lambda x: x.masked_fill(x > 0, torch.tensor(0.0)),
        lambda x: x[torch.tensor([1, 0])],
        lambda x: x.clone().index_put_((torch.tensor([0]),), torch.tensor(5.0)),
        lambda x: x + torch.tensor([1.0, 2.0, 3.0], device=x.device),
        lambda x: x + x.new_tensor([1.0, 2.0, 3.0]),
        lambda x: x + torch.ones(2, 3).to(x),
        lambda x: torch.zeros_like(x).copy_(torch.ones(2, 3)),
        lambda x: x.new_tensor([max(row) for row in x.tolist()]) if x.any() else x,
        lambda x: x + torch.arange(3, device=x.device),
    ],
)
def test_what_a_gpu_allows_has_its_values(attempt):
    with TwoDevices(FILE):
        got = attempt(X.to(DEVICE))
    assert isinstance(got, Elsewhere)
    assert got.held.equal(attempt(X))


def test_gradients_are_where_their_parameters_are():
    layer = nn.Linear(3, 1)
    weight = layer.weight
    with TwoDevices(FILE):
        layer.to(DEVICE)(X.to(DEVICE)).sum().backward()
    assert layer.weight is weight
    assert weight.grad.held.equal(X.sum(dim=0, keepdim=True))


def test_what_is_told_where_devices_are_mixed():
    def attempt(scores):
        hidden = torch.ones(2, 3).triu(1)
        return scores + hidden

    with TwoDevices(FILE), pytest.raises(MixedDevices) as raised:
        attempt(X.to(DEVICE))
    fault = raised.value.fault
    assert (fault["name"], fault["beside"], fault["shape"]) == ("hidden", "scores", [2, 3])
    assert fault["made"][1:] == ("attempt", "hidden = torch.ones(2, 3).triu(1)")
    assert fault["met"] == (fault["made"][0] + 1, "attempt", "return scores + hidden")


def test_what_a_module_keeps_is_named_as_its_attribute():
    class Shifted(nn.Module):
        def __init__(self):
            super().__init__()
            self.table = torch.arange(8.0)

        def forward(self, x):
            return x + self.table[: x.size(-1)]

    with TwoDevices(FILE), pytest.raises(MixedDevices) as raised:
        Shifted().to(DEVICE)(X.to(DEVICE))
    assert raised.value.fault["name"] == "self.table"
    assert raised.value.fault["made"][2] == "self.table = torch.arange(8.0)"


def test_torch_is_left_as_it_was():
    with TwoDevices(FILE):
        pass
    assert not torch.__future__.get_swap_module_params_on_conversion()
    assert not isinstance(X + torch.ones(3), Elsewhere)


@pytest.mark.parametrize(
    "told",
    [
        [],
        {"places": [True]},
        {"places": {"1": 1}},
        {"places": {"1": [True, 2, 3]}},
        {"fault": {"shape": "(2, 3)"}},
        {"fault": {"name": 3, "shape": [], "made": None, "beside": "", "met": None}},
        {"fault": {"name": "", "shape": [], "made": [1, "f"], "beside": "", "met": None}},
    ],
)
def test_what_is_not_of_the_agreed_form_is_no_answer(told):
    with pytest.raises(WireError):
        CHECK.admit(told)


def test_it_works_with_this_torch():
    assert devices_can_be_told()


def test_with_another_torch_it_says_that_it_cannot(monkeypatch):
    monkeypatch.delattr(torch._C, "_set_only_lift_cpu_tensors")
    assert not devices_can_be_told.__wrapped__()
