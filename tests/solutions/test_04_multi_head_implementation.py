"""Question 4 against `nn.MultiheadAttention` and the function beneath it, with the same weights."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tests.helpers.tensors import normal
from tests.solutions import load

CLOSE = {"rtol": 1e-10, "atol": 1e-12}
SHAPES = [
    # B, T, H, d
    (4, 5, 2, 6),
    (2, 7, 3, 4),
    (3, 3, 3, 3),
    (1, 1, 2, 3),
    (2, 6, 1, 5),
    (2, 4, 6, 1),
]


def draw(shape: tuple[int, ...]) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """x, in_proj_weight, in_proj_bias, out_proj_weight, out_proj_bias."""
    B, T, H, d = shape
    D = H * d
    made = (
        normal(B, T, D),
        normal(3 * D, D, seed=1) / math.sqrt(D),
        normal(3 * D, seed=2),
        normal(D, D, seed=3) / math.sqrt(D),
        normal(D, seed=4),
    )
    return tuple(x.requires_grad_() for x in made)


def masks(shape: tuple[int, ...]) -> dict[str, Tensor | None]:
    """Masks in which every query may attend to something, as torch's module needs it."""
    B, T = shape[:2]
    itself = torch.eye(T, dtype=torch.bool)
    return {
        "none": None,
        "causal": torch.ones(T, T, dtype=torch.bool).tril(),
        "padding": torch.arange(T) < (1 + torch.arange(B) % T)[:, None, None],
        "per example": (normal(B, T, T, seed=5) > 0) | itself,
    }


def for_torch(mask: Tensor | None, shape: tuple[int, ...]) -> Tensor | None:
    """Our mask in torch's form: (B * H, T, T), True for *ignore*."""
    if mask is None:
        return None
    B, T, H, _ = shape
    return ~mask.expand(B, T, T).repeat_interleave(H, dim=0)


def by_function(
    inputs: tuple[Tensor | None, ...], shape: tuple[int, ...], mask: Tensor | None
) -> Tensor:
    x, in_weight, in_bias, out_weight, out_bias = inputs
    sequence_first = x.transpose(0, 1)
    out, _ = F.multi_head_attention_forward(
        *[sequence_first] * 3,
        embed_dim_to_check=x.size(-1),
        num_heads=shape[2],
        in_proj_weight=in_weight,
        in_proj_bias=in_bias,
        bias_k=None,
        bias_v=None,
        add_zero_attn=False,
        dropout_p=0.0,
        out_proj_weight=out_weight,
        out_proj_bias=out_bias,
        need_weights=False,
        attn_mask=for_torch(mask, shape),
    )
    return out.transpose(0, 1)


@pytest.mark.parametrize("bias", ["both", "input", "output", "none"])
@pytest.mark.parametrize("kind", masks(SHAPES[0]))
@pytest.mark.parametrize("shape", SHAPES)
def test_values_and_gradients_are_torchs(shape: tuple[int, ...], kind: str, bias: str) -> None:
    x, in_weight, in_bias, out_weight, out_bias = draw(shape)
    inputs = (
        x,
        in_weight,
        in_bias if bias in ("both", "input") else None,
        out_weight,
        out_bias if bias in ("both", "output") else None,
    )
    mask = masks(shape)[kind]
    got = load(4).packed_attention(*inputs, shape[2], mask)
    want = by_function(inputs, shape, mask)
    torch.testing.assert_close(got, want, **CLOSE)

    upstream = normal(*got.shape, seed=6)
    given = [t for t in inputs if t is not None]
    got_grads = torch.autograd.grad(got, given, upstream)
    want_grads = torch.autograd.grad(want, given, upstream)
    for got_grad, want_grad in zip(got_grads, want_grads, strict=True):
        torch.testing.assert_close(got_grad, want_grad, **CLOSE)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_weights_of_torchs_module_fit(shape: tuple[int, ...], bias: bool) -> None:
    B, T, H, d = shape
    module = nn.MultiheadAttention(H * d, H, bias=bias, batch_first=True, dtype=torch.float64)
    if bias:
        nn.init.normal_(module.in_proj_bias)
        nn.init.normal_(module.out_proj.bias)
    x, mask = normal(B, T, H * d), masks(shape)["padding"]
    want, _ = module(x, x, x, key_padding_mask=~mask[:, 0])
    got = load(4).packed_attention(
        x,
        module.in_proj_weight,
        module.in_proj_bias,
        module.out_proj.weight,
        module.out_proj.bias,
        H,
        mask,
    )
    torch.testing.assert_close(got, want, **CLOSE)


def test_a_token_that_sees_nothing_gets_the_output_bias_and_finite_gradients() -> None:
    inputs = draw((2, 4, 3, 2))
    mask = torch.ones(2, 4, 4, dtype=torch.bool)
    mask[1, 2] = False
    out = load(4).packed_attention(*inputs, 3, mask)
    torch.testing.assert_close(out[1, 2], inputs[-1], **CLOSE)
    out.square().sum().backward()
    assert all(t.grad.isfinite().all() for t in inputs)

    mask[1, 2] = True  # the other rows are those of the same call without an empty row
    full = load(4).packed_attention(*inputs, 3, mask)
    others = torch.ones(2, 4, dtype=torch.bool)
    others[1, 2] = False
    torch.testing.assert_close(out[others], full[others], **CLOSE)


def test_an_example_that_is_all_padding_gets_the_output_bias() -> None:
    shape = (2, 4, 3, 2)
    inputs = draw(shape)
    mask = torch.tensor([True, False])[:, None, None].expand(2, 1, 4)
    out = load(4).packed_attention(*inputs, 3, mask)
    torch.testing.assert_close(out[1], inputs[-1].expand(4, 6), **CLOSE)
    torch.testing.assert_close(out[0], by_function(inputs, shape, None)[0], **CLOSE)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_the_dtype_is_kept(dtype: torch.dtype) -> None:
    inputs = [t.detach().to(dtype) for t in draw((4, 5, 2, 6))]
    mask = torch.arange(5) < torch.tensor([5, 0, 3, 1])[:, None, None]
    out = load(4).packed_attention(*inputs, 2, mask)
    assert out.dtype == dtype
    assert out.isfinite().all()


def test_inputs_need_not_be_contiguous() -> None:
    shape = (4, 5, 2, 6)
    inputs = draw(shape)
    strided = [t.detach().mT.contiguous().mT if t.dim() > 1 else t.detach() for t in inputs]
    assert not strided[0].is_contiguous()
    got = load(4).packed_attention(*strided, 2)
    torch.testing.assert_close(got, by_function(inputs, shape, None).detach(), **CLOSE)


def test_the_width_must_be_divisible() -> None:
    x = torch.zeros(2, 3, 10)
    with pytest.raises(ValueError, match=r"10.*4"):
        load(4).packed_attention(x, torch.zeros(30, 10), None, torch.zeros(10, 10), None, 4)
