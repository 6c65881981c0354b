"""Windows against the masks of transformers, sinks against gpt-oss, and both against SDPA."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F
from transformers.masking_utils import sliding_window_causal_mask_function
from transformers.models.gpt_oss.modeling_gpt_oss import eager_attention_forward

from tests.solutions import load

window_mask, sink_attention = load(37).window_mask, load(37).sink_attention
CLOSE = {"rtol": 1e-11, "atol": 1e-12}
SIZES = [(1, 1), (5, 5), (3, 8), (1, 7), (6, 9)]


@pytest.mark.parametrize("window", [1, 2, 3, 5, 20])
@pytest.mark.parametrize(("T", "S"), SIZES)
def test_window_is_that_of_transformers(T, S, window):
    seen = sliding_window_causal_mask_function(window)
    expected = seen(0, 0, torch.arange(S - T, S)[:, None], torch.arange(S))
    assert torch.equal(window_mask(T, S, window), expected)


@pytest.mark.parametrize("num_sinks", [0, 1, 4, 12])
@pytest.mark.parametrize("window", [1, 3, 20])
@pytest.mark.parametrize(("T", "S"), SIZES)
def test_kept_tokens_are_counted_key_by_key(T, S, window, num_sinks):
    expected = [
        [key <= query and (query - key < window or key < num_sinks) for key in range(S)]
        for query in range(S - T, S)
    ]
    assert window_mask(T, S, window, num_sinks).tolist() == expected


def test_each_layer_reaches_a_window_further():
    one = window_mask(20, 20, 4).double()
    reached = torch.linalg.matrix_power(one, 3)[-1] > 0
    assert int(reached.sum()) == 3 * (4 - 1) + 1


def drawn(B: int, H: int, T: int, S: int, d: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    torch.manual_seed(B + H + T + S + d)
    shapes = (B, H, T, d), (B, H, S, d), (B, H, S, d), (H,)
    q, k, v, sinks = (torch.randn(*s, dtype=torch.float64, requires_grad=True) for s in shapes)
    return q, k, v, sinks


def compare(got: Tensor, expected: Tensor, *inputs: Tensor) -> None:
    """Values, and the gradients of the inputs."""
    torch.testing.assert_close(got, expected, **CLOSE)
    weights = torch.linspace(-1, 2, got.numel(), dtype=got.dtype).view_as(got)
    gradients = [torch.autograd.grad((out * weights).sum(), inputs) for out in (got, expected)]
    torch.testing.assert_close(*gradients, **CLOSE)


@pytest.mark.parametrize("size", [(2, 3, 4, 7, 5), (1, 1, 1, 1, 2), (3, 3, 5, 5, 4)], ids=str)
def test_is_the_attention_of_gpt_oss(size):
    q, k, v, sinks = drawn(*size)
    _, _, T, S, d = size
    mask = window_mask(T, S, 3)
    module = SimpleNamespace(num_key_value_groups=1, sinks=sinks, training=False)
    bias = torch.zeros(1, 1, T, S, dtype=torch.float64).masked_fill(~mask, -math.inf)
    theirs = eager_attention_forward(module, q, k, v, bias, d**-0.5)[0].transpose(1, 2)
    compare(sink_attention(q, k, v, mask, sinks), theirs, q, k, v, sinks)


def test_a_sink_is_a_key_with_a_value_of_zeros():
    """In one dimension more, in which every query is 1, the key is the sink, and all others are 0."""
    q, k, v, sinks = drawn(2, 3, 4, 6, 5)
    mask = torch.rand(2, 1, 4, 6) < 0.6
    wide = F.pad(q * 5**-0.5, (0, 1), value=1.0)
    sink = torch.zeros(2, 3, 1, 6).double() + F.pad(sinks[:, None], (5, 0))[None, :, None]
    keys = torch.cat([F.pad(k, (0, 1)), sink], dim=2)
    values = F.pad(v, (0, 0, 0, 1))
    out = F.scaled_dot_product_attention(
        wide, keys, values, F.pad(mask, (0, 1), value=True), scale=1
    )
    compare(sink_attention(q, k, v, mask, sinks), out, q, k, v, sinks)


def test_without_a_sink_it_is_ordinary_attention():
    q, k, v, _ = drawn(2, 3, 4, 6, 5)
    none = torch.full((3,), -math.inf, dtype=torch.float64)
    mask = window_mask(4, 6, 2, 1)
    expected = F.scaled_dot_product_attention(q, k, v, mask)
    compare(sink_attention(q, k, v, mask, none), expected, q, k, v)


@pytest.mark.parametrize("sink", [-math.inf, -2000.0, 0.0, 2000.0])
def test_nothing_to_attend_to_gives_zeros_and_no_nan(sink):
    q, k, v, _ = drawn(2, 1, 3, 4, 5)
    sinks = torch.tensor([sink], dtype=torch.float64, requires_grad=True)
    mask = torch.tensor([[True] * 4, [False] * 4, [True, False, False, True]])
    out = sink_attention(q, k, v, mask, sinks)
    assert not out[:, :, 1].any()
    gradients = torch.autograd.grad(out.square().sum() + out.sum(), (q, k, v, sinks))
    assert all(gradient.isfinite().all() for gradient in gradients)


@pytest.mark.parametrize("window", [0, -2])
def test_a_window_below_one_is_refused(window):
    with pytest.raises(ValueError, match=f"at least 1, got {window}"):
        window_mask(3, 5, window)


def test_more_queries_than_tokens_are_refused():
    with pytest.raises(ValueError, match="5 queries cannot be the last of 4"):
        window_mask(5, 4, 2)
