"""The adapter against F.linear with the summed weight, its beginning against nn.Linear's; peft in tests/oracles."""

from __future__ import annotations

import math

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from tests.solutions import load

LoRALinear, initial = load(52).LoRALinear, load(52).initial
CLOSE = {"rtol": 1e-11, "atol": 1e-12}
SIZES = [(6, 5, 3, True), (4, 7, 1, False), (3, 3, 3, True), (2, 3, 8, True)]
SCALES = [(False, lambda alpha, r: alpha / r), (True, lambda alpha, r: alpha / math.sqrt(r))]


def built(i: int, o: int, r: int, bias: bool, **options):
    """A layer whose second factor isn't zero any more, as after some training."""
    torch.manual_seed(i + o + r)
    layer = LoRALinear(nn.Linear(i, o, bias=bias), r, **{"alpha": 5.0, **options}).double()
    nn.init.normal_(layer.lora_b)
    return layer, torch.randn(2, 4, i, dtype=torch.float64)


@pytest.mark.parametrize(("rslora", "scale"), SCALES, ids=["plain", "rslora"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_is_a_layer_whose_weight_has_the_product_in_it(size, rslora, scale):
    layer, x = built(*size, rslora=rslora)
    inputs = (x.requires_grad_(), layer.lora_a, layer.lora_b)
    weight = layer.base.weight + scale(5.0, size[2]) * torch.einsum("or,ri->oi", *inputs[:0:-1])
    expected = F.linear(x, weight, layer.base.bias)
    torch.testing.assert_close(layer(x), expected, **CLOSE)
    gradients = [torch.autograd.grad(out.sin().sum(), inputs) for out in (layer(x), expected)]
    torch.testing.assert_close(*gradients, **CLOSE)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_merged_it_is_the_base_alone_and_unmerged_it_is_as_before(size):
    layer, x = built(*size)
    weight, before = layer.base.weight.clone(), layer(x)
    layer.merge()
    torch.testing.assert_close(layer.base(x), before, **CLOSE)
    assert torch.equal(layer(x), layer.base(x))
    layer.unmerge()
    torch.testing.assert_close(layer.base.weight, weight, **CLOSE)
    torch.testing.assert_close(layer(x), before, **CLOSE)


def test_only_the_factors_are_trained_and_first_the_second():
    layer = LoRALinear(nn.Linear(6, 5), 2, 4.0)
    trained = {name for name, parameter in layer.named_parameters() if parameter.requires_grad}
    assert trained == {"lora_a", "lora_b"}
    x = torch.randn(7, 6)
    assert torch.equal(layer(x), layer.base(x))
    layer(x).square().sum().backward()
    assert not layer.lora_a.grad.any()
    assert layer.lora_b.grad.any()


@pytest.mark.parametrize(("r", "width"), [(3, 9), (1, 4), (8, 2)])
def test_begins_as_a_linear_layer_of_torch_does(r, width):
    torch.manual_seed(5)
    expected = nn.Linear(width, r, bias=False).weight
    torch.manual_seed(5)
    a, b = initial(4, torch.rand(r, width))
    torch.testing.assert_close(a, expected.detach())
    assert torch.equal(b, torch.zeros(4, r))


def test_dropout_acts_on_what_the_adapter_reads():
    layer, x = built(6, 5, 3, True, dropout=0.5)
    torch.manual_seed(1)
    got = layer.train()(x)
    torch.manual_seed(1)
    narrow = F.dropout(x, 0.5) @ layer.lora_a.T
    expected = layer.base(x) + 5.0 / 3 * narrow @ layer.lora_b.T
    torch.testing.assert_close(got, expected, **CLOSE)
    layer.merge()
    assert torch.equal(layer(x), layer.eval()(x))


@pytest.mark.parametrize("r", [0, -1])
def test_a_rank_below_one_is_refused(r):
    with pytest.raises(ValueError, match=f"at least 1, got {r}"):
        LoRALinear(nn.Linear(3, 2), r, 1.0)


@pytest.mark.parametrize("names", ["unmerge", "merge merge", "merge unmerge unmerge"])
def test_merging_is_not_done_twice_nor_undone_twice(names):
    layer, _ = built(4, 3, 2, True)
    *before, last = names.split()
    for name in before:
        getattr(layer, name)()
    weight = layer.base.weight.clone()
    with pytest.raises(ValueError, match="merged"):
        getattr(layer, last)()
    assert torch.equal(layer.base.weight, weight)
