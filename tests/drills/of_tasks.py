"""Questions 15, 16, 17, 20, 21."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import nn

from tests.drills.recomputed import drill, parameters, shape_of, told


@drill("sequence-classification", "How many new parameters does a classification layer")
def _(C, D):
    return parameters(lambda: nn.Linear(D, C))


@drill("sequence-classification", "gives logits that are all near zero")
def _(C):
    return float(F.cross_entropy(torch.zeros(1, C), torch.tensor([0])))


@drill("sequence-classification", "What is the shape of `logits - labels`")
def _(B):
    return shape_of(torch.empty(B, 1) - torch.empty(B))


told("sequence-classification", "about several of the topics at once")


def bio_tags(K):
    return ["O", *(f"{place}-{kind}" for kind in range(K) for place in "BI")]


@drill("named-entity-recognition", "What is the shape of the logits")
def _(B, T, K):
    return shape_of(nn.Linear(8, len(bio_tags(K)))(torch.empty(B, T, 8)))


@drill("named-entity-recognition", "the token classification layer have")
def _(D, K):
    return parameters(lambda: nn.Linear(D, len(bio_tags(K))))


@drill("named-entity-recognition", "How many of its positions hold -100")
def _(n, p, T):
    words = [*range(n), *(n - 1 for _ in range(p - n))]  # of which word each piece is
    first = [n == 0 or words[n - 1] != word for n, word in enumerate(words)]
    labels = [-100, *(1 if begins else -100 for begins in first), -100]
    labels += [-100] * (T - len(labels))
    return labels.count(-100)


@drill("named-entity-recognition", "Every label of a batch is -100")
def _():
    loss = F.cross_entropy(torch.randn(3, 4), torch.full((3,), -100))
    return {
        "0": float(loss) == 0,
        "NaN": math.isnan(loss),
        "an IndexError": False,  # it would have been raised above
        "the logarithm of the number of classes": math.isclose(loss, math.log(4)),
    }


@drill("span-question-answering", "How many parameters does the span head add")
def _(D):
    return parameters(lambda: nn.Linear(D, 2))


@drill("span-question-answering", "What is the start label in the packed sequence")
def _(q, k):
    tokens = ["[CLS]", *(f"question {n}" for n in range(q)), "[SEP]"]
    return [*tokens, *(f"passage {n}" for n in range(k + 1)), "[SEP]"].index(f"passage {k}")


@drill("span-question-answering", "all logits are about equal")
def _(T):
    start, end = (F.cross_entropy(torch.zeros(1, T), torch.tensor([n])) for n in (0, T - 1))
    return float((start + end) / 2)


told("span-question-answering", "Over what does the softmax of the start logits run")


@drill("span-question-answering", "the expected calibration error over these two bins")
def _(n, c, a, m, d, b):
    """Answer by answer: how far each bin's share of right ones is from what was said of it."""
    bins = [
        [(said, number < count * right // 100) for number in range(count)]
        for count, said, right in ((n, c, a), (m, d, b))
    ]
    gaps = [abs(sum(said - 100 * right for said, right in answers)) for answers in bins]
    return sum(gaps) / sum(map(len, bins))


@drill("sentiment-analysis", "Which single logit gives the same probability")
def _(a, b):
    return float(torch.logit(torch.tensor([a, b], dtype=torch.float64).softmax(0)[1]))


@drill("sentiment-analysis", "What is its calibrated probability of positive")
def _(t, z):
    return 100 * float(torch.tensor(z / t).sigmoid())


@drill("sentiment-analysis", "From which probability on should you raise the alarm")
def _(m):
    """By halving: below it, not to raise the alarm costs less on average."""
    low, high = 0.0, 1.0
    for _ in range(60):
        p = (low + high) / 2
        missed, false_alarm = p * m, (1 - p) * 1
        low, high = (low, p) if missed >= false_alarm else (p, high)
    return high


told("sentiment-analysis", "You classify the same review twice")


@drill("sentiment-analysis", "dollars per million input tokens")
def _(n, t, q, p):
    tokens = sum(t + q for _ in range(n)) * 10**6  # n million reviews
    return tokens / 10**6 * p


@drill("text-classification", "Which `pos_weight` gives all its positive entries")
def _(N, P):
    """With the weight 1 and logits of 0, every entry has the same loss."""
    targets = (torch.arange(N) < P).double()
    losses = F.binary_cross_entropy_with_logits(torch.zeros(N), targets, reduction="none")
    return float(losses[targets == 0].sum() / losses[targets == 1].sum())


def entries(TP, FP, FN):
    """Pairs of what is true and what was predicted."""
    return [(1, 1)] * TP + [(0, 1)] * FP + [(1, 0)] * FN


def f1(pairs):
    right = sum(true and got for true, got in pairs)
    predicted, true = sum(got for _, got in pairs), sum(true for true, _ in pairs)
    precision = right / predicted if predicted else 0.0
    recall = right / true if true else 0.0
    return 2 * precision * recall / (precision + recall) if right else 0.0


@drill("text-classification", "What is micro-F1")
def _(a, b, c, d, e, f):
    return f1(entries(a, b, c) + entries(d, e, f))


@drill("text-classification", "What is macro-F1")
def _(a, b, c, d, e, f):
    return (f1(entries(a, b, c)) + f1(entries(d, e, f))) / 2


@drill("text-classification", "a model predicts none for any text")
def _(C, k):
    text = [1] * k + [0] * (C - k)
    return 100 * sum(label == 0 for label in text) / len(text)


@drill("text-classification", "a softmax is taken over all labels")
def _():
    """Over many rows of logits, some of them extreme."""
    three = (20 * torch.randn(4000, 5)).softmax(-1)[:, :3]
    return {
        "close to 1": bool((three > 0.9).all(-1).any()),
        "can exceed 0.5": int((three > 0.5).sum(-1).max()) == 1,
        "one third": bool((three <= 1 / 3).all()),
        "separately": torch.equal(torch.zeros(2).softmax(0)[:1], torch.zeros(1).softmax(0)),
    }
