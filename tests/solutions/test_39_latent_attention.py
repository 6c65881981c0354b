"""LatentAttention against DeepseekV3Attention of transformers, which expands, and its cost by hand."""

from __future__ import annotations

import cmath

import pytest
import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from tests.helpers.tensors import in_pieces, normal
from tests.solutions import load

deepseek = pytest.importorskip("transformers.models.deepseek_v3.modeling_deepseek_v3")
from transformers import DeepseekV3Config  # noqa: E402  not in the oldest transformers

LatentAttention = load(39).LatentAttention
CLOSE = {"rtol": 1e-9, "atol": 1e-11}
SIZES = [(10, 3, 6, 5, 4, 7), (16, 4, 4, 4, 4, 4), (12, 2, 8, 3, 6, 5), (6, 1, 3, 4, 2, 1)]
"""D, H, c, n, r, v."""
PIECES = [(7,), (4, 1, 1, 1), (1, 1, 1), (3, 2, 4), (1, 5)]
sizes = pytest.mark.parametrize("size", SIZES, ids=str)


def pair(size: tuple[int, ...]) -> tuple[nn.Module, nn.Module]:
    """The attention of transformers with random weights, and ours with the same."""
    D, H, c, n, r, v = size
    config = DeepseekV3Config(
        hidden_size=D,
        num_attention_heads=H,
        num_key_value_heads=H,
        q_lora_rank=None,
        kv_lora_rank=c,
        qk_nope_head_dim=n,
        qk_rope_head_dim=r,
        v_head_dim=v,
        attn_implementation="sdpa",  # the eager one computes its softmax in float32
    )
    oracle = deepseek.DeepseekV3Attention(config, layer_idx=0)
    oracle.kv_a_layernorm = nn.RMSNorm(c, eps=1e-6)  # theirs rounds to float32
    oracle = oracle.double().eval()
    for parameter in oracle.parameters():
        nn.init.normal_(parameter, std=0.6)
    ours = LatentAttention(*size).double()
    with torch.no_grad():
        ours.w_q.weight.copy_(oracle.q_proj.weight)
        ours.w_kv.weight.copy_(oracle.kv_a_proj_with_mqa.weight)
        ours.norm.weight.copy_(oracle.kv_a_layernorm.weight)
        ours.w_o.weight.copy_(oracle.o_proj.weight)
        heads = oracle.kv_b_proj.weight.view(H, n + v, c)
        ours.w_uk.copy_(heads[:, :n])
        ours.w_uv.copy_(heads[:, n:])
    return oracle, ours


def angles(T: int, r: int) -> tuple[Tensor, Tensor]:
    """Cosine and sine for both halves, (1, T, r), from the powers of one complex number per pair."""
    turns = [cmath.exp(1j * 10000.0 ** (-2 * i / r)) for i in range(r // 2)] * 2
    powers = torch.tensor([[turn**p for turn in turns] for p in range(T)], dtype=torch.complex128)
    return powers.real[None], powers.imag[None]


def full_pass(oracle: nn.Module, x: Tensor) -> Tensor:
    """Without a mask sdpa is called with is_causal."""
    turns = angles(x.size(1), oracle.qk_rope_head_dim)
    return oracle(x, position_embeddings=turns, attention_mask=None)[0]


@sizes
@pytest.mark.parametrize("pieces", PIECES, ids=str)
def test_pieces_are_one_full_causal_pass_of_transformers(size, pieces):
    """Outputs, and the gradients of the input and of the weights, through the cache."""
    torch.manual_seed(sum(size) + len(pieces))
    oracle, ours = pair(size)
    x = normal(2, sum(pieces), size[0], seed=1).requires_grad_()
    wanted, (got, _) = full_pass(oracle, x), in_pieces(ours, x, pieces)
    torch.testing.assert_close(got, wanted, **CLOSE)

    upstream = normal(*wanted.shape, seed=2)
    theirs = [x, oracle.q_proj.weight, oracle.kv_a_proj_with_mqa.weight, oracle.o_proj.weight]
    own = [x, ours.w_q.weight, ours.w_kv.weight, ours.w_o.weight]
    expected = torch.autograd.grad(wanted, [*theirs, oracle.kv_b_proj.weight], upstream)
    gradients = torch.autograd.grad(got, [*own, ours.w_uk, ours.w_uv], upstream)
    both = torch.cat(gradients[-2:], dim=1).flatten(0, 1)
    for g, e in zip([*gradients[:-2], both], expected, strict=True):
        torch.testing.assert_close(g, e, rtol=1e-8, atol=1e-10)


@sizes
def test_the_cache_holds_the_normed_latents_and_the_rotated_key(size):
    """Rotated as complex numbers: neighbouring features are real and imaginary part."""
    torch.manual_seed(sum(size))
    oracle, ours = pair(size)
    D, _, c, _, r, _ = size
    x = normal(2, 9, D, seed=3)
    _, cache = in_pieces(ours, x, (4, 1, 3, 1))
    down = oracle.kv_a_proj_with_mqa(x)
    pairs = torch.view_as_complex(down[..., c:].unflatten(-1, (-1, 2)).contiguous())
    cos, sin = (t[..., : r // 2] for t in angles(9, r))
    rotated = torch.view_as_real(pairs * torch.complex(cos, sin)).flatten(-2)
    assert set(cache) == {"latent", "key"}
    torch.testing.assert_close(cache["latent"], oracle.kv_a_layernorm(down[..., :c]), **CLOSE)
    torch.testing.assert_close(cache["key"], rotated, **CLOSE)


def test_the_norm_is_theirs():
    """DeepseekV3RMSNorm itself, which rounds to float32."""
    x, weight = 0.01 * normal(4, 6, seed=4), normal(6, seed=5)
    theirs = deepseek.DeepseekV3RMSNorm(6).double()
    ours = LatentAttention(10, 3, 6, 5, 4, 7).double().norm
    with torch.no_grad():
        theirs.weight.copy_(weight)
        ours.weight.copy_(weight)
    torch.testing.assert_close(ours(x), theirs(x), rtol=1e-6, atol=1e-6)


@sizes
@pytest.mark.parametrize(("past", "T"), [(0, 1), (0, 9), (40, 1), (400, 1), (40, 7)])
def test_a_call_expands_no_latent(size, past, T):
    """Two operations for each product: projections of new tokens, and c + r and c for each score."""
    D, H, c, n, r, v = size
    B, S = 3, past + T
    ours = LatentAttention(*size).double()
    cache = {"latent": normal(B, past, c, seed=1), "key": normal(B, past, r, seed=2)}
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        ours(normal(B, T, D, seed=3), cache)
    projections = D * H * (n + r) + D * (c + r) + H * n * c + H * c * v + H * v * D
    assert counter.get_total_flops() == 2 * B * T * (projections + H * S * (c + r + c))


def test_the_cache_that_is_passed_in_stays_as_it_is():
    torch.manual_seed(6)
    _, ours = pair(SIZES[0])
    _, start = ours(normal(2, 4, 10, seed=6))
    before = {name: tensor.clone() for name, tensor in start.items()}
    first = ours(normal(2, 2, 10, seed=7), start)[0]
    ours(normal(2, 1, 10, seed=8), start)
    assert set(start) == set(before)
    assert all(torch.equal(start[name], before[name]) for name in before)
    torch.testing.assert_close(ours(normal(2, 2, 10, seed=7), start)[0], first, rtol=0, atol=0)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_the_dtype_is_kept_and_large_scores_stay_finite(dtype):
    torch.manual_seed(7)
    ours = LatentAttention(*SIZES[0]).to(dtype)
    out, cache = in_pieces(ours, (300 * torch.randn(2, 6, 10)).to(dtype), (4, 1, 1))
    assert {out.dtype, cache["latent"].dtype, cache["key"].dtype} == {dtype}
    assert out.isfinite().all()


@pytest.mark.parametrize("r", [1, 3, 7])
def test_an_odd_number_of_rotary_features_is_refused(r):
    with pytest.raises(ValueError, match=f"got {r}"):
        LatentAttention(10, 3, 6, 5, r, 7)
