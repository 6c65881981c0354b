"""The gated network against LlamaMLP and GemmaMLP of transformers, scalar by scalar, and real widths."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor, nn
from transformers import GemmaConfig, LlamaConfig
from transformers.models.gemma.modeling_gemma import GemmaMLP
from transformers.models.llama.modeling_llama import LlamaMLP

from tests.solutions import load

GatedFeedForward, gated_width = load(33).GatedFeedForward, load(33).gated_width
SHAPES = [(1, 1, 4, 3), (2, 5, 6, 10), (3, 4, 8, 5), (2, 6, 6, 6)]


def oracle(activation: str, D: int, F: int) -> nn.Module:
    """The layer of transformers: of Gemma for gelu, whose own default is the tanh form."""
    sizes = {"hidden_size": D, "intermediate_size": F}
    if activation == "gelu":
        return GemmaMLP(GemmaConfig(**sizes)).double()
    return LlamaMLP(LlamaConfig(**sizes, hidden_act=activation)).double()


def outcome(layer: nn.Module, x: Tensor, names: list[str]) -> list[Tensor]:
    """The result and the gradients of x and of the three weights."""
    out = layer(x)
    weights = torch.linspace(-1, 2, out.numel(), dtype=out.dtype).view_as(out)
    parameters = [layer.get_parameter(f"{name}.weight") for name in names]
    return [out, *torch.autograd.grad((out * weights).sum(), [x, *parameters])]


@pytest.mark.parametrize("activation", ["silu", "gelu", "relu"])
@pytest.mark.parametrize(("B", "T", "D", "F"), SHAPES)
def test_is_the_layer_of_transformers(B, T, D, F, activation):
    torch.manual_seed(B + D + F)
    theirs, ours = oracle(activation, D, F), GatedFeedForward(D, F, activation).double()
    names = ["gate", "up", "down"]
    for name in names:
        weight = nn.init.normal_(theirs.get_parameter(f"{name}_proj.weight"))
        ours.get_submodule(name).weight.data.copy_(weight)
    x = torch.randn(B, T, D, dtype=torch.float64, requires_grad=True)
    got = outcome(ours, x, names)
    expected = outcome(theirs, x, [f"{name}_proj" for name in names])
    torch.testing.assert_close(got, expected, rtol=1e-11, atol=1e-12)


ACTIVATIONS = {
    "silu": lambda z: z / (1 + math.exp(-z)),
    "gelu": lambda z: 0.5 * z * (1 + math.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3))),
    "relu": lambda z: max(z, 0.0),
}


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_formula_scalar_by_scalar(activation):
    torch.manual_seed(3)
    D, F = 5, 7
    ours = GatedFeedForward(D, F, activation).double()
    gate, up, down = (nn.init.normal_(p).tolist() for p in ours.parameters())
    x = torch.randn(D, dtype=torch.float64)

    def row(weights: list[float], values: list[float]) -> float:
        return sum(w * v for w, v in zip(weights, values, strict=True))

    act, token = ACTIVATIONS[activation], x.tolist()
    hidden = [act(row(gate[f], token)) * row(up[f], token) for f in range(F)]
    expected = torch.tensor([row(down[i], hidden) for i in range(D)], dtype=torch.float64)
    torch.testing.assert_close(ours(x), expected, rtol=1e-12, atol=1e-12)


def test_silu_is_the_default():
    torch.manual_seed(4)
    ours, named = GatedFeedForward(4, 6), GatedFeedForward(4, 6, "silu")
    named.load_state_dict(ours.state_dict())
    x = torch.randn(2, 3, 4)
    assert torch.equal(ours(x), named(x))


def test_the_three_matrices_have_no_bias():
    shapes = {name: tuple(p.shape) for name, p in GatedFeedForward(4, 6).named_parameters()}
    assert shapes == {"gate.weight": (6, 4), "up.weight": (6, 4), "down.weight": (4, 6)}


@pytest.mark.parametrize("activation", ["swish", "SiLU", "", "sigmoid"])
def test_other_activations_are_refused(activation):
    with pytest.raises(ValueError, match=f"silu, gelu or relu, got '{activation}'"):
        GatedFeedForward(4, 6, activation)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_keeps_the_dtype(dtype):
    assert GatedFeedForward(6, 10).to(dtype)(torch.randn(2, 4, 6, dtype=dtype)).dtype == dtype


PUBLISHED = [(4096, 11008), (5120, 13824), (6656, 17920), (8192, 22016)]


@pytest.mark.parametrize(("D", "F"), PUBLISHED, ids=["7B", "13B", "33B", "65B"])
def test_widths_of_llama(D, F):
    assert gated_width(D, 256) == F


def test_width_of_shazeers_comparison():
    assert gated_width(768, 1) == 2048


def test_the_smallest_multiple_that_is_wide_enough():
    for D in range(1, 60):
        for multiple in (1, 2, 3, 5, 8, 64):
            F = gated_width(D, multiple)
            assert F % multiple == 0
            assert 3 * F >= 8 * D > 3 * (F - multiple)


@pytest.mark.parametrize("multiple", [0, -8])
def test_a_multiple_below_one_is_refused(multiple):
    with pytest.raises(ValueError, match=f"at least 1, got {multiple}"):
        gated_width(12, multiple)
