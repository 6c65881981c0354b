"""Values and gradients against torch.utils.checkpoint and the plain layers, with dropout; calls by counting."""

from __future__ import annotations

from itertools import pairwise

import pytest
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint
from torch.utils.checkpoint import checkpoint_sequential as of_torch

from tests.solutions import load

checkpoint_sequential, segment_lengths = load(48).checkpoint_sequential, load(48).segment_lengths
SIZES = [(6, 3), (7, 3), (5, 5), (4, 1), (1, 1), (9, 4)]


class Layer(nn.Module):
    """Writes down when it is called and when gradients have passed it."""

    def __init__(self, number, told, dropout):
        super().__init__()
        self.dense, self.dropout = nn.Linear(8, 8), nn.Dropout(dropout)
        self.number, self.told = number, told

    def forward(self, x):
        out = x + self.dropout(torch.tanh(self.dense(x)))
        self.told.append(("recorded" if torch.is_grad_enabled() else "plain", self.number))
        if torch.is_grad_enabled():
            out.register_hook(lambda _: self.told.append(("passed", self.number)))
        return out


def layers_of(number, dropout=0.5):
    torch.manual_seed(number)
    told = []
    layers = nn.ModuleList(Layer(i, told, dropout) for i in range(number)).double()
    return layers, told, torch.randn(3, 8, dtype=torch.float64)


def result_and_gradients(run, layers, x):
    """And what the generator gives afterwards."""
    torch.manual_seed(5)
    x = x.clone().requires_grad_()
    out = run(layers, x)
    gradients = torch.autograd.grad(out.sin().sum(), [x, *layers.parameters()])
    return [out.detach(), *gradients, torch.rand(2)]


@pytest.mark.parametrize(("number", "segments"), SIZES, ids=str)
def test_is_the_layers_one_after_the_other_with_the_same_masks(number, segments):
    layers, _, x = layers_of(number)
    got = result_and_gradients(lambda ls, x: checkpoint_sequential(ls, x, segments), layers, x)
    expected = result_and_gradients(lambda ls, x: nn.Sequential(*ls)(x), layers, x)
    torch.testing.assert_close(got, expected, rtol=0, atol=0)


@pytest.mark.parametrize(("number", "segments"), [(6, 3), (7, 3), (5, 5), (9, 4)], ids=str)
def test_is_the_checkpointing_of_torch(number, segments):
    """Theirs leaves the last segment as it is, and what is drawn afterwards to another place."""
    layers, _, x = layers_of(number)
    got = result_and_gradients(lambda ls, x: checkpoint_sequential(ls, x, segments), layers, x)
    theirs = result_and_gradients(
        lambda ls, x: of_torch(list(ls), segments, x, use_reentrant=False), layers, x
    )
    torch.testing.assert_close(got[:-1], theirs[:-1], rtol=0, atol=0)


def test_a_single_segment_is_called_as_often_as_by_torch():
    layers, told, x = layers_of(3)
    result_and_gradients(lambda ls, x: checkpoint_sequential(ls, x, 1), layers, x)
    mine = [number for what, number in told if what != "passed"]
    told.clear()
    x.requires_grad_()
    checkpoint(nn.Sequential(*layers), x, use_reentrant=True).sum().backward()
    assert mine == [number for what, number in told if what != "passed"]


@pytest.mark.parametrize(("number", "segments"), SIZES, ids=str)
def test_one_segment_after_the_other_is_run_again_from_the_last(number, segments):
    layers, told, x = layers_of(number)
    result_and_gradients(lambda ls, x: checkpoint_sequential(ls, x, segments), layers, x)
    expected = [("plain", i) for i in range(number)]
    ends = [0]
    for length in segment_lengths(number, segments):
        ends.append(ends[-1] + length)
    for begin, end in reversed([*pairwise(ends)]):
        expected += [("recorded", i) for i in range(begin, end)]
        expected += [("passed", i) for i in reversed(range(begin, end))]
    assert told == expected


@pytest.mark.parametrize("number", range(1, 12))
def test_segments_differ_by_a_layer_at_most_and_the_longer_come_first(number):
    for segments in range(1, number + 1):
        lengths = segment_lengths(number, segments)
        assert (len(lengths), sum(lengths)) == (segments, number)
        assert lengths == sorted(lengths, reverse=True)
        assert lengths[0] - lengths[-1] <= 1


@pytest.mark.parametrize("trained", [True, False])
def test_ids_need_no_gradient_and_the_layers_still_get_theirs(trained):
    torch.manual_seed(0)
    layers = nn.ModuleList([nn.Embedding(5, 4), nn.Linear(4, 4), nn.Tanh(), nn.Linear(4, 3)])
    layers[0].requires_grad_(trained)
    ids = torch.randint(0, 5, (2, 3))
    wanted = [p for p in layers.parameters() if p.requires_grad]
    results = [checkpoint_sequential(layers, ids, 3), nn.Sequential(*layers)(ids)]
    gradients = [torch.autograd.grad(out.square().sum(), wanted) for out in results]
    torch.testing.assert_close(*gradients, rtol=0, atol=0)


def test_a_segment_without_gradients_is_not_run_again():
    layers, told, x = layers_of(4)
    layers[:2].requires_grad_(False)
    checkpoint_sequential(layers, x, 2).sum().backward()
    assert [call for call in told if call[0] == "recorded"] == [("recorded", 2), ("recorded", 3)]
    assert layers[0].dense.weight.grad is None


def test_the_parameters_of_a_layer_that_stands_twice_get_both_gradients():
    torch.manual_seed(1)
    one, two = nn.Linear(4, 4).double(), nn.Linear(4, 4).double()
    layers = nn.ModuleList([one, two, one, one])
    x = torch.randn(2, 4, dtype=torch.float64)
    results = [checkpoint_sequential(layers, x, 2), nn.Sequential(*layers)(x)]
    gradients = [torch.autograd.grad(out.sin().sum(), [*layers.parameters()]) for out in results]
    torch.testing.assert_close(*gradients, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("segments", [0, -1, 4])
def test_too_few_or_too_many_segments_are_refused(segments):
    layers, _, x = layers_of(3)
    with pytest.raises(ValueError, match=f"3 layers can't be cut into {segments} segments"):
        checkpoint_sequential(layers, x, segments)
