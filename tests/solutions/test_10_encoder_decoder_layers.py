"""EncoderLayer and DecoderLayer against torch's own layers with the same weights."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from tests.solutions import load

SIZES = [(12, 3, 10), (8, 2, 20), (6, 1, 5), (15, 5, 15)]
LENGTHS = [(2, 5, 7), (3, 7, 4), (2, 6, 6), (1, 1, 3), (4, 1, 1)]
both_orders = pytest.mark.parametrize("norm_first", [False, True], ids=["post", "pre"])
sizes = pytest.mark.parametrize("size", SIZES, ids=str)
lengths = pytest.mark.parametrize("length", LENGTHS, ids=str)


def randomise(module: nn.Module) -> nn.Module:
    """Random values for every parameter: fresh biases and norms would hide mistakes."""
    for parameter in module.parameters():
        nn.init.normal_(parameter, std=0.6)
    return module


def pair(name: str, size: tuple[int, int, int], norm_first: bool, dropout: float = 0.0):
    torch_layer = {
        "EncoderLayer": nn.TransformerEncoderLayer,
        "DecoderLayer": nn.TransformerDecoderLayer,
    }[name]
    oracle = torch_layer(*size, dropout, batch_first=True, norm_first=norm_first)
    randomise(oracle.double())
    ours = getattr(load(10), name)(*size, dropout, norm_first).double()
    ours.load_state_dict(oracle.state_dict())
    return oracle, ours


def inputs(*shapes: tuple[int, ...]) -> list[Tensor]:
    return [torch.randn(*shape, dtype=torch.float64, requires_grad=True) for shape in shapes]


def real_tokens(B: int, S: int) -> Tensor:
    """A mask with at least one real token per row, which need not stand at the start."""
    mask = torch.rand(B, S) < 0.6
    mask[torch.arange(B), torch.randint(S, (B,))] = True
    return mask


def compare(expected: Tensor, got: Tensor, oracle: nn.Module, ours: nn.Module, *given: Tensor):
    """Values, and gradients of every input and every parameter."""
    torch.testing.assert_close(got, expected, rtol=1e-10, atol=1e-12)
    weights = torch.randn_like(expected)
    names, parameters = zip(*oracle.named_parameters(), strict=True)
    wanted = torch.autograd.grad((expected * weights).sum(), [*given, *parameters])
    mine = dict(ours.named_parameters())
    gradients = torch.autograd.grad((got * weights).sum(), [*given, *(mine[n] for n in names)])
    for name, a, b in zip([*map(str, range(len(given))), *names], gradients, wanted, strict=True):
        torch.testing.assert_close(a, b, rtol=1e-9, atol=1e-11, msg=lambda m, n=name: f"{n}: {m}")


def future(T: int) -> Tensor:
    return torch.tensor([[key > query for key in range(T)] for query in range(T)])


@both_orders
@sizes
@lengths
@pytest.mark.parametrize("padded", [False, True])
def test_encoder_layer(norm_first, size, length, padded):
    torch.manual_seed(sum(size) + sum(length))
    B, S, _ = length
    oracle, ours = pair("EncoderLayer", size, norm_first)
    (x,) = inputs((B, S, size[0]))
    mask = real_tokens(B, S) if padded else None
    expected = oracle(x, src_key_padding_mask=None if mask is None else ~mask)
    compare(expected, ours(x, mask), oracle, ours, x)


@both_orders
@sizes
@lengths
@pytest.mark.parametrize("padded", [False, True])
def test_decoder_layer(norm_first, size, length, padded):
    torch.manual_seed(sum(size) + sum(length))
    B, T, S = length
    oracle, ours = pair("DecoderLayer", size, norm_first)
    x, memory = inputs((B, T, size[0]), (B, S, size[0]))
    mask = real_tokens(B, S) if padded else None
    hidden = None if mask is None else ~mask
    expected = oracle(x, memory, tgt_mask=future(T), memory_key_padding_mask=hidden)
    compare(expected, ours(x, memory, mask), oracle, ours, x, memory)


@both_orders
def test_without_gradients_in_eval_mode(norm_first):
    """Without autograd torch takes other kernels; the results must be the same."""
    torch.manual_seed(3)
    for name, given in [("EncoderLayer", [(2, 5, 8)]), ("DecoderLayer", [(2, 5, 8), (2, 7, 8)])]:
        _, ours = pair(name, (8, 2, 20), norm_first)
        tensors = inputs(*given)
        mask = real_tokens(*given[-1][:2])
        expected = ours.eval()(*tensors, mask)
        with torch.no_grad():
            torch.testing.assert_close(ours(*tensors, mask), expected, rtol=1e-10, atol=1e-12)


@both_orders
def test_a_memory_without_tokens_adds_only_the_output_bias(norm_first):
    """torch's layer with the value projection set to zero: attention then gives exact zeros."""
    torch.manual_seed(5)
    oracle, ours = pair("DecoderLayer", (12, 3, 10), norm_first)
    with torch.no_grad():
        oracle.multihead_attn.in_proj_weight[24:] = 0.0
        oracle.multihead_attn.in_proj_bias[24:] = 0.0
    x, memory = inputs((2, 5, 12), (2, 7, 12))
    mask = torch.tensor([[True] * 4 + [False] * 3, [False] * 7])
    got = ours(x, memory, mask)
    expected = oracle(x, memory, tgt_mask=future(5))
    torch.testing.assert_close(got[1], expected[1], rtol=1e-10, atol=1e-12)
    for gradient in torch.autograd.grad(got.square().sum(), [x, memory, *ours.parameters()]):
        assert gradient.isfinite().all()


@both_orders
@pytest.mark.parametrize("name", ["EncoderLayer", "DecoderLayer"])
def test_dropout_draws_as_in_torch(norm_first, name):
    torch.manual_seed(7)
    oracle, ours = pair(name, (12, 3, 10), norm_first, dropout=0.4)
    x, memory = inputs((2, 5, 12), (2, 7, 12))
    torch.manual_seed(11)
    if name == "EncoderLayer":
        expected, given = oracle(x), [x]
    else:
        expected, given = oracle(x, memory, tgt_mask=future(5)), [x, memory]
    torch.manual_seed(11)
    compare(expected, ours(*given), oracle, ours, *given)


def test_dropout_of_one_leaves_the_residual_path():
    torch.manual_seed(13)
    for name, norms in [("EncoderLayer", 2), ("DecoderLayer", 3)]:
        x, memory = inputs((2, 5, 12), (2, 7, 12))
        given = [x] if name == "EncoderLayer" else [x, memory]
        _, pre = pair(name, (12, 3, 10), True, dropout=1.0)
        assert torch.equal(pre(*given), x)
        _, post = pair(name, (12, 3, 10), False, dropout=1.0)
        expected = x
        for i in range(1, norms + 1):
            expected = post.get_submodule(f"norm{i}")(expected)
        torch.testing.assert_close(post(*given), expected, rtol=1e-12, atol=1e-12)


@both_orders
def test_a_position_sees_nothing_that_comes_later(norm_first):
    torch.manual_seed(17)
    _, ours = pair("DecoderLayer", (12, 3, 10), norm_first)
    x, memory = inputs((2, 6, 12), (2, 4, 12))
    before = ours(x, memory)
    for t in range(6):
        later = x.detach().clone()
        later[:, t + 1 :] = torch.randn(2, 5 - t, 12, dtype=torch.float64)
        after = ours(later, memory)
        torch.testing.assert_close(after[:, : t + 1], before[:, : t + 1], rtol=1e-12, atol=1e-12)
        assert t == 5 or not torch.allclose(after[:, t + 1 :], before[:, t + 1 :])


@pytest.mark.parametrize("name", ["EncoderLayer", "DecoderLayer"])
def test_names_and_shapes_of_the_parameters(name):
    oracle, ours = pair(name, (12, 3, 10), False)
    shapes = {key: value.shape for key, value in oracle.state_dict().items()}
    assert {key: value.shape for key, value in ours.state_dict().items()} == shapes


@pytest.mark.parametrize("name", ["EncoderLayer", "DecoderLayer"])
def test_heads_must_divide_the_width(name):
    with pytest.raises(ValueError, match=r"10.*4"):
        getattr(load(10), name)(10, 4, 16)
