"""Questions 31, 32, 33, 36, 37."""

from __future__ import annotations

import itertools
from functools import partial

import torch
import torch.nn.functional as F
from torch import nn

from tests.drills.recomputed import bytes_of, drill, parameters, shape_of, told


@drill("rms-norm", "with LayerNorm in the place of RMSNorm everywhere")
def _(D, L, d):
    widths = [width for _ in range(L) for width in (D, D, d, d)] + [D]
    with_layer_norm, with_rms_norm = (
        parameters(*(partial(norm, width) for width in widths))
        for norm in (nn.LayerNorm, nn.RMSNorm)
    )
    return with_layer_norm - with_rms_norm


@drill("rms-norm", "save against an addition followed by a norm")
def _(N, D):
    apart = ["x", "residual", "sum", "sum", "normalised"]
    fused = ["x", "residual", "sum", "normalised"]
    moved = [bytes_of([(N, D) for _ in tensors], torch.bfloat16) for tensors in (apart, fused)]
    return (moved[0] - moved[1]) / 10**6


@drill("rms-norm", "the first element of its RMSNorm")
def _(a, b):
    return float(F.rms_norm(torch.tensor([float(a), b]), (2,), eps=0.0)[0])


@drill("rms-norm", "All features of a token are multiplied by 10")
def _():
    x, above = torch.randn(8), torch.randn(8)

    def result_and_gradient(x):
        leaf = x.clone().requires_grad_()
        result = F.rms_norm(leaf, (8,), eps=0.0)
        result.backward(above)
        return torch.stack([result.detach(), leaf.grad])

    before, after = result_and_gradient(x), result_and_gradient(10 * x)
    times = [
        [torch.allclose(new, f * old) for f in (1, 10, 0.1)].index(True)
        for old, new in zip(before, after, strict=True)
    ]
    return {
        "Result and gradient are ten times": times == [1, 1],
        "Result and gradient stay": times == [0, 0],
        "gradient of x is a tenth": times == [0, 2],
        "gradient of x is ten times": times == [0, 1],
    }


def gradient_of_a_norm(norm, x, above):
    leaf = x.clone().requires_grad_()
    norm(leaf).backward(above)
    return leaf.grad


@drill("norm-backward", "What do the features of one token sum to")
def _():
    norm, x, above = nn.LayerNorm(6), torch.randn(6), torch.randn(6)
    norm.weight.data.normal_()
    total = gradient_of_a_norm(norm, x, above).sum()
    return {
        "only if the gradient": not torch.isclose(total, torch.zeros(())),
        "whatever comes from above": torch.isclose(total, torch.zeros(())),
        "the sum of the gradient from above": torch.isclose(total, above.sum()),
        "times the gain": torch.isclose(total, (above * norm.weight).sum()),
    }


@drill("norm-backward", "the gradient of the gain")
def _(B, T, D):
    norm = nn.LayerNorm(D)
    norm(torch.randn(B, T, D)).sum().backward()
    return shape_of(norm.weight.grad)


@drill("norm-backward", "What is the gradient of the first feature")
def _(a, b):
    x, above = torch.tensor([float(a), b]), torch.tensor([1.0, 0.0])
    return float(gradient_of_a_norm(lambda x: F.rms_norm(x, (2,), eps=0.0), x, above)[0])


@drill("norm-backward", "How many bytes more does its backward pass need")
def _(B, T, D):
    kept = torch.native_layer_norm(torch.empty(B, T, 2), (2,), None, None, 1e-5)[1:]  # for any D
    return bytes_of([tuple(tensor.shape) for tensor in kept], torch.float32)


def plain_network(D, F):
    return [lambda: nn.Linear(D, F, bias=False), lambda: nn.Linear(F, D, bias=False)]


def gated_network(D, F):
    return [lambda: nn.Linear(D, F, bias=False), *plain_network(D, F)]


@drill("gated-feed-forward", "How many weights are added")
def _(D, F):
    return parameters(*gated_network(D, F)) - parameters(*plain_network(D, F))


@drill("gated-feed-forward", "the smallest possible multiple of {m}")
def _(D, m):
    needed = parameters(*plain_network(D, 4 * D))
    return next(F for F in itertools.count(m, m) if parameters(*gated_network(D, F)) >= needed)


@drill("gated-feed-forward", "What does the unit pass on")
def _(z, u):
    return float(F.silu(torch.tensor(float(z))) * u)


@drill("gated-feed-forward", "loaded with gate and up interchanged")
def _():
    x, gate, up, down = torch.randn(5, 4), torch.randn(6, 4), torch.randn(6, 4), torch.randn(4, 6)

    def passed(gate, up):
        return (F.silu(x @ gate.T) * (x @ up.T)) @ down.T

    right, got = passed(gate, up), passed(up, gate)
    return {
        "different shapes": gate.shape != up.shape,
        "opposite sign": torch.allclose(got, -right),
        "only one of the two": not torch.allclose(got, right) and not torch.allclose(got, -right),
        "doesn't depend on the order": torch.allclose(got, right),
    }


@drill("grouped-query-attention", "does one token take in the KV cache")
def _(L, H, G, d):
    return bytes_of([(G, d) for _ in range(L) for _key_or_value in "kv"], torch.bfloat16) / 1024


@drill("grouped-query-attention", "How many parameters do `w_k` and `w_v` have together")
def _(D, H, G):
    return parameters(*2 * [lambda: nn.Linear(D, G * (D // H), bias=False)])


@drill("grouped-query-attention", "Which key head does query head {h} read")
def _(H, G, h):
    return int(torch.arange(G).repeat_interleave(H // G)[h])


told("grouped-query-attention", "an eighth of the key heads")


@drill("sliding-window-attention", "can influence the last layer's state of one token")
def _(L, W):
    """From the last token back: what each layer's window reaches of what was reached before."""
    reached = torch.zeros(1, 1, L * W)
    reached[..., -1] = 1
    for _ in range(L):
        padded = F.pad(reached, (0, W - 1))
        reached = F.max_pool1d(padded, W, stride=1)
    return int(reached.sum())


@drill("sliding-window-attention", "for how many tokens are keys and values kept")
def _(L, W, N):
    return sum(len(range(N)[0 if layer % 6 == 0 else -W :]) for layer in range(1, L + 1))


@drill("sliding-window-attention", "the head's sink has the logit {c}")
def _(a, b, c):
    return float(torch.tensor([float(a), b, c]).softmax(0)[:2].sum())


told("sliding-window-attention", "From then on its perplexity explodes")
