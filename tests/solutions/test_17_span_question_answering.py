"""The span head against BertForQuestionAnswering with the same weights, and one loss by hand."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor, nn
from transformers import BertConfig, BertForQuestionAnswering

from tests.solutions import load

SpanHead = load(17).SpanHead
SIZES = [(1, 1, 4), (2, 5, 8), (3, 7, 4), (4, 4, 12), (5, 3, 8)]
sizes = pytest.mark.parametrize(("B", "T", "D"), SIZES)


def models(D: int) -> tuple[BertForQuestionAnswering, nn.Module]:
    """A small BERT for question answering with random weights, and our head with its last layer's."""
    config = BertConfig(
        vocab_size=13,
        hidden_size=D,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=9,
        max_position_embeddings=16,
    )
    oracle = BertForQuestionAnswering(config).double().eval()
    for parameter in oracle.parameters():
        nn.init.normal_(parameter, std=0.5)
    ours = SpanHead(D).double()
    ours.qa_outputs.load_state_dict(oracle.qa_outputs.state_dict())
    return oracle, ours


def compare(B: int, T: int, D: int, start: Tensor, end: Tensor) -> None:
    """Loss, logits, and gradients of the head and of the embeddings below the encoder."""
    oracle, ours = models(D)
    x = torch.randn(B, T, D, dtype=torch.float64, requires_grad=True)
    # transformers ignores positions of T and more, but moves negative ones to 0.
    outside = {
        "start_positions": start.where(start >= 0, T),
        "end_positions": end.where(end >= 0, T),
    }
    wanted = oracle(inputs_embeds=x, **outside)
    loss, start_logits, end_logits = ours(oracle.bert(inputs_embeds=x)[0], start, end)
    torch.testing.assert_close(loss, wanted.loss, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(start_logits, wanted.start_logits, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(end_logits, wanted.end_logits, rtol=1e-12, atol=1e-12)
    theirs = torch.autograd.grad(wanted.loss, [x, *oracle.qa_outputs.parameters()])
    mine = torch.autograd.grad(loss, [x, *ours.parameters()])
    torch.testing.assert_close(mine, theirs, rtol=1e-9, atol=1e-12)


@sizes
def test_as_transformers(B, T, D):
    torch.manual_seed(B + T)
    compare(B, T, D, torch.randint(T, (B,)), torch.randint(T, (B,)))


@sizes
@pytest.mark.parametrize("seed", range(4))
def test_as_transformers_with_positions_outside(B, T, D, seed):
    torch.manual_seed(seed)
    start, end = torch.randint(-3, T + 4, (2, B))
    start[0] = end[-1] = T - 1  # one of each counts, or the oracle's loss is NaN
    compare(B, T, D, start, end)


@sizes
def test_without_labels(B, T, D):
    torch.manual_seed(1)
    oracle, ours = models(D)
    x = torch.randn(B, T, D, dtype=torch.float64)
    wanted = oracle(inputs_embeds=x)
    loss, start_logits, end_logits = ours(oracle.bert(inputs_embeds=x)[0])
    assert loss is None
    torch.testing.assert_close(start_logits, wanted.start_logits, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(end_logits, wanted.end_logits, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_loss_written_out(seed):
    """The two sums of log-probabilities with numbers instead of tensors."""
    torch.manual_seed(seed)
    B, T, D = 4, 5, 3
    ours = SpanHead(D).double()
    loss, *logits = ours(
        torch.randn(B, T, D, dtype=torch.float64), *(labels := torch.randint(-3, T + 4, (2, B)))
    )
    halves = []
    for rows, positions in zip(logits, labels.tolist(), strict=True):
        kept = [(r, p) for r, p in zip(rows.tolist(), positions, strict=True) if 0 <= p < T]
        surprises = [math.log(sum(math.exp(v) for v in r)) - r[p] for r, p in kept]
        halves.append(sum(surprises) / len(kept) if kept else 0.0)
    assert loss.item() == pytest.approx(sum(halves) / 2, rel=1e-12)


@pytest.mark.parametrize("outside", [-100, -1, 5, 50])
def test_a_side_without_a_position_adds_nothing(outside):
    torch.manual_seed(2)
    oracle, ours = models(4)
    x = torch.randn(2, 5, 4, dtype=torch.float64, requires_grad=True)
    end = torch.tensor([1, 4])
    loss, _, end_logits = ours(x, torch.full((2,), outside), end)
    torch.testing.assert_close(loss, nn.CrossEntropyLoss()(end_logits, end) / 2)
    loss.backward()
    assert x.grad.isfinite().all()
    assert not ours.qa_outputs.weight.grad[0].any()
    assert oracle(inputs_embeds=x, start_positions=end + 5, end_positions=end).loss.isnan()


def test_nothing_inside_gives_zero_and_can_be_trained_on():
    torch.manual_seed(3)
    _, ours = models(4)
    x = torch.randn(3, 5, 4, dtype=torch.float64, requires_grad=True)
    loss, *_ = ours(x, torch.tensor([-1, 5, 6]), torch.tensor([-100, 8, 5]))
    loss.backward()
    for tensor in (loss, x.grad, *(p.grad for p in ours.parameters())):
        assert torch.equal(tensor, torch.zeros_like(tensor))


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_keeps_the_dtype(dtype):
    given = torch.randn(2, 5, 4).to(dtype), torch.tensor([0, 7]), torch.tensor([3, 9])
    assert [t.dtype for t in SpanHead(4).to(dtype)(*given)] == [dtype] * 3


@pytest.mark.parametrize("name", ["start", "end"])
def test_one_label_without_the_other_is_refused(name):
    with pytest.raises(ValueError, match="together"):
        SpanHead(4)(torch.randn(2, 5, 4), **{name: torch.tensor([1, 2])})
