"""Questions 5, 6, 10."""

from __future__ import annotations

import itertools
from functools import partial

import torch
import torch.nn.functional as F
from torch import nn

from tests.drills.of_position import after_a_swap
from tests.drills.recomputed import drill, embedding, parameters, shape_of


@drill("feed-forward", "How many parameters does the whole sublayer have")
def _(D, F):
    return parameters(lambda: nn.Linear(D, F), lambda: nn.Linear(F, D), lambda: nn.LayerNorm(D))


@drill("feed-forward", "the tensor that the ReLU acts on")
def _(B, T, D, F):
    seen = []
    relu = nn.ReLU()
    relu.register_forward_pre_hook(lambda _module, inputs: seen.append(shape_of(inputs[0])))
    nn.Sequential(nn.Linear(D, F), relu, nn.Linear(F, D))(torch.ones(B, T, D))
    return seen[0]


@drill("feed-forward", "At which length T do the two parts cost the same")
def _(D, F):
    return next(T for T in itertools.count(1) if 2 * (T * D * F) <= 2 * (T * T * D))


@drill("feed-forward", "You swap two tokens of the input")
def _():
    stays, swapped = after_a_swap(nn.Sequential(nn.Linear(8, 12), nn.ReLU(), nn.Linear(12, 8)))
    return {
        "every output changes": not any(stays),
        "nothing changes": all(stays),
        "after the first of the two": stays == [True] + [False] * 5,
        "the same two outputs are swapped": swapped,
    }


@drill("feed-forward", "RMSNorm in the place of LayerNorm")
def _(D, L):
    with_layer_norm, with_rms_norm = (
        parameters(*(partial(norm, D) for _ in range(2 * L + 1)))
        for norm in (nn.LayerNorm, nn.RMSNorm)
    )
    return with_layer_norm - with_rms_norm


@drill("encoder-decoder", "What is the shape of the logits")
def _(B, S, T, Vs, Vt):
    model = nn.Transformer(8, 2, 1, 1, 8, batch_first=True)
    source = nn.Embedding(Vs, 8)(torch.randint(Vs, (B, S)))
    target = nn.Embedding(Vt, 8)(torch.randint(Vt, (B, T)))
    return shape_of(nn.Linear(8, Vt)(model(source, target)))


@drill("encoder-decoder", "How many attention sublayers")
def _(L):
    model = nn.Transformer(8, 2, L, L, 8, batch_first=True)
    return sum(isinstance(module, nn.MultiheadAttention) for module in model.modules())


@drill("encoder-decoder", "both embedding tables and the output layer")
def _(D, Vs, Vt):
    return parameters(lambda: embedding(Vs, D), lambda: embedding(Vt, D), lambda: nn.Linear(D, Vt))


@drill("encoder-decoder", "forgotten in cross-attention")
def _():
    model = nn.Transformer(8, 2, 1, 1, 8, batch_first=True, dropout=0.0)
    source, target = torch.randn(1, 4, 8), torch.randn(1, 3, 8)

    def decoded(padding, target=target):
        padded = F.pad(source, (0, 0, 0, padding))
        mask = torch.arange(4 + padding)[None] >= 4
        causal = nn.Transformer.generate_square_subsequent_mask(3)
        return model(padded, target, src_key_padding_mask=mask, tgt_mask=causal)

    other_end = torch.cat([target[:, :2], torch.randn(1, 1, 8)], 1)
    return {
        "already removed the padding": torch.allclose(decoded(1), decoded(5)),
        "later target positions": not torch.allclose(
            decoded(1)[:, :2], decoded(1, other_end)[:, :2]
        ),
        "become NaN": bool(decoded(5).isnan().any()),
        "how much padding its batch adds": not torch.allclose(decoded(1), decoded(5)),
    }


def layer(kind, D, H=4, F=None):
    return lambda: kind(D, H, F or 4 * D)


@drill("encoder-decoder-layers", "How many parameters does it have, with its LayerNorms")
def _(D, H, F):
    return parameters(layer(nn.TransformerEncoderLayer, D, H, F))


@drill("encoder-decoder-layers", "How many more parameters does a decoder layer")
def _(D):
    encoder, decoder = nn.TransformerEncoderLayer, nn.TransformerDecoderLayer
    return parameters(layer(decoder, D)) - parameters(layer(encoder, D))


@drill("encoder-decoder-layers", "How many means does one LayerNorm")
def _(B, T, D):
    x = torch.empty(B, T, D)
    return torch.native_layer_norm(x, (D,), None, None, 1e-5)[1].numel()


@drill("encoder-decoder-layers", "Which line is a pre-norm sublayer")
def _():
    """The feed-forward half of torch's own pre-norm layer, whose attention adds nothing."""
    layer = nn.TransformerEncoderLayer(8, 2, 12, dropout=0.0, batch_first=True, norm_first=True)
    nn.init.zeros_(layer.self_attn.out_proj.weight)
    x, norm = torch.randn(1, 3, 8), layer.norm2
    expected = layer(x)

    def f(y):
        return layer.linear2(layer.linear1(y).relu())

    return {
        "`x = norm(x + f(x))`": torch.allclose(norm(x + f(x)), expected),
        "`x = norm(x) + f(norm(x))`": torch.allclose(norm(x) + f(norm(x)), expected),
        "`x = x + f(norm(x))`": torch.allclose(x + f(norm(x)), expected),
        "`x = x + norm(f(x))`": torch.allclose(x + norm(f(x)), expected),
    }
