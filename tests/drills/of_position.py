"""Questions 3, 9, 34."""

from __future__ import annotations

import math

import torch
from torch import nn

from tests.drills.recomputed import bytes_of, drill, shape_of


def table(rows, D, base=10000.0):
    """Sines in the even columns, cosines in the odd ones, number by number; (rows, D)."""
    return torch.tensor(
        [
            [(math.cos if c % 2 else math.sin)(p / base ** ((c - c % 2) / D)) for c in range(D)]
            for p in range(rows)
        ]
    )


@drill("positional-encoding", "turns once in how many positions")
def _(D, c, e):
    sine, cosine = table(2, D)[1, [c, e]].tolist()
    return 1 / math.atan2(sine, cosine)


@drill("positional-encoding", "the sum of row 0 of the table")
def _(D):
    return float(table(1, D)[0].sum())


@drill("positional-encoding", "the dot product of the encoding of position {p} with itself")
def _(D, p):
    row = table(p + 1, D)[p]
    return float(row @ row)


@drill("positional-encoding", "you swap two tokens of the input")
def _():
    attend = nn.MultiheadAttention(8, 2, batch_first=True)
    stays, swapped = after_a_swap(lambda x: attend(x, x, x)[0])
    return {
        "all outputs change": not any(stays),
        "nothing changes": all(stays),
        "between the two tokens": stays == [True, True, False, False, True, True],
        "the two outputs are swapped": swapped,
    }


def after_a_swap(layer, first=1, second=4):
    """Which of six outputs stay when two inputs are swapped, and whether just their two outputs are."""
    x, places = torch.randn(1, 6, 8), list(range(6))
    places[first], places[second] = second, first
    before, after = layer(x)[0], layer(x[:, places])[0]
    return torch.isclose(before, after).all(-1).tolist(), torch.allclose(before[places], after)


@drill("positional-encoding", "What does the matrix `M` depend on")
def _():
    """M is solved for from the rows of some positions, then of others, another shift and another base."""

    def solved(first=0, shift=3, base=10000.0):
        rows = table(first + 20 + shift, 4, base)
        before, after = rows[first : first + 20], rows[first + shift : first + 20 + shift]
        return torch.linalg.lstsq(before, after).solution

    usual = solved()
    on_pos, on_k, on_frequencies = (
        not torch.allclose(usual, other)
        for other in (solved(first=7), solved(shift=5), solved(base=50.0))
    )
    return {
        "on `k` and the frequencies": on_k and on_frequencies and not on_pos,
        "on `pos` and `k`": on_pos and on_k,
        "on `pos` and the frequencies": on_pos and on_frequencies,
        "on the token": False,  # a table is made without tokens
    }


@drill("positional-encoding", "Position interpolation stretches it to")
def _(L, N, p):
    return float(torch.linspace(0, L, N + 1)[p])


@drill("positional-encoding-module", "the slice that is added to x")
def _(B, T, D, M):
    return shape_of(torch.empty(M, D)[:T])


@drill("positional-encoding-module", "Which offset does the next call need")
def _(P, n):
    seen: list[int] = []
    for length in [P, *(1 for _ in range(n))]:
        seen += range(len(seen), len(seen) + length)
    return len(seen)


@drill("positional-encoding-module", "How many bytes does the table take")
def _(M, D):
    return bytes_of([(M, D)], torch.float32)


@drill("positional-encoding-module", "a buffer registered with `persistent=False`")
def _():
    module = nn.Module()
    module.register_buffer("table", torch.ones(2), persistent=False)
    moved = nn.Module()
    moved.register_buffer("table", torch.ones(2), persistent=False)
    weight = torch.ones(2, requires_grad=True)
    (module.table * weight).sum().backward()
    return {
        "module.to(device)": moved.to("meta").table.is_meta,
        "module.to(torch.bfloat16)": module.to(torch.bfloat16).table.dtype is torch.bfloat16,
        "backward gives it a gradient": module.table.grad is not None,
        "module.parameters()": any(True for _ in module.parameters()),
        "module.state_dict()": "table" in module.state_dict(),
    }


@drill("positional-encoding-module", "A module for sequence-first input adds")
def _():
    B, T = 3, 5
    rows = torch.arange(10.0)[:, None, None]  # (M, 1, D): a row holds its own number
    added = (torch.zeros(B, T, 1) + rows[:B])[..., 0]
    return {
        "the addition fails": False,  # it would have, above
        "row `0`": bool((added == 0).all()),
        "row `b`": torch.equal(added, torch.arange(B)[:, None].expand(B, T) + 0.0),
        "row `t`": torch.equal(added, torch.arange(T).expand(B, T) + 0.0),
    }


def half_split(x, angles):
    """Turns feature i with feature i + d/2; x: (d), angles: (d/2)."""
    left, right = x.chunk(2)
    cos, sin = angles.cos(), angles.sin()
    return torch.cat([left * cos - right * sin, right * cos + left * sin])


@drill("rotary-layouts", "With which feature is feature {j} paired")
def _(d, j):
    turned = half_split(torch.eye(d)[j], torch.ones(d // 2))
    (other,) = {place for place in range(d) if turned[place] != 0} - {j}
    return other


@drill("rotary-layouts", "Which row of the converted, half-split W_Q")
def _(d, k, h):
    """The pairs of neighbours become pairs at a distance of half a head, in the same order."""
    before = [
        (head, pair, side) for head in range(h + 1) for pair in range(d // 2) for side in "ab"
    ]
    after = [(head, pair, side) for head in range(h + 1) for side in "ab" for pair in range(d // 2)]
    return after.index(before[h * d + k])


@drill("rotary-layouts", "By which angle, in radians")
def _(d, r, base, i, p):
    rates = base ** (-torch.arange(0, r, 2) / r)  # the first r features are a head of their own
    return float(p * rates[i])


@drill("rotary-layouts", "100 is added to the position of every token")
def _():
    q, k = torch.randn(2, 3, 8)
    rates = 100.0 ** -torch.linspace(0, 1, 4)

    def turned(x, shift):
        return torch.stack([half_split(row, (p + shift) * rates) for p, row in enumerate(x)])

    before, after = ([turned(x, shift) for x in (q, k)] for shift in (0, 100))
    scores, later = before[0] @ before[1].T, after[0] @ after[1].T
    same = torch.allclose(scores, later)
    return {
        "by the same factor": not same and torch.allclose(later / scores, (later / scores)[0, 0]),
        "Nothing at all": same and torch.allclose(before[0], after[0]),
        "the first 100 tokens": not same,
        "but no score": same and not torch.allclose(before[0], after[0]),
    }
