"""Questions 11, 12, 13, 14."""

from __future__ import annotations

from fractions import Fraction

import torch
from tokenizers.models import WordPiece
from torch import nn

from tests.drills.recomputed import drill, embedding, parameters, shape_of, told


@drill("bert-model", "BERT's embeddings have {V} tokens")
def _(V, D):
    tables = (lambda rows=rows: embedding(rows, D) for rows in (V, 512, 2))
    return parameters(*tables, lambda: nn.LayerNorm(D))


def pair_of(m, n):
    """A pair as BERT reads it: tokens with the segment of each."""
    first = [("[CLS]", 0), *(("a", 0) for _ in range(m)), ("[SEP]", 0)]
    return [*first, *(("b", 1) for _ in range(n)), ("[SEP]", 1)]


@drill("bert-model", "How many positions have segment 1")
def _(m, n):
    return sum(segment == 1 for _, segment in pair_of(m, n))


@drill("bert-model", "What is the shape of the pooled output")
def _(B, T, D, H):
    states = nn.Embedding(5, D)(torch.zeros(B, T, dtype=torch.long))
    return shape_of(nn.Linear(D, D)(states[:, 0]).tanh())


told("bert-model", "that the first GPT does not have")


@drill("bert-model", "A byte-level BPE tokenizer has learned")
def _(m, s):
    entries = {bytes([byte]) for byte in range(256)}
    entries |= {f"merge {i}" for i in range(m)} | {f"special {i}" for i in range(s)}
    return len(entries)


@drill("bert-model", "How is `unaffordable` cut")
def _():
    pieces = ["un", "unaff", "##aff", "##able", "##ord", "##ordable", "[UNK]"]
    model = WordPiece({piece: i for i, piece in enumerate(pieces)}, unk_token="[UNK]")
    cut = [token.value for token in model.tokenize("unaffordable")]
    return {
        "`[UNK]`": cut == ["[UNK]"],
        "`un`, `##aff`, `##ord`, `##able`": cut == ["un", "##aff", "##ord", "##able"],
        "`un`, `##aff`, `##ordable`": cut == ["un", "##aff", "##ordable"],
        "`unaff`, `##ordable`": cut == ["unaff", "##ordable"],
    }


@drill("masked-language-model", "How many of them does BERT's rule turn into [MASK]")
def _(n):
    chosen = Fraction(15, 100)
    replaced_by = {"[MASK]": Fraction(80, 100), "random": Fraction(1, 10), "same": Fraction(1, 10)}
    return float(sum(chosen * replaced_by["[MASK]"] for _ in range(n)))


@drill("masked-language-model", "How many parameters does the head add to the encoder")
def _(D, V):
    with torch.device("meta"):
        tokens = embedding(V, D)
        head = nn.Sequential(nn.Linear(D, D), nn.GELU(), nn.LayerNorm(D), nn.Linear(D, V))
    head[-1].weight = tokens.weight
    return sum(p.numel() for p in head.parameters() if p is not tokens.weight)


@drill("masked-language-model", "The head is applied to these positions only")
def _(B, T, n, V):
    labels = torch.full((B, T), -100)
    labels.view(-1)[torch.randperm(B * T)[:n]] = 7
    states = torch.zeros(B, T, 1)[labels != -100]
    return shape_of(states.expand(-1, V))


told("masked-language-model", "A token was chosen and left unchanged")


@drill("next-sentence-prediction", "How many positions of the pair's input are in segment 0")
def _(n, m):
    return sum(segment == 0 for _, segment in pair_of(n, m))


@drill("next-sentence-prediction", "the pooler and the two-class layer")
def _(D):
    return parameters(lambda: nn.Linear(D, D), lambda: nn.Linear(D, 2))


told("next-sentence-prediction", "ALBERT's sentence order prediction")
told("next-sentence-prediction", "`BertForNextSentencePrediction` expect")


@drill("fine-tuning", "What fraction of it do the embeddings get")
def _(L, d):
    rate = Fraction(1)  # of the head
    for _part in [*(f"layer {n}" for n in range(L, 0, -1)), "embeddings"]:
        rate *= Fraction(str(d))
    return float(rate)


@drill("fine-tuning", "By what factor is the peak rate multiplied")
def _(n, B, E, s):
    updates = len([start for _ in range(E) for start in range(0, n, B)])
    warmup = updates // 10
    up, down = torch.linspace(0, 1, warmup + 1), torch.linspace(1, 0, updates - warmup + 1)
    return float(torch.cat([up, down[1:]])[s])


told("fine-tuning", "the right order in one training step")


@drill("fine-tuning", "LoRA of rank {r}")
def _(r, L, D):
    adapter = (lambda: nn.Linear(D, r, bias=False), lambda: nn.Linear(r, D, bias=False))
    return parameters(*(part for _ in range(L) for _query_or_value in "qv" for part in adapter))
