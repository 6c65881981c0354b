"""Both forms against the decayed matrix product, MiniMax's lightning attention, and Qwen3-Next's delta rule."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor
from transformers import MiniMaxConfig
from transformers.models.minimax.modeling_minimax import MiniMaxLightningAttention
from transformers.models.qwen3_next.modeling_qwen3_next import torch_recurrent_gated_delta_rule

from tests.solutions import load

recurrent, chunked = load(40).recurrent, load(40).chunked
CLOSE = {"rtol": 1e-10, "atol": 1e-11}
SIZES = [(2, 3, 7, 4, 5), (1, 1, 1, 2, 3), (3, 2, 12, 5, 2)]


def drawn(B: int, H: int, T: int, dk: int, dv: int) -> list[Tensor]:
    """q, k, v, log_decay and a state."""
    torch.manual_seed(B + H + T + dk + dv)
    q, k, v = (torch.randn(B, H, T, d, dtype=torch.float64) for d in (dk, dk, dv))
    decay = -torch.rand(B, H, T, dtype=torch.float64)
    return [x.requires_grad_() for x in (q, k, v, decay, torch.randn(B, H, dk, dv, dtype=q.dtype))]


def matrix_form(q: Tensor, k: Tensor, v: Tensor, log_decay: Tensor, state: Tensor) -> Tensor:
    """Every decay summed by itself, as the formula says it."""
    T = q.size(2)
    L = torch.zeros(*q.shape[:2], T, T, dtype=q.dtype)
    since = torch.zeros(*q.shape[:3], dtype=q.dtype)
    for t in range(T):
        since[:, :, t] = log_decay[:, :, : t + 1].sum(-1).exp()
        for s in range(t + 1):
            L[:, :, t, s] = log_decay[:, :, s + 1 : t + 1].sum(-1).exp()
    return (q @ k.mT * L) @ v + since[..., None] * (q @ state)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_recurrence_is_the_matrix_product_with_decays(size):
    inputs = drawn(*size)
    out, _ = recurrent(*inputs)
    torch.testing.assert_close(out, matrix_form(*inputs), **CLOSE)


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 50])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_chunks_are_the_recurrence(size, chunk):
    q, k, v, decay, state = inputs = drawn(*size)
    results = recurrent(*inputs), chunked(q, k, v, decay, chunk, state)
    torch.testing.assert_close(*results, **CLOSE)
    losses = [out.sin().sum() + last.cos().sum() for out, last in results]
    gradients = [torch.autograd.grad(loss, inputs) for loss in losses]
    torch.testing.assert_close(*gradients, **CLOSE)


@pytest.mark.parametrize("block", [3, 4, 16])
def test_is_the_lightning_attention_of_minimax(block):
    config = MiniMaxConfig(
        hidden_size=12, num_attention_heads=3, num_hidden_layers=4, head_dim=4, block_size=block
    )
    torch.manual_seed(block)
    module = MiniMaxLightningAttention(config, layer_idx=1).double()
    seen = []
    module.norm.register_forward_pre_hook(lambda _, args: seen.append(args[0]))
    x = torch.randn(2, 8, 12, dtype=torch.float64)
    _, theirs = module(x, None, None)
    q, k, v = (
        module.act_fn(module.qkv_proj(x)).unflatten(-1, (3, 12)).transpose(1, 2).split(4, dim=-1)
    )
    decay = -module.slope_rate.view(1, 3, 1).expand(2, 3, 8)
    out, state = chunked(q, k, v, decay, 5)
    torch.testing.assert_close(out.transpose(1, 2).flatten(2), seen[0], rtol=1e-6, atol=1e-7)
    torch.testing.assert_close(state, theirs, rtol=1e-6, atol=1e-7)


def test_is_the_delta_rule_where_keys_never_meet():
    """With keys at right angles nothing is stored for a key before it is written: both rules agree."""
    q, _, v, decay, _ = (x.detach() for x in drawn(2, 3, 6, 6, 4))
    k = torch.eye(6, dtype=torch.float64).expand(2, 3, 6, 6)
    theirs, last = torch_recurrent_gated_delta_rule(
        *(x.transpose(1, 2) for x in (q, k, v, decay, torch.ones_like(decay))),
        initial_state=None,
        output_final_state=True,
    )
    out, state = recurrent(q / math.sqrt(6), k, v, decay)
    torch.testing.assert_close(out.transpose(1, 2), theirs, rtol=1e-5, atol=1e-6)
    torch.testing.assert_close(state.float(), last, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("chunk", [1, 4, 30])
def test_strong_decay_overflows_nowhere(chunk):
    q, k, v, _, state = inputs = drawn(1, 2, 30, 3, 2)
    decay = torch.full((1, 2, 30), -50.0, dtype=torch.float64, requires_grad=True)
    out, last = chunked(q, k, v, decay, chunk, state)
    expected = (q * k).sum(-1, keepdim=True) * v  # only the token's own pair is left
    torch.testing.assert_close(out, expected, **CLOSE)
    gradients = torch.autograd.grad(out.sum() + last.sum(), (q, k, v, decay, inputs[-1]))
    assert all(gradient.isfinite().all() for gradient in gradients)


def test_a_state_in_bfloat16_adds_up_in_float32():
    ones = torch.ones(1, 1, 400, 1, dtype=torch.bfloat16)
    still = torch.zeros(1, 1, 400, dtype=torch.bfloat16)
    assert recurrent(ones, ones, ones, still)[1].item() == 400
    assert chunked(ones, ones, ones, still, 1)[1].item() == 400


@pytest.mark.parametrize("chunk", [0, -3])
def test_a_chunk_below_one_is_refused(chunk):
    q, k, v, decay, _ = drawn(1, 1, 2, 2, 2)
    with pytest.raises(ValueError, match=f"at least 1, got {chunk}"):
        chunked(q, k, v, decay, chunk)
