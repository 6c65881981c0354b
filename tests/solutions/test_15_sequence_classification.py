"""SequenceClassifier against transformers' BertForSequenceClassification, all three problem types."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor, nn
from transformers import BertConfig, BertForSequenceClassification

from tests.solutions import load

SequenceClassifier = load(15).SequenceClassifier
REGRESSION, SINGLE, MULTI = (
    "regression",
    "single_label_classification",
    "multi_label_classification",
)
PROBLEMS = [
    (SINGLE, 2),
    (SINGLE, 3),
    (SINGLE, 5),
    (MULTI, 1),
    (MULTI, 4),
    (REGRESSION, 1),
    (REGRESSION, 3),
]
SIZES = [(1, 1), (2, 7), (3, 3), (5, 4)]
problems = pytest.mark.parametrize(("problem", "C"), PROBLEMS)


class Outputs(nn.Module):
    """transformers' BertModel as a function of three arguments to two tensors."""

    def __init__(self, bert: nn.Module):
        super().__init__()
        self.bert = bert

    def forward(self, input_ids, attention_mask=None, token_type_ids=None):
        outputs = self.bert(input_ids, attention_mask, token_type_ids)
        return outputs.last_hidden_state, outputs.pooler_output


def pair(problem: str, C: int, dropout: float = 0.0):
    """transformers' classifier with random weights and ours around the same encoder."""
    config = BertConfig(
        vocab_size=13,
        hidden_size=12,
        num_hidden_layers=2,
        num_attention_heads=3,
        intermediate_size=10,
        max_position_embeddings=8,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        classifier_dropout=dropout,
        num_labels=C,
        problem_type=problem,
    )
    oracle = BertForSequenceClassification(config).double().eval()
    for parameter in oracle.parameters():
        nn.init.normal_(parameter, std=0.5)
    ours = SequenceClassifier(Outputs(oracle.bert), 12, C, problem, dropout).double().eval()
    ours.classifier.load_state_dict(oracle.classifier.state_dict())
    return oracle, ours


def labels_for(problem: str, B: int, C: int) -> Tensor:
    if problem == SINGLE:
        return torch.randint(0, C, (B,))
    if problem == MULTI:
        return torch.randint(0, 2, (B, C)).double()
    return torch.randn((B,) if C == 1 else (B, C), dtype=torch.float64)


def draw(B: int, T: int) -> dict[str, Tensor]:
    real = torch.arange(T) < torch.randint(1, T + 1, (B, 1))
    ids, segments = torch.randint(0, 13, (B, T)), torch.randint(0, 2, (B, T))
    return {"input_ids": ids, "attention_mask": real, "token_type_ids": segments}


@problems
@pytest.mark.parametrize(("B", "T"), SIZES)
def test_as_transformers(problem, C, B, T):
    torch.manual_seed(100 * C + 10 * B + T)
    oracle, ours = pair(problem, C)
    inputs, labels = draw(B, T), labels_for(problem, B, C)
    expected = oracle(**inputs, labels=labels)
    loss, logits = ours(**inputs, labels=labels)
    torch.testing.assert_close(logits, expected.logits, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(loss, expected.loss, rtol=1e-12, atol=1e-12)

    # The encoder is the same object, so one call gives its gradients for either loss.
    shared = [p for p in oracle.bert.parameters() if p.requires_grad]
    weights = torch.randn_like(logits)
    theirs = [*shared, *oracle.classifier.parameters()]
    mine = [*shared, *ours.classifier.parameters()]
    wanted = torch.autograd.grad(expected.loss + (expected.logits * weights).sum(), theirs)
    gradients = torch.autograd.grad(loss + (logits * weights).sum(), mine)
    torch.testing.assert_close(gradients, wanted, rtol=1e-9, atol=1e-11)


@problems
def test_without_labels_mask_and_segments(problem, C):
    torch.manual_seed(1)
    oracle, ours = pair(problem, C)
    ids = torch.randint(0, 13, (3, 6))
    loss, logits = ours(ids)
    assert loss is None
    torch.testing.assert_close(logits, oracle(ids).logits, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(ours(ids, labels=labels_for(problem, 3, C))[1], logits)


@problems
def test_dropout_as_transformers(problem, C):
    torch.manual_seed(2)
    oracle, ours = pair(problem, C, dropout=0.4)
    inputs, labels = draw(6, 5), labels_for(problem, 6, C)
    evaluated = ours(**inputs)[1]
    torch.testing.assert_close(evaluated, oracle(**inputs).logits, rtol=1e-12, atol=1e-12)
    torch.manual_seed(3)
    expected = oracle.train()(**inputs, labels=labels)
    torch.manual_seed(3)
    loss, logits = ours.train()(**inputs, labels=labels)
    torch.testing.assert_close(logits, expected.logits, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(loss, expected.loss, rtol=1e-12, atol=1e-12)
    assert not torch.allclose(logits, evaluated)


def by_hand(problem: str, logits: list[list[float]], labels) -> float:
    """The three losses with numbers in place of tensors."""
    losses = []
    for row, label in zip(logits, labels, strict=True):
        if problem == SINGLE:
            losses.append(math.log(sum(math.exp(z) for z in row)) - row[label])
        elif problem == MULTI:
            for z, y in zip(row, label, strict=True):
                p = 1 / (1 + math.exp(-z))
                losses.append(-math.log(p if y else 1 - p))
        else:
            values = label if isinstance(label, list) else [label]
            losses += [(z - y) ** 2 for z, y in zip(row, values, strict=True)]
    return sum(losses) / len(losses)


@problems
@pytest.mark.parametrize("whole", [False, True])
def test_losses_written_out(problem, C, whole):
    """Integers do as labels too."""
    torch.manual_seed(4)
    _, ours = pair(problem, C)
    labels = labels_for(problem, 4, C)
    labels = labels.round().long() if whole else labels
    loss, logits = ours(**draw(4, 5), labels=labels)
    assert loss.shape == ()
    assert loss.dtype == torch.float64
    expected = by_hand(problem, logits.tolist(), labels.tolist())
    assert loss.item() == pytest.approx(expected, rel=1e-10)


@problems
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_keeps_the_dtype(problem, C, dtype):
    torch.manual_seed(5)
    _, ours = pair(problem, C)
    loss, logits = ours.to(dtype)(**draw(3, 4), labels=labels_for(problem, 3, C))
    assert loss.dtype == logits.dtype == dtype


def test_the_new_parameters_of_the_answer():
    classifier = SequenceClassifier(nn.Identity(), 768, 2, SINGLE)
    assert sum(p.numel() for p in classifier.parameters()) == 1538


@pytest.mark.parametrize(
    ("problem", "C"), [("classification", 2), ("", 2), (SINGLE, 1), (SINGLE, 0)]
)
def test_impossible_problems(problem, C):
    with pytest.raises(ValueError, match=str(C) if problem == SINGLE else repr(problem)):
        SequenceClassifier(nn.Identity(), 4, C, problem)


@pytest.mark.parametrize(
    ("problem", "C", "labels", "says"),
    [
        (SINGLE, 3, torch.tensor([0, 3]), r"0 to 2.*3"),
        (SINGLE, 3, torch.tensor([-100, 1]), r"0 to 2.*-100"),
        (SINGLE, 3, torch.tensor([[0], [1]]), r"\(2,\).*\(2, 1\)"),
        (SINGLE, 3, torch.tensor([0, 1, 2]), r"\(2,\).*\(3,\)"),
        (MULTI, 3, torch.tensor([0, 1]), r"\(2, 3\).*\(2,\)"),
        (MULTI, 3, torch.zeros(2, 2), r"\(2, 3\).*\(2, 2\)"),
        (MULTI, 1, torch.zeros(2), r"\(2, 1\).*\(2,\)"),
        (REGRESSION, 1, torch.zeros(2, 1), r"\(2,\).*\(2, 1\)"),
        (REGRESSION, 1, torch.zeros(2, 2), r"\(2,\).*\(2, 2\)"),
        (REGRESSION, 3, torch.zeros(2), r"\(2, 3\).*\(2,\)"),
    ],
)
def test_labels_that_do_not_fit(problem, C, labels, says):
    _, ours = pair(problem, C)
    with pytest.raises(ValueError, match=says):
        ours(torch.randint(0, 13, (2, 4)), labels=labels)
