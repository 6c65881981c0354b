"""The loss against torch's binary cross-entropy, decisions and F1 against scikit-learn."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import torch
from scipy.special import expit, logit
from sklearn.metrics import f1_score
from torch import Tensor
from torch.nn import functional as F

from tests.solutions import load

CLOSE = {"rtol": 1e-12, "atol": 1e-14}
SIZES = [(1, 1), (1, 6), (5, 1), (4, 4), (3, 7), (23, 5)]
sizes = pytest.mark.parametrize(("N", "C"), SIZES)


def draw(N: int, C: int, unknown: float) -> tuple[Tensor, Tensor]:
    """Logits, and targets of which a share is not annotated, but never all."""
    logits = (3 * torch.randn(N, C, dtype=torch.float64)).requires_grad_()
    targets = torch.randint(0, 2, (N, C)).masked_fill(torch.rand(N, C) < unknown, -100)
    targets[0, 0] = 1
    return logits, targets


@sizes
@pytest.mark.parametrize("unknown", [0.0, 0.4])
@pytest.mark.parametrize("weighted", [False, True])
def test_loss_and_gradient_are_torchs(N: int, C: int, weighted: bool, unknown: float) -> None:
    torch.manual_seed(N + C)
    logits, targets = draw(N, C, unknown)
    weight = 8 * torch.rand(C, dtype=torch.float64) if weighted else None
    got = load(21).multilabel_loss(logits, targets, weight)
    known = targets != -100
    rows = None if weight is None else weight.expand(N, C)[known]
    want = F.binary_cross_entropy_with_logits(
        logits[known], targets[known].double(), pos_weight=rows
    )
    torch.testing.assert_close(got, want, **CLOSE)
    (ours,) = torch.autograd.grad(got, logits)
    (torchs,) = torch.autograd.grad(want, logits)
    torch.testing.assert_close(ours, torchs, **CLOSE)


def test_the_mean_is_torchs_where_everything_is_annotated() -> None:
    """Weights do not enter the denominator: torch's default reduction with pos_weight."""
    torch.manual_seed(0)
    logits, targets = draw(9, 4, 0.0)
    weight = torch.tensor([3, 1, 7, 2])
    want = F.binary_cross_entropy_with_logits(logits, targets.double(), pos_weight=weight)
    torch.testing.assert_close(load(21).multilabel_loss(logits, targets, weight), want, **CLOSE)


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.bfloat16])
def test_extreme_logits(dtype: torch.dtype) -> None:
    values = torch.tensor([0.0, 1.0, 30.0, 100.0, 1000.0], dtype=dtype)
    logits = torch.cat([values, -values])[:, None].expand(10, 2).clone().requires_grad_()
    targets = torch.arange(2).expand(10, 2)
    got = load(21).multilabel_loss(logits, targets, torch.tensor([2, 3]))
    want = F.binary_cross_entropy_with_logits(
        logits, targets.to(dtype), pos_weight=torch.tensor([2.0, 3.0], dtype=dtype)
    )
    torch.testing.assert_close(got, want)
    torch.testing.assert_close(
        torch.autograd.grad(got, logits), torch.autograd.grad(want, logits), rtol=2e-2, atol=1e-3
    )


def test_nothing_annotated_gives_zero_and_zero_gradients() -> None:
    logits = torch.randn(3, 4, requires_grad=True)
    loss = load(21).multilabel_loss(logits, torch.full((3, 4), -100), torch.ones(4))
    loss.backward()
    assert loss.item() == 0.0
    assert not logits.grad.any()


@pytest.mark.parametrize("shape", [(4, 1), (3, 4), (4,), (1, 3)])
def test_targets_of_another_shape_are_refused(shape: tuple[int, ...]) -> None:
    message = rf"{', '.join(map(str, shape))}.*4, 3"
    with pytest.raises(ValueError, match=message):
        load(21).multilabel_loss(torch.zeros(4, 3), torch.zeros(shape, dtype=torch.long))


@sizes
def test_decisions(N: int, C: int) -> None:
    """Label by label, with scipy's sigmoid; and the same cut made on the logits."""
    torch.manual_seed(N * C)
    logits, thresholds = 2 * torch.randn(N, C, dtype=torch.float64), torch.rand(C).double()
    got = load(21).predict_labels(logits, thresholds)
    z, t = logits.numpy(), thresholds.numpy()
    columns = [expit(z[:, c]) >= t[c] for c in range(C)]
    assert got.dtype == torch.bool
    assert np.array_equal(got.numpy(), np.stack(columns, axis=1))
    assert np.array_equal(got.numpy(), z >= logit(t))


def test_the_threshold_itself_counts() -> None:
    got = load(21).predict_labels(torch.tensor([[0.0, -1e-3, 1e-3]]), torch.full((3,), 0.5))
    assert got.tolist() == [[True, False, True]]


@pytest.mark.parametrize("shape", [(1,), (3,), (3, 1), (1, 4)])
def test_there_is_one_threshold_for_each_label(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=rf"4.*\({', '.join(map(str, shape))}"):
        load(21).predict_labels(torch.zeros(3, 4), torch.full(shape, 0.5))


def scikit(pred: Tensor, target: Tensor, average: str) -> float:
    """All columns count, also those without a true or predicted text."""
    y, p = target.int().numpy(), pred.int().numpy()
    with warnings.catch_warnings(action="ignore"):  # of 0/0
        return f1_score(y, p, average=average, labels=list(range(y.shape[1])))


@pytest.mark.parametrize("average", ["micro", "macro"])
@pytest.mark.parametrize("seed", range(40))
def test_f1_is_scikit_learns(seed: int, average: str) -> None:
    """Random shares, among them 0, so that labels without positives and predictions occur."""
    torch.manual_seed(seed)
    N, C = int(torch.randint(1, 30, ())), int(torch.randint(2, 9, ()))
    share, tried = torch.rand(2, C) * (torch.rand(2, C) < 0.7)
    target, pred = torch.rand(N, C) < share, torch.rand(N, C) < tried
    got = load(21).f1(pred, target, average)
    assert got.dtype == torch.float64
    assert got.item() == pytest.approx(scikit(pred, target, average), abs=1e-12)


@pytest.mark.parametrize("average", ["micro", "macro"])
def test_f1_of_nothing_is_zero(average: str) -> None:
    nothing = torch.zeros(3, 4, dtype=torch.bool)
    assert load(21).f1(nothing, nothing, average).item() == scikit(nothing, nothing, average) == 0.0
    assert load(21).f1(nothing[:0], nothing[:0], average).item() == 0.0


def test_a_single_label() -> None:
    torch.manual_seed(3)
    target, pred = torch.rand(2, 17, 1) < 0.5
    want = f1_score(target[:, 0], pred[:, 0])
    for average in ("micro", "macro"):
        assert load(21).f1(pred, target, average).item() == pytest.approx(want, abs=1e-12)


@pytest.mark.parametrize("average", ["weighted", "samples", "Macro", ""])
def test_an_unknown_average_is_refused(average: str) -> None:
    nothing = torch.zeros(3, 4, dtype=torch.bool)
    with pytest.raises(ValueError, match=f"'{average}'"):
        load(21).f1(nothing, nothing, average)
