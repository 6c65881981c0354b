"""Question 60."""

from __future__ import annotations

import torch
from torch import nn

from tests.drills.recomputed import bytes_of, drill, parameters


@drill("tensor-parallel", "How many MB (10⁶ bytes) does each rank send")
def _(B, T, D, n):
    """Chunk by chunk, as in the two halves of the ring."""
    chunk = bytes_of([(B, T, D)], torch.bfloat16) / n
    reduce_scatter = sum(chunk for _ in range(n - 1))
    all_gather = sum(chunk for _ in range(n - 1))
    return (reduce_scatter + all_gather) / 1e6


@drill("tensor-parallel", "How many parameters does each rank hold")
def _(D, F, n):
    return parameters(lambda: nn.Linear(D, F // n), lambda: nn.Linear(F // n, D))


@drill("tensor-parallel", "How many µs does the all-reduce of")
def _(n, a, w, M):
    chunk_in_seconds = M * 1e6 / n / (w * 1e9)
    seconds = 0.0
    for _half in ("reduce-scatter", "all-gather"):
        for _step in range(n - 1):
            seconds += a * 1e-6 + chunk_in_seconds
    return seconds * 1e6


@drill("tensor-parallel", "How many all-reduces does that take within the layers")
def _(L, m):
    done = [
        (batch, layer, part, way)
        for batch in range(m)
        for layer in range(L)
        for part in ("attention", "MLP")
        for way in ("forward", "backward")
    ]
    return len(done)


@drill("tensor-parallel", "Which of these does every rank hold whole")
def _():
    """By what stays as large however many ranks there are."""
    D, F = 6, 12
    shapes = {}
    for n in (1, 2):
        first, second = nn.Linear(D, F // n), nn.Linear(F // n, D)
        x = torch.zeros(3, D)
        hidden = first(x)
        shapes[n] = {
            "the input": x.shape,
            "the second bias": second.bias.shape,
            "the result": second(hidden).shape,
            "the first bias": first.bias.shape,
            "the hidden layer": hidden.shape,
            "the second matrix": second.weight.shape,
        }
    return {words: shape == shapes[2][words] for words, shape in shapes[1].items()}
