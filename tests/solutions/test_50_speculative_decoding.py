"""verify against transformers with the same draws, and by its exact law; expected_tokens against all outcomes."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from fractions import Fraction

import pytest
import torch
from torch import Tensor
from transformers.generation import utils

from tests.solutions import load

verify, expected_tokens = load(50).verify, load(50).expected_tokens


def drawn(seed: int) -> tuple[Tensor, Tensor, Tensor, Tensor, float]:
    """A round with a draft model that is close to the large one, or far from it."""
    torch.manual_seed(seed)
    gamma, V = 1 + seed % 5, 2 + seed % 7
    p = torch.randn(gamma + 1, V, dtype=torch.float64).softmax(-1)
    near = torch.randn(gamma, V, dtype=torch.float64) * (0.2, 1.0, 3.0)[seed % 3]
    q = (p[:gamma].log() + near).softmax(-1)
    drafts = torch.multinomial(q, 1).squeeze(1)
    return drafts, q, p, torch.rand(gamma, dtype=torch.float64), float(torch.rand(()))


def of_transformers(monkeypatch, drafts, q, p, accept_draws, final_draw) -> list[int]:
    """Theirs, with the draws of ours in the place of its own."""

    def multinomial(weights, num_samples):
        return (weights.cumsum(-1) <= final_draw).sum(-1, keepdim=True)

    with monkeypatch.context() as patch:
        patch.setattr(utils.torch, "rand_like", lambda ratio: accept_draws.view_as(ratio))
        patch.setattr(utils.torch, "multinomial", multinomial)
        tokens, matches = utils._speculative_sampling(
            drafts[None], q.log()[None], len(drafts), p.log()[None], False
        )
    assert tokens.size(1) == matches + 1
    return tokens[0].tolist()


def test_tokens_are_those_of_transformers(monkeypatch):
    lengths = Counter()
    for seed in range(2, 62):
        inputs = drawn(seed)
        got = verify(*inputs).tolist()
        assert got == of_transformers(monkeypatch, *inputs), seed
        lengths[len(got) == len(inputs[0]) + 1, len(got) == 1] += 1
    assert min(lengths.values()) > 8  # all accepted; none; some


def table(rows: list[list[int]]) -> tuple[list[list[Fraction]], Tensor]:
    exact = [[Fraction(n, sum(row)) for n in row] for row in rows]
    return exact, torch.tensor([[float(x) for x in row] for row in exact], dtype=torch.float64)


@pytest.mark.parametrize(
    ("q", "p", "parts"),
    [
        ([[2, 1, 1]], [[1, 1, 2], [1, 1, 1]], (4, 12)),
        ([[4, 0, 0]], [[0, 1, 3], [1, 1, 2]], (4, 4)),
        ([[1, 3, 0]], [[2, 0, 2], [1, 3, 0]], (3, 12)),
        ([[3, 1], [1, 3]], [[1, 3], [2, 2], [1, 1]], (6, 4)),
    ],
)
def test_the_law_is_exactly_that_of_p(q, p, parts):
    """All thresholds are multiples of 1 / parts, so the draws between those stand for all draws."""
    (exact_q, q), (exact_p, p) = table(q), table(p)
    gamma, V = q.shape
    *accepting, last = ([(k + 0.5) / n for k in range(n)] for n in (*[parts[0]] * gamma, parts[1]))
    law: Counter[tuple[int, ...]] = Counter()
    for drafts in itertools.product(range(V), repeat=gamma):
        weight = math.prod(row[x] for row, x in zip(exact_q, drafts, strict=True))
        weight /= parts[0] ** gamma * parts[1]
        for *accept_draws, final_draw in itertools.product(*accepting, last) if weight else ():
            draws = torch.tensor(accept_draws, dtype=torch.float64)
            tokens = verify(torch.tensor(drafts), q, p, draws, final_draw).tolist()
            # What is missing of a full round would be drawn from p.
            for rest in itertools.product(range(V), repeat=gamma + 1 - len(tokens)):
                later = zip(exact_p[len(tokens) :], rest, strict=True)
                law[*tokens, *rest] += weight * math.prod(row[x] for row, x in later)
    for text in itertools.product(range(V), repeat=gamma + 1):
        assert law[text] == math.prod(row[x] for row, x in zip(exact_p, text, strict=True))


@pytest.mark.parametrize("gamma", [0, 1, 4])
@pytest.mark.parametrize("alpha", [0.0, 0.3, 0.8, 1.0])
def test_expected_tokens_are_the_mean_over_all_outcomes(alpha, gamma):
    mean = 0.0
    for outcome in itertools.product([True, False], repeat=gamma):
        chance = math.prod(alpha if accepted else 1 - alpha for accepted in outcome)
        mean += chance * (1 + len(list(itertools.takewhile(bool, outcome))))
    assert math.isclose(expected_tokens(alpha, gamma), mean, rel_tol=1e-12)


def test_a_round_yields_as_many_tokens_as_expected():
    """Every draft accepted with 3/4: the mean over all drafts and draws, where rows don't differ."""
    q, p = torch.tensor([[0.75, 0.25]] * 2), torch.tensor([[0.5, 0.5]] * 3)
    lengths = 0.0
    for drafts in itertools.product(range(2), repeat=2):
        weight = float(q[0, drafts[0]] * q[1, drafts[1]]) / 3**2
        for draws in itertools.product([(k + 0.5) / 3 for k in range(3)], repeat=2):
            lengths += weight * len(verify(torch.tensor(drafts), q, p, torch.tensor(draws), 0.4))
    assert math.isclose(lengths, expected_tokens(0.75, 2), rel_tol=1e-6)


@pytest.mark.parametrize(
    ("drafts", "q", "p", "draws"),
    [
        (2, (2, 3), (2, 3), 2),
        (2, (2, 3), (3, 4), 2),
        (2, (2, 3), (3, 3), 1),
        (1, (2, 3), (3, 3), 2),
    ],
)
def test_other_shapes_are_refused(drafts, q, p, draws):
    with pytest.raises(ValueError, match=r"drafts|expected p"):
        verify(
            torch.zeros(drafts).long(), torch.ones(q) / 3, torch.ones(p) / 3, torch.rand(draws), 0.5
        )


@pytest.mark.parametrize(("alpha", "gamma"), [(1.1, 3), (-0.1, 3), (0.5, -1)])
def test_numbers_that_mean_nothing_are_refused(alpha, gamma):
    with pytest.raises(ValueError, match="must"):
        expected_tokens(alpha, gamma)
