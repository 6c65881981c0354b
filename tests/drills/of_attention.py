"""Questions 1, 2, 4, 7, 8."""

from __future__ import annotations

from collections import Counter
from functools import partial

import torch
import torch.nn.functional as F
from torch import nn

from tests.drills.recomputed import bytes_of, drill, parameters, shape_of, told


@drill("multi-head-attention", "What is the shape of `k.transpose(-2, -1)`")
def _(B, T, S, H, D):
    keys = torch.empty(B, S, D).unflatten(-1, (H, -1)).transpose(1, 2)
    queries = torch.empty(B, T, D).unflatten(-1, (H, -1)).transpose(1, 2)
    assert (queries @ keys.transpose(-2, -1)).shape[-2:] == (T, S)
    return shape_of(keys.transpose(-2, -1))


@drill("multi-head-attention", "By what number are the scores divided")
def _(D, H):
    """What torch divides by: of two keys, one has the product 1 with the query, the other 0."""
    unit = torch.eye(D // H)
    keys = torch.stack([unit[0], unit[1]])
    weights = F.scaled_dot_product_attention(unit[:1], keys, torch.eye(2))[0]
    return 1 / float(weights[0].log() - weights[1].log())


@drill("multi-head-attention", "four projections with bias")
def _(D, H):
    return parameters(lambda: nn.MultiheadAttention(D, H))


told("multi-head-attention", "How do the heads of one layer differ")


def attention_weights(B, T, S, D, H):
    """Those of each head, (B, H, T, S)."""
    attend = nn.MultiheadAttention(D, H, batch_first=True)
    x, memory = torch.randn(B, T, D), torch.randn(B, S, D)
    return attend(x, memory, memory, average_attn_weights=False)[1]


@drill("self-attention", "What is the shape of the attention weights")
def _(B, T, D):
    return shape_of(attention_weights(B, T, T, D, 1)[:, 0])


@drill("self-attention", "standard deviation of their dot product")
def _(d):
    """Components of 1 and -1, each as likely: the distribution of the sum of their d products."""
    sums = {0: 1.0}
    for _ in range(d):
        after: Counter[int] = Counter()
        for total, chance in sums.items():
            after[total + 1] += chance / 2
            after[total - 1] += chance / 2
        sums = after
    return sum(chance * total**2 for total, chance in sums.items()) ** 0.5


def operations(*products):
    """Floating-point operations of matrix products, given the shapes of their factors: a product of
    ones counts its multiplications, and for each there is an addition."""
    counted = [torch.ones(left) @ torch.ones(right) for left, right in products]
    return 2 * sum(int(product.sum()) for product in counted)


@drill("self-attention", "the products QKᵀ and weights·V take together")
def _(T, D):
    return operations(((T, D), (D, T)), ((T, T), (T, D)))


@drill("self-attention", "fed in reverse order")
def _():
    attend, x = nn.MultiheadAttention(8, 1, batch_first=True), torch.randn(1, 6, 8)
    before, after = (attend(y, y, y)[0][0] for y in (x, x.flip(1)))
    known = [any(torch.allclose(new, old) for old in before) for new in after]
    stays = torch.isclose(before, after).all(-1).tolist()
    return {
        "every vector changes": not any(known),
        "nothing changes": all(stays),
        "at the two ends": stays == [False, True, True, True, True, False],
        "in reverse order": torch.allclose(before.flip(0), after),
    }


def packed_rows(D, H):
    """What each row of torch's packed projection makes: q, k or v, and of which head."""
    return [(kind, row // (D // H)) for kind in "qkv" for row in range(D)]


@drill("multi-head-implementation", "in which row do the keys of head {h} begin")
def _(D, H, h):
    return packed_rows(D, H).index(("k", h))


@drill("multi-head-implementation", "`qkv.view(B, T, 3, H, d).permute(2, 0, 3, 1, 4)`")
def _(B, T, D, H):
    qkv = torch.empty(B, T, D) @ torch.empty(D, 3 * D)
    return shape_of(qkv.view(B, T, 3, H, D // H).permute(2, 0, 3, 1, 4))


@drill("multi-head-implementation", "`in_proj_weight` and `in_proj_bias` have together")
def _(D, H):
    attend = nn.MultiheadAttention(D, H, device="meta")
    return attend.in_proj_weight.numel() + attend.in_proj_bias.numel()


@drill("multi-head-implementation", "How many rows does its packed projection have")
def _(D, H, G):
    heads = {"q": H, "k": G, "v": G}
    return len([row for count in heads.values() for _ in range(count) for row in range(D // H)])


@drill("multi-head-implementation", "stored head by head is loaded into code")
def _():
    H, d, D = 3, 2, 6
    weight, x = torch.randn(3 * D, D), torch.randn(4, D)
    by_head = weight.view(3, H, d, D).transpose(0, 1).reshape(3 * D, D)

    def attended(loaded):
        q, k, v = (x @ loaded.T).view(4, 3, H, d).permute(1, 2, 0, 3)
        return F.scaled_dot_product_attention(q, k, v)

    right, got = attended(weight), attended(by_head)
    order = [[r for r in range(H) if torch.allclose(g, right[r])] for g in got]
    return {
        "outputs are wrong": weight.shape == by_head.shape and not torch.allclose(right, got),
        "shapes differ": weight.shape != by_head.shape,
        "Only the output projection": all(order),
        "outputs are the same": torch.allclose(right, got),
    }


@drill("cross-attention", "What is the shape of the attention weights")
def _(B, T, S, D, H):
    return shape_of(attention_weights(B, T, S, D, H))


@drill("cross-attention", "are cross-attention keys computed in total")
def _(n, S, L):
    cache: set[tuple[int, int]] = set()
    computed = 0
    for _ in range(n):
        missing = {(layer, place) for layer in range(L) for place in range(S)} - cache
        computed, cache = computed + len(missing), cache | missing
    return computed


told("cross-attention", "Which masks does cross-attention")


@drill("multi-head-module", "the projected keys after splitting")
def _(B, T, S, D, H):
    keys = nn.Linear(D, D)(torch.empty(B, S, D))
    return shape_of(keys.unflatten(-1, (H, -1)).transpose(1, 2))


@drill("multi-head-module", "You double the number of heads")
def _():
    B, T, D = 2, 5, 24

    def doubled(count):
        return count(6) == 2 * count(3)

    return {
        "floating-point operations": doubled(
            lambda H: operations(((B, H, T, D // H), (B, H, D // H, T)))
        ),
        "attention weights": doubled(lambda H: attention_weights(B, T, T, D, H).numel()),
        "parameters": doubled(lambda H: parameters(partial(nn.MultiheadAttention, D, H))),
        "concatenated heads": doubled(
            lambda H: torch.empty(B, T, D).unflatten(-1, (H, -1)).flatten(2).shape[-1]
        ),
    }


@drill("multi-head-module", "keeps its attention weights in 16-bit floats")
def _(B, H, T):
    return bytes_of([(B, H, T, T)], torch.bfloat16) / 2**20


@drill("multi-head-module", "Which expression lines the mask up")
def _():
    B, H, T, S = 2, 3, 4, 5
    mask, scores = torch.rand(B, S) < 0.5, torch.zeros(B, H, T, S)
    expressions = (
        "mask[:, :, None, None]",
        "mask[:, None, :, None]",
        "mask[:, None, None, :]",
        "mask[None, None, :, :]",
    )
    return {text: lines_up(eval(text, {"mask": mask}), mask, scores) for text in expressions}


def lines_up(shaped, mask, scores):
    """Whether it masks the key s of the example b wherever `mask[b, s]` says so, and no other."""
    try:
        masked = scores.masked_fill(shaped, 1.0)
    except RuntimeError:
        return False
    return all(
        bool((masked[b, :, :, s] == mask[b, s]).all())
        for b, s in torch.cartesian_prod(*map(torch.arange, mask.shape)).tolist()
    )


@drill("multi-head-module", "`F.scaled_dot_product_attention(q, k, v, dropout_p=0.1)`")
def _():
    class Attend(nn.Module):
        def forward(self, q, k, v):
            return F.scaled_dot_product_attention(q, k, v, dropout_p=0.1)

    x = torch.randn(1, 1, 40, 4)
    plain = F.scaled_dot_product_attention(x, x, x)
    first, second = (Attend().eval()(x, x, x) for _ in range(2))
    return {
        "multiplied by 0.9": torch.allclose(first, 0.9 * plain),
        "nothing is dropped": torch.allclose(first, plain),
        "raises an error": False,  # it would have, above
        "at random all the same": not torch.allclose(first, second),
    }
