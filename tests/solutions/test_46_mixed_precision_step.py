"""torch's GradScaler for the CPU, one large batch through autograd, and clipping by torch."""

from __future__ import annotations

import copy
import math
import random

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tests.solutions import load

SOLUTION = load(46)
LossScaler, mixed_precision_step = SOLUTION.LossScaler, SOLUTION.mixed_precision_step
CLOSE = {"rtol": 1e-12, "atol": 1e-14}


class Model(nn.Module):
    """An embedding and an output layer; `grows` multiplies the gradient on its way back."""

    def __init__(self, vocab: int = 11, width: int = 6) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab, width, dtype=torch.float64)
        self.output = nn.Linear(width, vocab, dtype=torch.float64)
        self.grows = 1.0

    def forward(self, ids: Tensor) -> Tensor:
        logits = self.output(torch.tanh(self.embedding(ids)))
        if self.grows != 1.0:
            logits.register_hook(lambda gradient: gradient * self.grows)
        return logits


def drawn(seed: int, shapes: list[tuple[int, int]]) -> list[dict[str, Tensor]]:
    torch.manual_seed(seed)
    batches = [
        {"ids": torch.randint(0, 11, shape), "labels": torch.randint(0, 11, shape)}
        for shape in shapes
    ]
    for batch in batches:
        batch["labels"][torch.rand(batch["labels"].shape) < 0.4] = -100
        batch["labels"][0, 0] = 3
    return batches


def model_and_twin() -> tuple[Model, Model]:
    torch.manual_seed(5)
    model = Model()
    return model, copy.deepcopy(model)


def one_large_batch(
    model: Model,
    batches: list[dict[str, Tensor]],
    optimizer: torch.optim.Optimizer,
    max_norm: float,
) -> float:
    """The same step without scale and without micro-batches: all labels in one mean."""
    logits = torch.cat([model(batch["ids"]).flatten(0, 1) for batch in batches])
    loss = F.cross_entropy(logits, torch.cat([batch["labels"].flatten() for batch in batches]))
    optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    optimizer.step()
    return loss.item()


SHAPES = [[(2, 5)], [(2, 5), (1, 3)], [(1, 1), (4, 2), (3, 7)], [(1, 9)] * 4]


@pytest.mark.parametrize("shapes", SHAPES, ids=str)
@pytest.mark.parametrize("max_norm", [0.05, 100.0])
@pytest.mark.parametrize("optimizer", [torch.optim.SGD, torch.optim.AdamW])
def test_accumulated_and_scaled_as_one_large_batch(shapes, max_norm, optimizer):
    model, twin = model_and_twin()
    ours, theirs = (optimizer(m.parameters(), lr=0.1) for m in (model, twin))
    scaler = LossScaler(2.0**16, 2.0, 0.5, 2)
    for seed in range(3):
        batches = drawn(seed, shapes)
        loss, skipped = mixed_precision_step(model, batches, ours, scaler, max_norm)
        assert loss == pytest.approx(one_large_batch(twin, batches, theirs, max_norm), rel=1e-12)
        assert not skipped
        for p, q in zip(model.parameters(), twin.parameters(), strict=True):
            torch.testing.assert_close(p, q, **CLOSE)
    assert scaler.scale == 2.0**17


@pytest.mark.parametrize("seed", range(4))
def test_steps_and_skips_as_with_torchs_grad_scaler(seed):
    """Some steps overflow; scale, parameters and moments go the same way."""
    model, twin = model_and_twin()
    ours, theirs = (torch.optim.AdamW(m.parameters(), lr=0.1) for m in (model, twin))
    scaler = LossScaler(2.0**10, 4.0, 0.5, 3)
    torchs = torch.amp.GradScaler(
        "cpu", init_scale=2.0**10, growth_factor=4.0, backoff_factor=0.5, growth_interval=3
    )
    draw = random.Random(seed)
    flags = [False, True, *(draw.random() < 0.3 for _ in range(10))]
    for step, bad in enumerate(flags):
        (batch,) = drawn(step, [(2, 4)])
        model.grows = twin.grows = math.inf if bad else 1.0
        _, skipped = mixed_precision_step(model, [batch], ours, scaler, 0.5)
        theirs.zero_grad()
        loss = F.cross_entropy(twin(batch["ids"]).flatten(0, 1), batch["labels"].flatten())
        torchs.scale(loss).backward()
        torchs.unscale_(theirs)
        nn.utils.clip_grad_norm_(twin.parameters(), 0.5)
        torchs.step(theirs)
        torchs.update()
        assert skipped == bad
        assert scaler.scale == torchs.get_scale()
        for p, q in zip(model.parameters(), twin.parameters(), strict=True):
            torch.testing.assert_close(p, q, **CLOSE)
    steps = {int(state["step"]) for state in ours.state.values()}
    assert steps == {flags.count(False)}


@pytest.mark.parametrize("interval", [1, 2, 5])
def test_scale_goes_as_torchs_through_a_long_history(interval):
    draw = random.Random(interval)
    scaler = LossScaler(1024.0, 2.0, 0.25, interval)
    scale, tracker = torch.tensor(1024.0), torch.tensor(0, dtype=torch.int32)
    for _ in range(60):
        overflow = draw.random() < 0.3
        found = torch.tensor(float(overflow))
        torch._amp_update_scale_(scale, tracker, found, 2.0, 0.25, interval)
        assert scaler.update(overflow) == scaler.scale == float(scale)


def test_small_gradients_survive_float16_by_the_scale():
    """Weights and activations really are float16 here; the gradients are below 2^-24 without a scale."""

    class Half(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.weight = nn.Parameter(torch.linspace(-1, 1, 5))

        def forward(self, ids: Tensor) -> Tensor:
            return self.weight.half().expand(*ids.shape, 5).float() * 1e-8

    moved = {}
    for scale in (1.0, 2.0**14):
        model = Half()
        before = model.weight.detach().clone()
        batch = {"ids": torch.zeros(1, 2, dtype=torch.long), "labels": torch.tensor([[1, 3]])}
        optimizer = torch.optim.SGD(model.parameters(), lr=1e8)
        mixed_precision_step(model, [batch], optimizer, LossScaler(scale, 2.0, 0.5, 9), 1.0)
        moved[scale] = before - model.weight.detach()
    wanted = torch.tensor([0.2, -0.3, 0.2, -0.3, 0.2])
    torch.testing.assert_close(moved[2.0**14], wanted, rtol=2e-3, atol=0)
    assert not moved[1.0].any()


def test_what_does_not_fit_is_refused():
    for settings in [(0, 2, 0.5, 1), (1, 1, 0.5, 1), (1, 2, 1, 1), (1, 2, 0, 1), (1, 2, 0.5, 0)]:
        with pytest.raises(ValueError, match="no scale to work with"):
            LossScaler(*settings)
    model, _ = model_and_twin()
    batch = {"ids": torch.zeros(1, 2, dtype=torch.long), "labels": torch.full((1, 2), -100)}
    optimizer = torch.optim.SGD(model.parameters())
    with pytest.raises(ValueError, match="no label counts"):
        mixed_precision_step(model, [batch], optimizer, LossScaler(1.0, 2.0, 0.5, 9), 1.0)
