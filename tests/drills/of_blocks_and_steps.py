"""Questions 38, 44, 47."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from tests.drills.recomputed import bytes_of, drill, told


@drill("online-softmax", "The next key has the score {s}")
def _(m, l, s):  # noqa: E741
    """From scores that have this maximum and sum: one of `m`, and one for what is left of the sum."""
    scores = m + torch.tensor([0.0, *(l - 1) * [0.0]])
    return float((torch.cat([scores, torch.tensor([float(s)])]) - s).exp().sum())


@drill("online-softmax", "keep for the backward pass, in float32")
def _(T, B, H):
    return bytes_of([(B, H, T)], torch.float32)


@drill("online-softmax", "What is the result over both")
def _(x, a, y, b):
    """Two keys, whose scores are the log-sum-exps."""
    return float(torch.tensor([float(a), b]).softmax(0) @ torch.tensor([float(x), y]))


@drill("online-softmax", "to compute the scores again")
def _(B, H, d, T):
    """A product and an addition for each feature of each score."""
    scores = torch.empty(B, H, T, T, device="meta").numel()
    return sum(scores for _ in range(d) for _product_or_addition in "*+") / 10**9


told("online-softmax", "Flash attention computes more than the naive way")


@drill("chunked-cross-entropy", "How many GiB do the logits take")
def _(B, T, V):
    return bytes_of([(B, T, V)], torch.float32) / 1024**3


@drill("chunked-cross-entropy", "At the start of training all logits are 0")
def _(V, z):
    logits = torch.zeros(1, V)
    loss = F.cross_entropy(logits, torch.tensor([5])) + z * logits.logsumexp(-1).square().mean()
    return float(loss)


@drill("chunked-cross-entropy", "with respect to the label's logit")
def _(p, l, z):  # noqa: E741
    """Of two words, whose logits give the label this probability and the row this log-sum-exp."""
    logits = (torch.tensor([[p, 1 - p]]).log() + l).requires_grad_()
    loss = F.cross_entropy(logits, torch.tensor([0])) + z * logits.logsumexp(-1).square().sum()
    return float(torch.autograd.grad(loss, logits)[0][0, 0])


@drill("chunked-cross-entropy", "The head takes at most {c} rows a call")
def _(B, T, c):
    return len(torch.empty(B, T)[:, 1:].flatten().split(c))


@drill("chunked-cross-entropy", "The same number is added to all logits")
def _():
    row = torch.randn(1, 7)

    def losses(logits):
        return F.cross_entropy(logits, torch.tensor([2])), logits.logsumexp(-1).square().mean()

    pairs = zip(losses(row), losses(row + 3), strict=True)
    entropy, normaliser = (not torch.isclose(old, new) for old, new in pairs)
    return {
        "the z-loss alone": normaliser and not entropy,
        "the cross-entropy alone": entropy and not normaliser,
        "cross-entropy and z-loss": entropy and normaliser,
        "neither of them": not entropy and not normaliser,
    }


@drill("optimizer-step", "of them in matrices that Muon trains")
def _(N, s):
    """Of a hundred parameters: a momentum of each, or both moments."""
    with_muon, with_adamw = [(s,)], [(100 - s,), (100 - s,)]
    return N * bytes_of(with_muon + with_adamw, torch.float32) / 100


class AdamW:
    """Without eps. torch's own takes seconds until its first step is made."""

    def __init__(self, a, b, corrected=True):
        self.a, self.b, self.corrected = a, b, corrected
        self.gradients = []

    def update(self, g):
        """From all gradients so far, each with the weight that it has kept."""
        self.gradients.append(g)
        ages = range(len(self.gradients) - 1, -1, -1)
        weighted = list(zip(ages, self.gradients, strict=True))
        m = sum((1 - self.a) * self.a**age * g for age, g in weighted)
        v = sum((1 - self.b) * self.b**age * g * g for age, g in weighted)
        if self.corrected:
            m = m / sum((1 - self.a) * self.a**age for age in ages)
            v = v / sum((1 - self.b) * self.b**age for age in ages)
        return m / v**0.5


@drill("optimizer-step", "What is the weight afterwards")
def _(p, g, lr, w):
    return (1 - lr * w) * p - lr * AdamW(0.9, 0.999).update(g)


@drill("optimizer-step", "somebody left out the bias correction")
def _(a, b):
    return AdamW(a, b, corrected=False).update(3.0) / AdamW(a, b).update(3.0)


@drill("optimizer-step", "the root mean square of its entries")
def _(n, m):
    """Of an identity with zeros beside it, which has the same singular values."""
    return float(torch.eye(n, m).square().mean().sqrt())


def muon_updates(gradients):
    m = torch.zeros_like(gradients[0])
    for g in gradients:
        m = 0.9 * m + g
        u, _, vh = torch.linalg.svd(g + 0.9 * m, full_matrices=False)
        yield u @ vh


@drill("optimizer-step", "All gradients of a run are multiplied by 100")
def _():
    gradients = torch.randn(5, 4, 3)

    def updates(gradients):
        adamw = AdamW(0.9, 0.999)
        return (
            torch.stack([adamw.update(g) for g in gradients]),
            torch.stack(list(muon_updates(gradients))),
        )

    pairs = list(zip(updates(gradients), updates(100 * gradients), strict=True))
    same, hundred = (
        [torch.allclose(by * once, larger) for once, larger in pairs] for by in (1, 100)
    )
    return {
        "neither of them changes": same == [True, True],
        "both make steps": hundred == [True, True],
        "only AdamW": same == [True, False],
        "only Muon": same == [False, True],
    }
