"""CachedSelfAttention against LlamaAttention of transformers in one full causal pass, and its cost by hand."""

from __future__ import annotations

import cmath

import pytest
import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode
from transformers import LlamaConfig
from transformers.models.llama.modeling_llama import (
    LlamaAttention,
    LlamaRotaryEmbedding,
    apply_rotary_pos_emb,
)

from tests.helpers.tensors import in_pieces, normal
from tests.solutions import load

CLOSE = {"rtol": 1e-9, "atol": 1e-11}
PROJECTIONS = {"w_q": "q_proj", "w_k": "k_proj", "w_v": "v_proj", "w_o": "o_proj"}
SIZES = [(12, 3), (16, 2), (6, 1), (10, 5)]
PIECES = [(7,), (4, 1, 1, 1), (1, 1, 1, 1, 1), (3, 2, 4), (1, 5), (5, 5, 1), (2, 3, 1, 6, 1)]
sizes = pytest.mark.parametrize("size", SIZES, ids=str)


def pair(D: int, H: int) -> tuple[LlamaAttention, nn.Module]:
    """The attention of transformers with random weights and biases, and ours with the same."""
    config = LlamaConfig(
        hidden_size=D,
        num_attention_heads=H,
        num_key_value_heads=H,
        attention_bias=True,
        attn_implementation="sdpa",  # the eager one computes its softmax in float32
    )
    oracle = LlamaAttention(config, layer_idx=0).double().eval()
    for parameter in oracle.parameters():
        nn.init.normal_(parameter, std=0.6)
    ours = load(27).CachedSelfAttention(D, H).double()
    with torch.no_grad():
        for name, weight in ours.named_parameters():
            weight.copy_(oracle.get_parameter(corresponding(name)))
    return oracle, ours


def corresponding(name: str) -> str:
    projection, kind = name.split(".")
    return f"{PROJECTIONS[projection]}.{kind}"


def angles(T: int, d: int) -> tuple[Tensor, Tensor]:
    """Cosine and sine for both halves, (1, T, d), from the powers of one complex number per pair."""
    turns = [cmath.exp(1j * 10000.0 ** (-2 * i / d)) for i in range(d // 2)] * 2
    powers = torch.tensor([[turn**p for turn in turns] for p in range(T)], dtype=torch.complex128)
    return powers.real[None], powers.imag[None]


def full_pass(oracle: LlamaAttention, x: Tensor) -> Tensor:
    """No cache and no mask of ours: without `attention_mask` sdpa is called with is_causal."""
    return oracle(x, position_embeddings=angles(x.size(1), oracle.head_dim), attention_mask=None)[0]


@sizes
@pytest.mark.parametrize("pieces", PIECES, ids=str)
def test_pieces_are_one_full_causal_pass_of_transformers(size, pieces):
    """Outputs, and gradients of the inputs and of every parameter through the cache."""
    torch.manual_seed(sum(size) + len(pieces))
    oracle, ours = pair(*size)
    for B in (1, 3):
        x = normal(B, sum(pieces), size[0], seed=B).requires_grad_()
        expected = full_pass(oracle, x)
        got, _ = in_pieces(ours, x, pieces)
        torch.testing.assert_close(got, expected, **CLOSE)

        upstream = normal(*expected.shape, seed=10 + B)
        names = [name for name, _ in ours.named_parameters()]
        theirs = [oracle.get_parameter(corresponding(name)) for name in names]
        wanted = torch.autograd.grad(expected, [x, *theirs], upstream)
        gradients = torch.autograd.grad(got, [x, *ours.parameters()], upstream)
        for name, w, f in zip(["x", *names], wanted, gradients, strict=True):
            torch.testing.assert_close(
                f, w, rtol=1e-8, atol=1e-10, msg=lambda m, n=name: f"{n}: {m}"
            )


@sizes
def test_the_cache_holds_the_rotated_keys_and_the_values_of_transformers(size):
    torch.manual_seed(sum(size))
    oracle, ours = pair(*size)
    D, H = size
    x = normal(2, 9, D, seed=1)
    _, cache = in_pieces(ours, x, (4, 1, 3, 1))

    def heads(projected: Tensor) -> Tensor:
        return projected.view(2, 9, H, D // H).transpose(1, 2)

    cos, sin = angles(9, D // H)
    k = heads(oracle.k_proj(x))
    _, rotated = apply_rotary_pos_emb(k, k, cos, sin)
    assert set(cache) == {"k", "v"}
    torch.testing.assert_close(cache["k"], rotated, **CLOSE)
    torch.testing.assert_close(cache["v"], heads(oracle.v_proj(x)), **CLOSE)


@sizes
def test_the_angles_are_those_of_transformers(size):
    """LlamaRotaryEmbedding computes in float32, hence the loose bound; positions up to 99."""
    torch.manual_seed(3)
    oracle, ours = pair(*size)
    x = normal(1, 100, size[0], seed=2)
    rotary = LlamaRotaryEmbedding(oracle.config)
    embeddings = rotary(x, torch.arange(100)[None])
    expected = oracle(x, position_embeddings=embeddings, attention_mask=None)[0]
    torch.testing.assert_close(in_pieces(ours, x, (97, 1, 2))[0], expected, rtol=1e-3, atol=1e-3)


def operations(function, *arguments) -> int:
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        function(*arguments)
    return counter.get_total_flops()


@sizes
@pytest.mark.parametrize(("past", "T"), [(0, 1), (0, 9), (1, 1), (40, 1), (400, 1), (40, 7)])
def test_a_call_costs_four_projections_of_the_new_tokens_and_their_attention(size, past, T):
    """2·B·T·D² for each projection, 2·B·T·S·D each for scores and mixture, and nothing else."""
    D, H = size
    B, S = 3, past + T
    ours = load(27).CachedSelfAttention(D, H).double()
    shape = (B, H, past, D // H)
    cache = {"k": normal(*shape, seed=1), "v": normal(*shape, seed=2)} if past else None
    assert operations(ours, normal(B, T, D, seed=3), cache) == 8 * B * T * D * D + 4 * B * T * S * D


def test_steps_cost_less_than_running_everything_again():
    """What the cache is for: 60 steps against 60 full passes of the oracle's projections alone."""
    torch.manual_seed(4)
    oracle, ours = pair(16, 2)
    x = normal(1, 60, 16, seed=4)
    stepwise = operations(in_pieces, ours, x, (1,) * 60)
    again = sum(operations(full_pass, oracle, x[:, :t]) for t in range(1, 61))
    assert stepwise * 5 < again


def test_the_cache_that_is_passed_in_stays_as_it_is():
    """Two continuations of one prompt, step by step in turn, are those of two separate sequences."""
    torch.manual_seed(5)
    oracle, ours = pair(12, 3)
    prompt = normal(2, 4, 12, seed=5)
    endings = [normal(2, 3, 12, seed=6), normal(2, 3, 12, seed=7)]
    _, start = ours(prompt)
    before = {name: tensor.clone() for name, tensor in start.items()}
    held = dict(start)

    caches, outputs = [start, start], [[], []]
    for step in range(3):
        for beam in (0, 1):
            out, caches[beam] = ours(endings[beam][:, step : step + 1], caches[beam])
            outputs[beam].append(out)

    assert set(start) == {"k", "v"}
    for name, tensor in before.items():
        assert start[name] is held[name]
        assert torch.equal(start[name], tensor)
    for beam in (0, 1):
        expected = full_pass(oracle, torch.cat([prompt, endings[beam]], dim=1))[:, 4:]
        torch.testing.assert_close(torch.cat(outputs[beam], dim=1), expected, **CLOSE)


def test_an_empty_cache_is_no_cache():
    torch.manual_seed(6)
    oracle, ours = pair(12, 3)
    x, nothing = normal(2, 5, 12, seed=8), torch.zeros(2, 3, 0, 4, dtype=torch.float64)
    out, cache = ours(x, {"k": nothing, "v": nothing})
    torch.testing.assert_close(out, full_pass(oracle, x), **CLOSE)
    assert cache["k"].shape == cache["v"].shape == (2, 3, 5, 4)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_the_dtype_is_kept(dtype):
    torch.manual_seed(7)
    ours = load(27).CachedSelfAttention(12, 3).to(dtype)
    out, cache = in_pieces(ours, torch.randn(2, 6, 12).to(dtype), (4, 1, 1))
    assert {out.dtype, cache["k"].dtype, cache["v"].dtype} == {dtype}
    assert out.isfinite().all()


@pytest.mark.parametrize(("D", "H"), [(10, 4), (4, 8), (9, 3), (6, 2), (5, 5)])
def test_the_width_must_fit(D, H):
    with pytest.raises(ValueError, match=rf"{D}.*{H}"):
        load(27).CachedSelfAttention(D, H)
