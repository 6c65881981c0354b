"""The feed-forward sublayer against the second half of nn.TransformerEncoderLayer, and scalar by scalar."""

import math

import pytest
import torch
from torch import nn

from tests.solutions import load

SHAPES = [(1, 1, 4, 3), (2, 5, 6, 10), (3, 4, 8, 5), (2, 6, 6, 7)]
FeedForwardSublayer = load(5).FeedForwardSublayer


def encoder_layer(D, F, dropout=0.0):
    """A layer whose attention adds nothing: all that remains is norm1, then the feed-forward half."""
    layer = nn.TransformerEncoderLayer(D, 1, F, dropout, batch_first=True, dtype=torch.float64)
    for parameter in layer.parameters():
        nn.init.normal_(parameter)
    nn.init.zeros_(layer.self_attn.out_proj.weight)
    nn.init.zeros_(layer.self_attn.out_proj.bias)
    layer.self_attn.dropout = 0.0
    layer.dropout1.p = 0.0
    return layer


def copied(layer, dropout=0.0):
    F, D = layer.linear1.weight.shape
    ours = FeedForwardSublayer(D, F, dropout).double()
    pairs = zip(
        (ours.fc1, ours.fc2, ours.norm), (layer.linear1, layer.linear2, layer.norm2), strict=True
    )
    for mine, theirs in pairs:
        mine.load_state_dict(theirs.state_dict())
    return ours


def outcome(output, inputs, modules):
    """The output and the gradient of a fixed weighted sum of it, for the inputs and the parameters."""
    weights = torch.linspace(-1, 2, output.numel(), dtype=output.dtype).view_as(output)
    parameters = [p for module in modules for p in module.parameters()]
    return [output, *torch.autograd.grad((output * weights).sum(), [inputs, *parameters])]


def assert_same(got, expected):
    for a, b in zip(got, expected, strict=True):
        torch.testing.assert_close(a, b, rtol=1e-10, atol=1e-11)


@pytest.mark.parametrize("dropout", [0.0, 0.4, 1.0])
@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize(("B", "T", "D", "F"), SHAPES)
def test_is_the_second_half_of_torchs_encoder_layer(B, T, D, F, training, dropout):
    torch.manual_seed(5)
    layer = encoder_layer(D, F, dropout).train(training)
    ours = copied(layer, dropout).train(training)
    x = torch.randn(B, T, D, dtype=torch.float64, requires_grad=True)

    torch.manual_seed(6)
    theirs = layer(x)
    torch.manual_seed(6)
    mine = ours(layer.norm1(x))

    assert_same(
        outcome(mine, x, [ours.fc1, ours.fc2, ours.norm]),
        outcome(theirs, x, [layer.linear1, layer.linear2, layer.norm2]),
    )


@pytest.mark.parametrize(("B", "T", "D", "F"), SHAPES)
def test_the_formula_scalar_by_scalar(B, T, D, F):
    torch.manual_seed(7)
    ours = FeedForwardSublayer(D, F).double()
    for parameter in ours.parameters():
        nn.init.normal_(parameter)
    x = torch.randn(B, T, D, dtype=torch.float64)
    w1, b1, w2, b2 = (p.tolist() for p in (*ours.fc1.parameters(), *ours.fc2.parameters()))
    gain, shift = ours.norm.weight.tolist(), ours.norm.bias.tolist()

    expected = torch.empty_like(x)
    for b in range(B):
        for t in range(T):
            token = x[b, t].tolist()
            hidden = [
                max(0.0, b1[f] + sum(w1[f][i] * token[i] for i in range(D))) for f in range(F)
            ]
            total = [
                token[i] + b2[i] + sum(w2[i][f] * hidden[f] for f in range(F)) for i in range(D)
            ]
            mean = sum(total) / D
            variance = sum((value - mean) ** 2 for value in total) / D
            for i in range(D):
                scaled = (total[i] - mean) / math.sqrt(variance + 1e-5)
                expected[b, t, i] = gain[i] * scaled + shift[i]

    torch.testing.assert_close(ours(x), expected, rtol=1e-10, atol=1e-11)


def test_no_position_sees_another():
    torch.manual_seed(8)
    ours = FeedForwardSublayer(6, 10).double()
    x = torch.randn(2, 5, 6, dtype=torch.float64)
    order = torch.tensor([3, 0, 4, 1, 2])
    torch.testing.assert_close(ours(x[:, order]), ours(x)[:, order], rtol=0, atol=1e-12)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_keeps_the_dtype(dtype):
    assert FeedForwardSublayer(6, 10).to(dtype)(torch.randn(2, 4, 6, dtype=dtype)).dtype == dtype
