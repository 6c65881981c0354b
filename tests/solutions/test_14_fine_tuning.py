"""Fine-tuning against transformers' schedule and parameter names, torch's AdamW, and AdamW by hand."""

from __future__ import annotations

import copy
import math
import runpy
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from torch import nn
from transformers import BertConfig, BertModel, get_linear_schedule_with_warmup
from transformers.trainer_pt_utils import get_parameter_names

from tests.solutions import load

ours = load(14)
GIVEN = Path(__file__).parents[2] / "questions" / "14_fine_tuning" / "given.py"


class Bert(nn.Module):
    """transformers' BERT, its parts under the names the exercise gives them."""

    def __init__(self, num_layers=2, hidden=8, dropout=0.0, num_labels=3):
        super().__init__()
        config = BertConfig(
            vocab_size=13,
            hidden_size=hidden,
            num_hidden_layers=num_layers,
            num_attention_heads=2,
            intermediate_size=2 * hidden,
            max_position_embeddings=9,
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=dropout,
            attn_implementation="eager",
        )
        bert = BertModel(config)
        self.embeddings, self.layers, self.pooler = bert.embeddings, bert.encoder.layer, bert.pooler
        self.classifier = nn.Linear(hidden, num_labels)

    def forward(self, input_ids, attention_mask, labels):
        x = self.embeddings(input_ids)
        blocked = torch.zeros_like(attention_mask, dtype=x.dtype)[:, None, None, :]
        blocked = blocked.masked_fill(~attention_mask[:, None, None, :], torch.finfo(x.dtype).min)
        for layer in self.layers:
            out = layer(x, blocked)
            x = out[0] if isinstance(out, tuple) else out
        logits = self.classifier(self.pooler(x))
        return F.cross_entropy(logits, labels), logits


def bert(seed=0, **sizes):
    torch.manual_seed(seed)
    model = Bert(**sizes).double()
    for parameter in model.parameters():
        nn.init.normal_(parameter, std=0.4)
    return model


def draw(B=4, T=6):
    real = torch.arange(T) < torch.randint(1, T + 1, (B, 1))
    ids, labels = torch.randint(0, 13, (B, T)), torch.randint(0, 3, (B,))
    return {"input_ids": ids, "attention_mask": real, "labels": labels}


# the schedule


@pytest.mark.parametrize(
    ("warmup", "total"), [(4, 10), (0, 5), (1, 2), (7, 7), (0, 1), (10, 10_000)]
)
def test_warmup_is_transformers_schedule(warmup, total):
    optimizer = torch.optim.SGD(nn.Linear(1, 1).parameters(), lr=1.0)
    (factor,) = get_linear_schedule_with_warmup(optimizer, warmup, total).lr_lambdas
    for step in {*range(min(total, 30) + 5), total - 1, total, total + 1, 3 * total}:
        got = ours.warmup_linear(step, warmup, total)
        assert type(got) is float
        assert got == pytest.approx(factor(step), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(("warmup", "total"), [(9, 6), (-2, 6), (1, 0)])
def test_warmup_must_fit(warmup, total):
    with pytest.raises(ValueError, match=rf"{warmup}.*{total}"):
        ours.warmup_linear(0, warmup, total)


# the groups


@pytest.mark.parametrize("decay", [1.0, 0.9, 0.65])
@pytest.mark.parametrize("num_layers", [1, 2, 11])
def test_groups_of_a_bert(num_layers, decay):
    model = bert(num_layers=num_layers, hidden=4)
    groups = ours.param_groups(model, 3e-5, 0.01, decay)
    group_of = {id(p): group for group in groups for p in group["params"]}
    assert sum(len(group["params"]) for group in groups) == len(group_of)
    assert len({(g["lr"], g["weight_decay"]) for g in groups}) == len(groups)

    decayed = get_parameter_names(model, [nn.LayerNorm])
    decayed = {name for name in decayed if "bias" not in name}
    parts = [model.embeddings, *model.layers]
    below = {id(p): i for i, part in enumerate(reversed(parts)) for p in part.parameters()}
    for name, parameter in model.named_parameters():
        group = group_of.pop(id(parameter))
        assert group["weight_decay"] == (0.01 if name in decayed else 0.0), name
        expected = 3e-5
        for _ in range(below.get(id(parameter), -1) + 1):
            expected *= decay
        assert group["lr"] == pytest.approx(expected, rel=1e-12), name
    assert not group_of

    optimizer = torch.optim.AdamW(groups)  # refuses a parameter in two groups
    assert [g["lr"] for g in optimizer.param_groups] == [g["lr"] for g in groups]


def test_groups_and_their_parameters_keep_the_order_of_the_model():
    model = bert(num_layers=3)
    place = {id(p): i for i, p in enumerate(model.parameters())}
    groups = ours.param_groups(model, 1.0, 0.1, 0.8)
    orders = [[place[id(p)] for p in group["params"]] for group in groups]
    assert all(order == sorted(order) for order in orders)
    assert [order[0] for order in orders] == sorted(order[0] for order in orders)


def test_frozen_parameters_stay_out():
    model = bert()
    model.embeddings.requires_grad_(False)
    model.layers[0].requires_grad_(False)
    listed = [p for g in ours.param_groups(model, 1.0, 0.1, 0.5) for p in g["params"]]
    assert {id(p) for p in listed} == {id(p) for p in model.parameters() if p.requires_grad}
    model.requires_grad_(False)
    assert ours.param_groups(model, 1.0, 0.1, 0.5) == []


def test_a_shared_table_is_listed_once_with_the_embeddings():
    model = bert()
    model.decoder = nn.Linear(8, 13)
    model.decoder.weight = table = model.embeddings.word_embeddings.weight
    groups = ours.param_groups(model, 1.0, 0.1, 0.5)
    (rate,) = (g["lr"] for g in groups for p in g["params"] if p is table)
    assert rate == 0.5**3


@pytest.mark.parametrize("decay", [0.0, -0.5, 1.01])
def test_layer_decay_must_be_a_fraction(decay):
    with pytest.raises(ValueError, match=str(decay)):
        ours.param_groups(bert(), 1.0, 0.1, decay)


# the step


class ByHand:
    """AdamW one formula at a time, Loshchilov & Hutter 2019, algorithm 2, with clipping before it."""

    def __init__(self, model, rate_and_decay):
        self.model, self.settings, self.t = model, rate_and_decay, 0
        self.m = {n: torch.zeros_like(p) for n, p in model.named_parameters()}
        self.v = {n: torch.zeros_like(p) for n, p in model.named_parameters()}

    def step(self, batch, factor, max_norm):
        named = dict(self.model.named_parameters())
        loss, _ = self.model(**batch)
        gradients = torch.autograd.grad(loss, list(named.values()))
        norm = math.sqrt(sum(float((g * g).sum()) for g in gradients))
        cut = min(1.0, max_norm / (norm + 1e-6))  # torch's guard against a norm of zero
        self.t += 1
        for (name, p), g in zip(named.items(), gradients, strict=True):
            lr, decay = self.settings(name)
            self.m[name] = 0.9 * self.m[name] + 0.1 * cut * g
            self.v[name] = 0.999 * self.v[name] + 0.001 * (cut * g) ** 2
            m, v = self.m[name] / (1 - 0.9**self.t), self.v[name] / (1 - 0.999**self.t)
            p.data = p.data - lr * factor * (m / (v.sqrt() + 1e-8) + decay * p.data)
        return float(loss.detach()), norm


@pytest.mark.parametrize("max_norm", [0.1, 1.0, 1e6])
def test_steps_are_adamw_by_hand(max_norm):
    model = bert(seed=3)
    twin = copy.deepcopy(model)
    torch.manual_seed(4)
    batches = [draw(B, T) for B, T in [(4, 6), (2, 3), (1, 1), (3, 9), (5, 4), (2, 2)]]

    optimizer = torch.optim.AdamW(ours.param_groups(model, 0.02, 0.1, 0.7))
    factor = lambda step: ours.warmup_linear(step, 2, 6)  # noqa: E731
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)

    def settings(name):
        below = {"embeddings": 3, "layers": 2}.get(name.split(".")[0], 0)
        below -= name.startswith("layers.1.")
        matrix = name.endswith("weight") and "LayerNorm" not in name
        return 0.02 * 0.7**below, 0.1 if matrix else 0.0

    hand = ByHand(twin, settings)
    factors = [0.0, 0.5, 1.0, 0.75, 0.5, 0.25]
    norms = []
    for batch, now in zip(batches, factors, strict=True):
        expected, norm = hand.step(batch, now, max_norm)
        norms.append(norm)
        got = ours.train_step(model, batch, optimizer, scheduler, max_norm)
        assert got == pytest.approx(expected, rel=1e-9)
        for (name, p), other in zip(model.named_parameters(), twin.parameters(), strict=True):
            torch.testing.assert_close(p, other, rtol=1e-7, atol=1e-9, msg=lambda m, n=name: n + m)
    assert optimizer.param_groups[0]["lr"] == 0.0
    assert max_norm == 1e6 or max(norms) > max_norm


def test_old_gradients_do_not_count_and_the_model_ends_in_training_mode():
    model = bert(seed=5, dropout=0.3)
    twin = copy.deepcopy(model)
    batch = draw()
    for parameter in model.parameters():
        parameter.grad = torch.randn_like(parameter)
    results = []
    for m in (model.eval(), twin.train()):
        optimizer = torch.optim.SGD(m.parameters(), lr=0.1)
        scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.5)
        torch.manual_seed(6)
        results.append(ours.train_step(m, batch, optimizer, scheduler, 10.0))
        assert optimizer.param_groups[0]["lr"] == 0.05
        assert all(part.training for part in m.modules())
    assert results[0] == results[1]
    torch.testing.assert_close(list(model.parameters()), list(twin.parameters()), rtol=0, atol=0)


def test_training_lowers_the_loss():
    model = bert(seed=7)
    batch = draw(3, 5)
    optimizer = torch.optim.AdamW(ours.param_groups(model, 0.02, 0.01, 0.9))
    scheduler = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: ours.warmup_linear(step, 3, 30)
    )
    losses = [ours.train_step(model, batch, optimizer, scheduler, 1.0) for _ in range(30)]
    assert all(type(loss) is float for loss in losses)
    assert losses[-1] < losses[0] / 2


# what the cases hand in


@pytest.mark.parametrize(
    ("name", "theirs"), [("AdamW", torch.optim.AdamW), ("SGD", torch.optim.SGD)]
)
def test_the_given_optimizers_are_torchs(name, theirs):
    given = runpy.run_path(str(GIVEN))
    torch.manual_seed(8)
    model = given["Classifier"](11, 6, 2, 3).double()
    twin = copy.deepcopy(model)
    mine = given[name](model, lr=0.1, weight_decay=0.2)
    other = theirs(twin.parameters(), lr=0.1, weight_decay=0.2)
    schedules = given["Halving"](mine), torch.optim.lr_scheduler.ExponentialLR(other, 0.5)
    for _ in range(5):
        batch = {"input_ids": torch.randint(0, 11, (3, 4)), "labels": torch.randint(0, 3, (3,))}
        for m, optimizer, schedule in zip((model, twin), (mine, other), schedules, strict=True):
            optimizer.zero_grad()
            m(**batch)[0].backward()
            optimizer.step()
            schedule.step()
        for p, q in zip(model.parameters(), twin.parameters(), strict=True):
            torch.testing.assert_close(p, q, rtol=1e-9, atol=1e-11)
    assert model.backward_passes == 5
