"""Questions 18, 19, 25, 27, 28, 30."""

from __future__ import annotations

from itertools import pairwise, permutations, product

import torch
import torch.nn.functional as F

from tests.drills.recomputed import bytes_of, drill, shape_of, told


@drill("machine-translation", "What is chrF in percent")
def _(p, r):
    """The harmonic mean of precision once and recall β² times."""
    parts = [p, *[r] * 2**2]
    return len(parts) / sum(1 / part for part in parts)


@drill("machine-translation", "Which probability does the smoothed target give")
def _(e, V):
    """What torch smooths: the gradient of its loss is softmax minus target."""
    logits = torch.zeros(1, V, requires_grad=True)
    F.cross_entropy(logits, torch.tensor([0]), label_smoothing=e).backward()
    return float((logits.detach().softmax(-1) - logits.grad)[0, 0])


@drill("machine-translation", "Which mean loss is reported")
def _(m, n, total):
    real = torch.arange(n) < torch.tensor([[m], [n]])
    losses = torch.where(real, total / real.sum(), 99.0)
    return float(losses[real].mean())


told("machine-translation", "decodes by taking the argmax")


@drill("machine-translation", "what is the one-sided p-value of its lead")
def _(n, k):
    leads = [number < k for number in range(n)]
    return leads.count(False) / n


def halves(tokens=30):
    return [0.5**n for n in range(1, tokens)]


@drill("text-generation", "How many tokens does top-p with p = {p} keep")
def _(p):
    kept: list[float] = []
    for chance in halves():
        if sum(kept) >= p:
            break
        kept.append(chance)
    return len(kept)


@drill("text-generation", "How many times as likely is it at temperature")
def _(r, t):
    logits = torch.tensor([r / (r + 1), 1 / (r + 1)]).log()
    a, b = (logits / t).softmax(0).tolist()
    return a / b


@drill("text-generation", "the inverse of the cumulative distribution")
def _(u):
    chances = torch.tensor([0.1, 0.4, 0.3, 0.2])
    return int(torch.searchsorted(chances.cumsum(0), u, right=True))


@drill("text-generation", "A token is to be excluded before the softmax")
def _():
    logits = torch.tensor([-3.0, 0.5, 2.0])

    def excluded(value):
        return float(torch.cat([torch.tensor([value]), logits]).softmax(0)[0]) == 0

    return {
        "`-inf`": excluded(-torch.inf),
        "`0`": excluded(0.0),
        "`1e-9`": excluded(1e-9),
        "smallest logit": excluded(float(logits.min())),
    }


told("text-generation", "A pre-trained BERT is to continue a text")


@drill("text-generation", "How many tokens does min-p keep")
def _(m):
    return sum(chance >= m * max(halves()) for chance in halves())


@drill("qa-decoding", "How many spans are candidates")
def _(n, m):
    return sum(1 for start in range(n) for _ in range(start, min(n, start + m)))


@drill("qa-decoding", "How many characters does the answer")
def _(i, k, a, b, c, d, e):
    text = "x" * 1000
    offsets = {i: (a, b), i + 1: (b, c), i + 2: (d, e)}
    return len(text[offsets[i][0] : offsets[k][1]])


told("qa-decoding", "The start logits are highest at token 57")


@drill("qa-decoding", "An answer is given if best > null + τ")
def _():
    best, null, threshold = 5.2, 4.6, 1
    answered = best > null + threshold
    return {
        "depends on the softmax": False,  # nothing of the rule does
        "no answer": not answered,
        "the best span": answered,
        "with a lower probability": False,
    }


@drill("cached-generation", "How many MiB (1 MiB = 1024 × 1024 bytes) is the cache")
def _(L, D, B, S):
    cache = [(B, S, D) for _ in range(L) for _key_or_value in "kv"]
    return bytes_of(cache, torch.bfloat16) / 1024**2


@drill("cached-generation", "for how many tokens are keys computed without a cache")
def _(P, n):
    text, computed = ["prompt"] * P, 0
    for _ in range(n):
        computed += len(text)
        text.append("new")
    return computed


@drill("cached-generation", "How many keys may the new token number {i} attend to")
def _(past, T, i):
    places = torch.arange(past + T)
    allowed = places[None] <= places[past:, None]  # (T, past + T)
    return int(allowed[i - 1].sum())


@drill("cached-generation", "What is the shape of the attention scores")
def _(B, H, S, d, T):
    cached, new = torch.empty(B, H, S, d), torch.empty(B, H, T, d)
    return shape_of(new @ torch.cat([cached, new], 2).mT)


told("cached-generation", "Why can BERT not use a key-value cache")


@drill("cached-generation", "A draft model proposes {g} tokens")
def _(g, a):
    """Over every way in which the proposals may fare; one token is the large model's own."""
    mean = 0.0
    for fates in product([True, False], repeat=g):
        chance = 1.0
        for accepted in fates:
            chance *= a if accepted else 1 - a
        mean += chance * (1 + [*fates, False].index(False))
    return mean


@drill("ner-decoding", "How many parameters does the CRF add")
def _(K):
    tags = ["O", *(f"{place}-{kind}" for kind in range(K) for place in "BI")]
    transitions = [(before, after) for before in tags for after in tags]
    return len(transitions) + len([("start", tag) for tag in tags] + [(tag, "end") for tag in tags])


@drill("ner-decoding", "does Viterbi compare in total")
def _(C, T):
    return sum(1 for _word in range(1, T) for _tag in range(C) for _before in range(C))


@drill("ner-decoding", "Which spans does conlleval count")
def _():
    tags = ["B-PER", "I-PER", "I-LOC", "O", "I-ORG"]
    spans = conlleval_spans(tags)
    return {
        "PER 0–1, PER 1–2, LOC 2–3, ORG 4–5": spans == "PER 0–1, PER 1–2, LOC 2–3, ORG 4–5",
        "PER 0–2": spans == "PER 0–2",
        "PER 0–2, LOC 2–3, ORG 4–5": spans == "PER 0–2, LOC 2–3, ORG 4–5",
        "PER 0–2, ORG 4–5": spans == "PER 0–2, ORG 4–5",
        "PER 0–3, ORG 4–5": spans == "PER 0–3, ORG 4–5",
    }


def conlleval_spans(tags):
    """A span begins at B, and at an I after O or after another type, and goes on with I of its type."""
    spans: list[tuple[str, int, int]] = []
    for (before, tag), place in zip(pairwise(["O", *tags]), range(len(tags)), strict=True):
        kind = tag[2:]
        if tag.startswith("I") and before[2:] == kind:
            spans[-1] = (kind, spans[-1][1], place + 1)
        elif tag != "O":
            spans.append((kind, place, place + 1))
    return ", ".join(f"{kind} {begin}–{end}" for kind, begin, end in spans)


@drill("ner-decoding", "replaced by their log-softmax over the tags")
def _():
    """All paths of some sentences, scored with the emissions and with their log-softmax."""
    paths = torch.cartesian_prod(*[torch.arange(3)] * 4)  # (81, 4)
    same_path, same_score = [], []
    for _ in range(20):
        emissions, transitions = 3 * torch.randn(4, 3), torch.randn(3, 3)
        (path, score), (other, later) = (
            best_path(paths, given, transitions) for given in (emissions, emissions.log_softmax(-1))
        )
        same_path.append(path == other)
        same_score.append(abs(score - later) < 1e-9)
    return {
        "neither the path nor its score": all(same_path) and all(same_score),
        "the path may change": not all(same_path),
        "stays the same, its score changes": all(same_path) and not any(same_score),
        "probabilities of paths": False,  # the transitions are still any numbers
    }


def best_path(paths, emissions, transitions):
    scores = emissions[torch.arange(4), paths].sum(-1)
    scores = scores + transitions[paths[:, :-1], paths[:, 1:]].sum(-1)
    return int(scores.argmax()), float(scores.max())


@drill("beam-search", "the log-probabilities of one step")
def _(B, K, V):
    return shape_of(torch.empty(B, K, V, device="meta").flatten(0, 1))


@drill("beam-search", "How many candidates compete in one step")
def _(K, V):
    return torch.empty(K, V, device="meta").flatten().numel()


@drill("beam-search", "what is the score of the winner")
def _(m, n, a, b):
    return max(-a / m**1, -b / n**1)


@drill("beam-search", "How often is the metric computed")
def _(n, m):
    return m * sum(1 for _ in permutations(range(n), 2))


told("beam-search", "BLEU falls")
