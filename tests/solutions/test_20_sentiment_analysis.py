"""The head and its loss against torch's binary cross-entropy, predict against scikit-learn's thresholds."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from sklearn.preprocessing import binarize
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.data import DataLoader

from tests.solutions import load

CLOSE = {"rtol": 1e-12, "atol": 1e-14}
SIZES = [(1, 1), (1, 6), (3, 5), (4, 4), (17, 8)]


def head(hidden: int, dropout: float = 0.0) -> nn.Module:
    made = load(20).SentimentHead(hidden, dropout).double()
    for parameter in made.parameters():
        nn.init.normal_(parameter)
    return made


@pytest.mark.parametrize(("B", "D"), SIZES)
def test_logits_and_loss_are_torchs(B: int, D: int) -> None:
    torch.manual_seed(B + D)
    ours = head(D).eval()
    pooled = torch.randn(B, D, dtype=torch.float64, requires_grad=True)
    labels = torch.randint(0, 2, (B,))
    got = ours(pooled)
    want = F.linear(pooled, ours.score.weight, ours.score.bias)[:, 0]
    torch.testing.assert_close(got, want, **CLOSE)
    assert got.shape == (B,)

    loss = ours.loss(got, labels)
    oracle = F.binary_cross_entropy_with_logits(want, labels.double())
    torch.testing.assert_close(loss, oracle, **CLOSE)
    given = [pooled, *ours.parameters()]
    for ours_grad, torch_grad in zip(
        torch.autograd.grad(loss, given), torch.autograd.grad(oracle, given), strict=True
    ):
        torch.testing.assert_close(ours_grad, torch_grad, **CLOSE)


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.bfloat16])
def test_the_loss_of_extreme_logits(dtype: torch.dtype) -> None:
    values = torch.tensor([0.0, 1.0, 17.0, 40.0, 100.0, 1000.0, 1e4], dtype=dtype)
    logits = torch.cat([values, -values]).repeat(2).requires_grad_()
    labels = torch.arange(2).repeat_interleave(14)
    ours = load(20).SentimentHead(3).loss(logits, labels)
    oracle = F.binary_cross_entropy_with_logits(logits, labels.to(dtype))
    torch.testing.assert_close(ours, oracle)
    assert ours.dtype == dtype
    (got,) = torch.autograd.grad(ours, logits)
    (want,) = torch.autograd.grad(oracle, logits)
    torch.testing.assert_close(got, want)


def test_one_logit_is_two_logits_with_a_softmax() -> None:
    """What the answer says: the second class of softmax([a, b]) is σ(b - a)."""
    torch.manual_seed(1)
    both = torch.randn(50, 2, dtype=torch.float64)
    labels = torch.randint(0, 2, (50,))
    ours = load(20).SentimentHead(3).loss(both[:, 1] - both[:, 0], labels)
    torch.testing.assert_close(ours, F.cross_entropy(both, labels), **CLOSE)


def test_dropout_acts_on_the_vector_in_training_mode_only() -> None:
    ours = head(8, dropout=0.5)
    pooled = torch.randn(6, 8, dtype=torch.float64)
    torch.manual_seed(2)
    got = ours.train()(pooled)
    torch.manual_seed(2)
    dropped = F.dropout(pooled, 0.5)
    torch.testing.assert_close(got, (dropped @ ours.score.weight.mT + ours.score.bias)[:, 0])
    assert torch.equal(ours.eval()(pooled), ours(pooled))


@pytest.mark.parametrize(("logits", "labels"), [((4, 1), (4,)), ((4,), (4, 1)), ((4,), (3,))])
def test_different_shapes_are_refused(logits: tuple[int, ...], labels: tuple[int, ...]) -> None:
    message = rf"{', '.join(map(str, logits))}.*{', '.join(map(str, labels))}"
    with pytest.raises(ValueError, match=message):
        head(3).loss(torch.zeros(logits), torch.zeros(labels, dtype=torch.long))


class Model(nn.Module):
    """A small model with two dropouts and a batch norm, so that every mode shows."""

    def __init__(self, frozen: bool = False) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Embedding(11, 6), nn.Dropout(0.5))
        self.norm = nn.BatchNorm1d(6)
        self.score = nn.Sequential(nn.Dropout(0.5), nn.Linear(6, 1))
        self.double()
        if frozen:
            self.body.eval()

    def forward(self, ids: Tensor) -> Tensor:
        return self.score(self.norm(self.body(ids).mean(dim=1))).squeeze(-1)


def modes(model: nn.Module) -> list[bool]:
    return [part.training for part in model.modules()]


def by_hand(model: nn.Module, batches: list[Tensor], threshold: float) -> tuple[Tensor, Tensor]:
    """The probabilities of a copy in evaluation mode, and their labels by scikit-learn."""
    copy = Model()
    copy.load_state_dict(model.state_dict())
    logits = np.concatenate([copy.eval()(batch).detach().numpy() for batch in batches])
    p = 1 / (1 + np.exp(-logits))
    labels = binarize(p[None], threshold=threshold)[0].astype(int)
    return torch.from_numpy(labels), torch.from_numpy(p)


@pytest.mark.parametrize("threshold", [0.2, 0.5, 0.8])
@pytest.mark.parametrize("state", ["eval", "train", "frozen"])
@pytest.mark.parametrize("sizes", [[(5, 4), (3, 7)], [(1, 1)], [(2, 3), (4, 3), (1, 9)]], ids=str)
def test_predictions(sizes: list[tuple[int, int]], state: str, threshold: float) -> None:
    torch.manual_seed(len(sizes))
    model = Model(frozen=state == "frozen")
    if state == "eval":
        model.eval()
    nn.init.normal_(model.score[1].weight, std=3.0)
    batches = [torch.randint(0, 11, size) for size in sizes]
    before, weights = modes(model), {k: v.clone() for k, v in model.state_dict().items()}
    labels, probabilities = load(20).predict(model, iter(batches), threshold)
    want_labels, want = by_hand(model, batches, threshold)
    torch.testing.assert_close(probabilities, want, rtol=1e-12, atol=1e-12)
    assert torch.equal(labels, want_labels)
    assert labels.dtype == torch.int64
    assert not probabilities.requires_grad
    assert modes(model) == before
    for name, value in model.state_dict().items():  # batch norm's statistics among them
        assert torch.equal(value, weights[name])


def test_a_data_loader_will_do() -> None:
    torch.manual_seed(3)
    model = Model()
    ids = torch.randint(0, 11, (10, 4))
    labels, probabilities = load(20).predict(model, DataLoader(ids, batch_size=4))
    want_labels, want = by_hand(model, [ids], 0.5)
    torch.testing.assert_close(probabilities, want, rtol=1e-12, atol=1e-12)
    assert torch.equal(labels, want_labels)


def test_the_threshold_itself_is_positive() -> None:
    labels, _ = load(20).predict(nn.Identity(), [torch.tensor([0.0, -1e-3, 1e-3])])
    assert labels.tolist() == [1, 0, 1]


def test_no_batches_give_empty_tensors() -> None:
    labels, probabilities = load(20).predict(Model(), [])
    assert labels.shape == probabilities.shape == (0,)
    assert labels.dtype == torch.int64


def test_the_modes_are_restored_even_if_the_model_fails() -> None:
    model = Model(frozen=True)
    before = modes(model)
    with pytest.raises(IndexError):
        load(20).predict(model, [torch.tensor([[99]])])
    assert modes(model) == before


@pytest.mark.parametrize("threshold", [0.0, 1.0, -0.2, 50])
def test_a_threshold_must_be_a_probability(threshold: float) -> None:
    with pytest.raises(ValueError, match=str(threshold)):
        load(20).predict(nn.Identity(), [torch.zeros(2)], threshold)
