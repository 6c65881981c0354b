"""Weights and F1 against scikit-learn, the loss against torch's weighted cross-entropy."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from sklearn.metrics import f1_score, recall_score
from sklearn.preprocessing import OrdinalEncoder
from sklearn.utils.class_weight import compute_class_weight
from torch import Tensor
from torch.nn import functional as F

from tests.solutions import load

CLOSE = {"rtol": 1e-12, "atol": 1e-14}
POLARITIES = ["negative", "neutral", "positive"]
seeds = pytest.mark.parametrize("seed", range(30))


def skewed(N: int, C: int) -> Tensor:
    """Labels (N,) of random frequencies; some classes may not occur."""
    return torch.multinomial(torch.rand(C) ** 3 + 1e-3, N, replacement=True)


@seeds
def test_ids_are_scikit_learns(seed: int) -> None:
    """Its encoder takes the order of the categories as given."""
    generator = np.random.default_rng(seed)
    order = list(generator.permutation(POLARITIES))
    names = [str(name) for name in generator.choice(POLARITIES, size=generator.integers(1, 20))]
    encoder = OrdinalEncoder(categories=[order]).fit([[name] for name in order])
    want = encoder.transform([[name] for name in names])[:, 0].astype(int)
    got = load(24).encode_labels(names, {name: i for i, name in enumerate(order)})
    assert got.dtype == torch.int64
    assert got.tolist() == want.tolist()


def test_no_names_give_an_empty_tensor_of_ids() -> None:
    got = load(24).encode_labels([], {"negative": 0})
    assert got.shape == (0,)
    assert got.dtype == torch.int64


def test_unknown_names_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"'Positive', 'mixed'.*negative.*neutral.*positive"):
        load(24).encode_labels(
            ["neutral", "mixed", "Positive"], {name: i for i, name in enumerate(POLARITIES)}
        )


@seeds
def test_weights_are_scikit_learns(seed: int) -> None:
    torch.manual_seed(seed)
    N, C = int(torch.randint(1, 60, ())), int(torch.randint(1, 8, ()))
    labels = skewed(N, C)
    got = load(24).class_weights(labels, C)
    present = labels.unique()
    want = torch.zeros(C, dtype=torch.float64)
    want[present] = torch.from_numpy(
        compute_class_weight("balanced", classes=present.numpy(), y=labels.numpy())
    )
    torch.testing.assert_close(got, want, **CLOSE)
    torch.testing.assert_close(got[labels].mean().item(), 1.0, **CLOSE)  # as the answer says


def test_no_labels_give_no_weights() -> None:
    got = load(24).class_weights(torch.zeros(0, dtype=torch.long), 3)
    assert got.tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("label", [3, 17, -1])
def test_labels_outside_the_classes_are_refused(label: int) -> None:
    with pytest.raises(ValueError, match=rf"{label}.*3"):
        load(24).class_weights(torch.tensor([0, 1, label]), 3)


@pytest.mark.parametrize(("N", "C"), [(7, 3), (4, 4), (1, 6), (23, 2), (5, 1)])
@pytest.mark.parametrize("zero", [False, True])
def test_loss_and_gradient_are_torchs(N: int, C: int, zero: bool) -> None:
    torch.manual_seed(10 * N + C)
    logits = (3 * torch.randn(N, C, dtype=torch.float64)).requires_grad_()
    labels = torch.randint(0, C, (N,))
    weights = 5 * torch.rand(C, dtype=torch.float64)
    if zero:  # some class, but not that of the first example
        weights[(labels[0] + 1) % C] = 0.0 if C > 1 else 1.0
    got = load(24).weighted_loss(logits, labels, weights)
    want = F.cross_entropy(logits, labels, weight=weights)
    torch.testing.assert_close(got, want, **CLOSE)
    torch.testing.assert_close(
        torch.autograd.grad(got, logits), torch.autograd.grad(want, logits), **CLOSE
    )


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.bfloat16])
def test_large_logits(dtype: torch.dtype) -> None:
    torch.manual_seed(1)
    logits = (1000 * torch.randn(9, 3)).to(dtype).requires_grad_()
    labels, weights = torch.arange(9) % 3, torch.tensor([0.5, 1.0, 4.0], dtype=dtype)
    got = load(24).weighted_loss(logits, labels, weights)
    assert got.dtype == dtype
    assert got.isfinite()
    want = F.cross_entropy(logits.double(), labels, weight=weights.double())
    torch.testing.assert_close(got.double(), want, rtol=2e-2, atol=0.0)


def test_whole_weights_will_do() -> None:
    torch.manual_seed(2)
    logits, labels = torch.randn(6, 3), torch.randint(0, 3, (6,))
    want = F.cross_entropy(logits, labels, weight=torch.tensor([1.0, 2.0, 5.0]))
    torch.testing.assert_close(
        load(24).weighted_loss(logits, labels, torch.tensor([1, 2, 5])), want
    )


@pytest.mark.parametrize("N", [0, 4])
def test_without_weight_the_loss_is_zero_and_so_is_its_gradient(N: int) -> None:
    logits = torch.randn(N, 3, requires_grad=True)
    weights = torch.tensor([1.0, 0.0, 1.0])
    loss = load(24).weighted_loss(logits, torch.ones(N, dtype=torch.long), weights)
    loss.backward()
    assert loss.item() == 0.0
    assert not logits.grad.any()


@pytest.mark.parametrize("shape", [(1,), (4,), (3, 1)])
def test_weights_of_another_shape_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=rf"3.*\({', '.join(map(str, shape))}"):
        load(24).weighted_loss(
            torch.zeros(2, 3), torch.zeros(2, dtype=torch.long), torch.ones(shape)
        )


@seeds
def test_macro_f1_is_scikit_learns(seed: int) -> None:
    """With its default `labels`: the classes of the labels and of the predictions."""
    torch.manual_seed(seed)
    N, C = int(torch.randint(1, 40, ())), int(torch.randint(1, 9, ()))
    labels, pred = skewed(N, C), skewed(N, C)
    pred = torch.where(torch.rand(N) < 0.5, labels, pred)
    got = load(24).macro_f1(pred, labels, C)
    want = f1_score(labels, pred, average="macro", zero_division=0)
    assert got.dtype == torch.float64
    assert got.item() == pytest.approx(want, abs=1e-12)


def test_the_figures_of_the_answer() -> None:
    """80, 15 and 5 % of three classes; a model that always says the first."""
    labels = torch.tensor([0] * 80 + [1] * 15 + [2] * 5)
    weights = load(24).class_weights(labels, 3).tolist()
    assert weights == pytest.approx([0.42, 2.2, 6.7], rel=0.02)
    always = torch.zeros_like(labels)
    assert load(24).macro_f1(always, labels, 3).item() == pytest.approx(0.30, abs=0.005)
    assert recall_score(labels, always, average="micro") == pytest.approx(0.80)


def test_macro_f1_of_nothing_is_zero() -> None:
    nothing = torch.zeros(0, dtype=torch.long)
    assert load(24).macro_f1(nothing, nothing, 3).item() == 0.0


def test_predictions_and_labels_must_have_the_same_shape() -> None:
    with pytest.raises(ValueError, match=r"5.*1"):
        load(24).macro_f1(torch.zeros(5).long(), torch.zeros(1).long(), 3)
