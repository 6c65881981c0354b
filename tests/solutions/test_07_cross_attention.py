"""CrossAttention against nn.MultiheadAttention with the same weights, and one element by hand."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor, nn

from tests.solutions import load

SIZES = [(12, 3), (8, 2), (6, 6), (10, 1)]
LENGTHS = [(2, 4, 7), (3, 6, 5), (2, 5, 5), (4, 1, 3), (1, 1, 1)]
sizes = pytest.mark.parametrize("size", SIZES, ids=str)
lengths = pytest.mark.parametrize("length", LENGTHS, ids=str)


def pair(D: int, H: int) -> tuple[nn.MultiheadAttention, nn.Module]:
    """torch's module with random weights and biases, and ours with the same."""
    oracle = nn.MultiheadAttention(D, H, batch_first=True).double()
    for parameter in oracle.parameters():
        nn.init.normal_(parameter, std=0.6)
    ours = load(7).CrossAttention(D, H).double()
    with torch.no_grad():
        for name, weight in ours.named_parameters():
            weight.copy_(corresponding(oracle, dict(oracle.named_parameters()), name))
    return oracle, ours


def corresponding(oracle: nn.MultiheadAttention, packed: dict[str, Tensor], name: str) -> Tensor:
    """The part of torch's parameters (or of their gradients) that our parameter `name` holds."""
    projection, kind = name.split(".")
    if projection == "w_o":
        return packed[f"out_proj.{kind}"]
    place = ["w_q", "w_k", "w_v"].index(projection) * oracle.embed_dim
    return packed[f"in_proj_{kind}"][place : place + oracle.embed_dim]


def inputs(B: int, T: int, S: int, D: int, scale: float = 1.0) -> list[Tensor]:
    shapes = (B, T, D), (B, S, D)
    return [(scale * torch.randn(*s, dtype=torch.float64)).requires_grad_() for s in shapes]


def real_tokens(B: int, S: int) -> Tensor:
    """A mask with at least one real token per row, which need not stand at the start."""
    mask = torch.rand(B, S) < 0.6
    mask[torch.arange(B), torch.randint(S, (B,))] = True
    return mask


def compare(expected: Tensor, got: Tensor, oracle: nn.MultiheadAttention, ours, x, memory) -> None:
    """Values, and gradients of both inputs and of every parameter."""
    torch.testing.assert_close(got, expected, rtol=1e-10, atol=1e-12)
    weights = torch.randn_like(expected)
    packed = dict(oracle.named_parameters())
    wanted = torch.autograd.grad((expected * weights).sum(), [x, memory, *packed.values()])
    packed = dict(zip(packed, wanted[2:], strict=True))
    names = dict(ours.named_parameters())
    gradients = torch.autograd.grad((got * weights).sum(), [x, memory, *names.values()])
    torch.testing.assert_close(gradients[:2], wanted[:2], rtol=1e-9, atol=1e-11)
    for name, gradient in zip(names, gradients[2:], strict=True):
        other = corresponding(oracle, packed, name)
        message = lambda m, n=name: f"{n}: {m}"  # noqa: E731
        torch.testing.assert_close(gradient, other, rtol=1e-9, atol=1e-11, msg=message)


@sizes
@lengths
@pytest.mark.parametrize("padded", [False, True])
def test_as_multihead_attention(size, length, padded):
    torch.manual_seed(sum(size) + sum(length))
    B, T, S = length
    oracle, ours = pair(*size)
    x, memory = inputs(B, T, S, size[0])
    mask = real_tokens(B, S) if padded else None
    hidden = None if mask is None else ~mask
    expected, _ = oracle(x, memory, memory, key_padding_mask=hidden)
    compare(expected, ours(x, memory, mask), oracle, ours, x, memory)


def test_large_scores():
    torch.manual_seed(1)
    oracle, ours = pair(12, 3)
    x, memory = inputs(2, 3, 5, 12, scale=20.0)
    mask = torch.tensor([[True, True, False, False, False], [True] * 5])
    expected, weights = oracle(x, memory, memory, key_padding_mask=~mask)
    assert weights.max() > 0.99
    compare(expected, ours(x, memory, mask), oracle, ours, x, memory)


def test_a_memory_without_tokens_gives_zeros_before_the_output_projection():
    """Only w_o's bias is left of it; the other examples are as if it were not there."""
    torch.manual_seed(2)
    oracle, ours = pair(12, 3)
    x, memory = inputs(3, 4, 5, 12)
    mask = torch.tensor([[True] * 5, [False] * 5, [True, True, False, False, False]])
    before = []
    ours.w_o.register_forward_pre_hook(lambda _, given: before.append(given[0]))
    got = ours(x, memory, mask)
    assert torch.equal(before[0][1], torch.zeros(4, 12, dtype=torch.float64))
    torch.testing.assert_close(got[1], ours.w_o.bias.expand(4, 12))
    rest = [0, 2]
    expected, _ = oracle(x[rest], memory[rest], memory[rest], key_padding_mask=~mask[rest])
    compare(expected, got[rest], oracle, ours, x, memory)


def test_gradients_are_finite_and_vanish_for_an_empty_memory():
    torch.manual_seed(3)
    _, ours = pair(12, 3)
    x, memory = inputs(2, 4, 5, 12)
    mask = torch.tensor([[True] * 5, [False] * 5])
    ours(x, memory, mask).square().sum().backward()
    for tensor in (x, memory, *ours.parameters()):
        assert tensor.grad.isfinite().all()
    assert not x.grad[1].any()
    assert not memory.grad[1].any()
    assert x.grad[0].any()


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_an_empty_memory_in_other_dtypes(dtype):
    torch.manual_seed(4)
    ours = load(7).CrossAttention(12, 3).to(dtype)
    x, memory = torch.randn(2, 4, 12).to(dtype), torch.randn(2, 5, 12).to(dtype)
    got = ours(x, memory, torch.tensor([[True, True, False, False, False], [False] * 5]))
    assert got.dtype == dtype
    assert got.isfinite().all()
    torch.testing.assert_close(got[1], ours.w_o.bias.expand(4, 12))


def test_one_head_written_out():
    """`softmax(q·k/√d)·v` with numbers instead of tensors."""
    torch.manual_seed(5)
    D, H, T, S = 6, 2, 3, 4
    d = D // H
    _, ours = pair(D, H)
    x, memory = (t.detach() for t in inputs(1, T, S, D))
    q, k, v = ours.w_q(x)[0].tolist(), ours.w_k(memory)[0].tolist(), ours.w_v(memory)[0].tolist()
    merged = torch.zeros(1, T, D, dtype=torch.float64)
    for h in range(H):
        for t in range(T):
            part = range(h * d, (h + 1) * d)
            exps = [math.exp(sum(q[t][i] * k[s][i] for i in part) / math.sqrt(d)) for s in range(S)]
            for i in part:
                merged[0, t, i] = sum(e * v[s][i] for s, e in enumerate(exps)) / sum(exps)
    torch.testing.assert_close(ours(x, memory), ours.w_o(merged), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("D", "H"), [(10, 4), (7, 2), (4, 8)])
def test_heads_must_divide_the_width(D, H):
    with pytest.raises(ValueError, match=rf"{D}.*{H}"):
        load(7).CrossAttention(D, H)
