"""Pooling by selecting tokens, F.cosine_similarity, and the ranking loss of sentence-transformers."""

from __future__ import annotations

import importlib
import math

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tests.solutions import load

mean_pool, similarity_matrix, in_batch_loss = (
    load(26).mean_pool,
    load(26).similarity_matrix,
    load(26).in_batch_loss,
)


def randn(*shape: int) -> Tensor:
    return torch.randn(*shape, dtype=torch.float64, requires_grad=True)


def compare(got: Tensor, wanted: Tensor, *inputs: Tensor) -> None:
    """Values, and the gradients of the inputs."""
    torch.testing.assert_close(got, wanted, rtol=1e-11, atol=1e-12)
    weights = torch.randn_like(wanted)
    gradients, expected = (
        torch.autograd.grad((out * weights).sum(), inputs, materialize_grads=True)
        for out in (got, wanted)
    )
    torch.testing.assert_close(gradients, expected, rtol=1e-9, atol=1e-11)


def mean_of_the_chosen(hidden: Tensor, mask: Tensor) -> Tensor:
    """Row by row, with padding cut away instead of multiplied by zero."""
    rows = [states[real] for states, real in zip(hidden, mask, strict=True)]
    return torch.stack([r.mean(0) if len(r) else r.sum(0) for r in rows])


@pytest.mark.parametrize("shape", [(2, 5, 6), (5, 7, 3), (4, 4, 4), (3, 1, 2), (1, 1, 1)], ids=str)
@pytest.mark.parametrize("share", [1.0, 0.6, 0.2])
def test_mean_pool_is_the_mean_of_the_chosen_tokens(shape, share):
    torch.manual_seed(sum(shape))
    hidden, mask = randn(*shape), torch.rand(shape[:2]) < share
    compare(mean_pool(hidden, mask), mean_of_the_chosen(hidden, mask), hidden)


def test_a_row_without_tokens_is_zero_and_gets_no_gradient():
    torch.manual_seed(1)
    hidden, mask = randn(3, 5, 4), torch.arange(5) < torch.tensor([[3], [0], [5]])
    pooled = mean_pool(hidden, mask)
    assert torch.equal(pooled[1], torch.zeros(4, dtype=torch.float64))
    (gradient,) = torch.autograd.grad(pooled.square().sum() + pooled.sum(), hidden)
    assert gradient.isfinite().all()
    assert not gradient[1].any()


def test_more_padding_changes_nothing():
    torch.manual_seed(2)
    hidden, mask = randn(3, 5, 4), torch.rand(3, 5) < 0.6
    longer = mean_pool(F.pad(hidden, (0, 0, 0, 3), value=9.0), F.pad(mask, (0, 3)))
    torch.testing.assert_close(longer, mean_pool(hidden, mask), rtol=0, atol=1e-14)


@pytest.mark.parametrize(("N", "M", "D"), [(3, 5, 6), (4, 4, 4), (7, 2, 3), (1, 1, 8), (3, 4, 1)])
def test_similarity_is_torchs_cosine(N, M, D):
    torch.manual_seed(N + M + D)
    a, b = randn(N, D), randn(M, D)
    wanted = F.cosine_similarity(a[:, None, :], b[None, :, :], dim=-1)
    compare(similarity_matrix(a, b), wanted, a, b)
    assert similarity_matrix(a, b).abs().max() <= 1 + 1e-12


def test_similarity_does_not_depend_on_lengths():
    torch.manual_seed(3)
    a, b = randn(3, 5), randn(4, 5)
    scaled = similarity_matrix(a * torch.tensor([[1e-3], [1.0], [1e4]]), 250 * b)
    torch.testing.assert_close(scaled, similarity_matrix(a, b), rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_a_row_of_zeros_is_similar_to_nothing(dtype):
    torch.manual_seed(4)
    a, b = torch.randn(3, 5).to(dtype), torch.randn(4, 5).to(dtype)
    a[1] = 0
    got = similarity_matrix(a, b)
    assert got.dtype == dtype
    assert got.isfinite().all()
    assert not got[1].any()


def ranking_loss(a: Tensor, b: Tensor, temperature: float) -> Tensor:
    """sentence-transformers' own; further candidates are its hard negatives, one column of N each."""
    package = pytest.importorskip("sentence_transformers", reason="it is not installed")
    newer = hasattr(package, "sentence_transformer")  # where the losses are since 5.4
    name = ".sentence_transformer.losses" if newer else ".losses"
    losses = importlib.import_module(name, package.__name__)
    loss = losses.MultipleNegativesRankingLoss(nn.Identity(), scale=1 / temperature)
    features = [{"sentence_embedding": part} for part in (a, *b.split(len(a)))]
    return loss(features, labels=torch.empty(0))


@pytest.mark.parametrize("temperature", [1.0, 0.05, 0.001])
@pytest.mark.parametrize(("N", "M"), [(4, 4), (3, 6), (2, 8), (1, 3), (1, 1)])
def test_loss_is_that_of_sentence_transformers(N, M, temperature):
    torch.manual_seed(10 * N + M)
    a, b = randn(N, 5), randn(M, 5)
    got = in_batch_loss(a, b, temperature)
    assert got.shape == ()
    compare(got, ranking_loss(a, b, temperature), a, b)


@pytest.mark.parametrize(
    ("N", "M", "temperature"), [(4, 4, 0.5), (3, 7, 0.2), (2, 5, 1.0), (1, 1, 0.1)]
)
def test_loss_written_out(N, M, temperature):
    """The formula with numbers instead of tensors."""
    torch.manual_seed(N * M)
    a, b = randn(N, 6), randn(M, 6)
    x, y = a.tolist(), b.tolist()

    def cosine(u, v):
        dot = sum(p * q for p, q in zip(u, v, strict=True))
        return dot / math.sqrt(sum(p * p for p in u) * sum(q * q for q in v))

    total = 0.0
    for i in range(N):
        exps = [math.exp(cosine(x[i], y[j]) / temperature) for j in range(M)]
        total -= math.log(exps[i] / sum(exps))
    assert in_batch_loss(a, b, temperature).item() == pytest.approx(total / N, rel=1e-11, abs=1e-13)


def test_loss_is_finite_where_probabilities_underflow():
    a = torch.eye(3, dtype=torch.float64)
    got = in_batch_loss(a, a.roll(1, dims=0), 0.001)
    assert got.item() == pytest.approx(1000.0)


def test_equal_similarities_give_the_logarithm_of_the_number_of_candidates():
    same = torch.ones(5, 3, dtype=torch.float64)
    assert in_batch_loss(same[:4], same, 0.05).item() == pytest.approx(math.log(5))


def test_every_row_needs_a_candidate():
    with pytest.raises(ValueError, match=r"5.*3"):
        in_batch_loss(torch.randn(5, 4), torch.randn(3, 4), 0.1)


@pytest.mark.parametrize("temperature", [0.0, -0.5])
def test_the_temperature_must_be_positive(temperature):
    with pytest.raises(ValueError, match=rf"0, got {temperature}"):
        in_batch_loss(torch.randn(3, 4), torch.randn(3, 4), temperature)
