"""Masking against transformers' collator, draw by draw and in its shares; the head against BertForMaskedLM."""

from __future__ import annotations

import math

import pytest
import torch
from tokenizers import Tokenizer, models
from torch import Tensor, nn
from transformers import (
    BertConfig,
    BertForMaskedLM,
    DataCollatorForLanguageModeling,
    PreTrainedTokenizerFast,
)

from tests.solutions import load

PAD, UNK, CLS, SEP, MASK, WORDS, V = 0, 1, 2, 3, 4, 5, 40
SIZES = [(1, 1), (2, 9), (5, 5), (7, 4), (3, 60)]
sizes = pytest.mark.parametrize("size", SIZES, ids=str)


def collator() -> DataCollatorForLanguageModeling:
    """The collator with its defaults, over a vocabulary of 5 special tokens and 35 words."""
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocab = {word: i for i, word in enumerate([*special, *(f"w{i}" for i in range(WORDS, V))])}
    names = ("pad_token", "unk_token", "cls_token", "sep_token", "mask_token")
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer(models.WordLevel(vocab, unk_token="[UNK]")),
        **dict(zip(names, special, strict=True)),
    )
    return DataCollatorForLanguageModeling(tokenizer)


def text(B: int, T: int) -> tuple[Tensor, Tensor]:
    """Random ids with [CLS], [SEP] and padding wherever a row has room, and where they are not."""
    ids = torch.randint(WORDS, V, (B, T))
    if T > 2:
        ids[:, 0] = CLS
        for row, end in zip(ids, torch.randint(2, T, (B,)).tolist(), strict=True):
            row[end], row[end + 1 :] = SEP, PAD
    return ids, ids >= WORDS


def theirs(monkeypatch, ids: Tensor, select: Tensor, action: Tensor, random: Tensor):
    """What the collator makes of the same draws: its three coins and its random words are ours.

    Its third coin is for what the second left over: draws from 0.8 to 1, spread over 0 to 1.
    """
    coins = iter([select, action, (action - 0.8) / 0.2])
    monkeypatch.setattr(torch, "bernoulli", lambda p, generator=None: (next(coins) < p).double())
    monkeypatch.setattr(torch, "randint", lambda high, shape, **_: random)
    return collator().torch_mask_tokens(ids.clone())


@sizes
@pytest.mark.parametrize("squeezed", [1.0, 0.3], ids=["as drawn", "half of it chosen"])
def test_as_the_collator_with_the_same_draws(monkeypatch, size, squeezed):
    torch.manual_seed(sum(size))
    ids, maskable = text(*size)
    select, action, random = squeezed * torch.rand(size), torch.rand(size), torch.randint(V, size)
    expected = theirs(monkeypatch, ids, select, action, random)
    before = ids.clone()
    got = load(12).mask_tokens(ids, maskable, select, action, random, MASK)
    assert torch.equal(got[0], expected[0])
    assert torch.equal(got[1], expected[1])
    assert torch.equal(ids, before)


@pytest.mark.parametrize("whose", ["ours", "the collator's"])
def test_shares(whose):
    """15 % chosen; of those 80 % masked, 10 % randomized, 10 % kept, for us and for the collator.

    A random word is the original one time in V - and the collator's are drawn over all V ids - so what
    looks kept is a little more than 10 %. Each count is binomial; 6 sigma has a false-alarm probability of
    2e-9 per count, below 2e-8 for all of them.
    """
    torch.manual_seed(1)
    ids = torch.randint(WORDS, V, (200, 500))
    if whose == "ours":
        maskable = torch.ones_like(ids, dtype=torch.bool)
        draws = torch.rand(2, *ids.shape)
        random = torch.randint(V, ids.shape)
        corrupted, labels = load(12).mask_tokens(ids, maskable, *draws, random, MASK)
    else:
        corrupted, labels = collator().torch_mask_tokens(ids.clone())

    chosen = labels != -100
    N, n = ids.numel(), int(chosen.sum())
    same, hidden = corrupted == ids, corrupted == MASK
    within(n, N, 0.15)
    within(int((chosen & hidden).sum()), n, 0.8 + 0.1 / V)
    within(int((chosen & same).sum()), n, 0.1 + 0.1 / V)
    within(int((chosen & ~same & ~hidden).sum()), n, 0.1 * (1 - 2 / V))
    assert bool(same[~chosen].all())
    assert torch.equal(labels[chosen], ids[chosen])


def within(count: int, n: int, p: float) -> None:
    assert abs(count - n * p) < 6 * math.sqrt(n * p * (1 - p))


def test_bounds_belong_to_the_next_outcome():
    """Below 0.15 is chosen, below 0.8 masked, below 0.9 randomized: intervals closed on the left."""
    ids = torch.tensor([[10, 11, 12, 13, 14]])
    select = torch.tensor([[0.15, 0.0, 0.1, 0.1, 0.1]], dtype=torch.float64)
    action = torch.tensor([[0.0, 0.0, 0.8, 0.9, 1 - 2**-53]], dtype=torch.float64)
    random = torch.tensor([[20, 21, 22, 23, 24]])
    corrupted, labels = load(12).mask_tokens(ids, ids > 0, select, action, random, MASK)
    assert corrupted.tolist() == [[10, MASK, 22, 13, 14]]
    assert labels.tolist() == [[-100, 11, 12, 13, 14]]


def pair(hidden: int, vocab: int) -> tuple[BertForMaskedLM, nn.Module]:
    """A small random BERT, and our head around its own embedding table with the head's weights."""
    config = BertConfig(
        vocab_size=vocab,
        hidden_size=hidden,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=10,
        max_position_embeddings=32,
    )
    oracle = BertForMaskedLM(config).double().eval()
    for parameter in oracle.parameters():
        nn.init.normal_(parameter, std=0.5)
    ours = load(12).MLMHead(hidden, oracle.bert.embeddings.word_embeddings).double()
    with torch.no_grad():
        for mine, its in same_parameters(ours, oracle)[:-1]:
            mine.copy_(its)
    return oracle, ours


def same_parameters(ours: nn.Module, oracle: BertForMaskedLM):
    head = oracle.cls.predictions
    return [
        (ours.dense.weight, head.transform.dense.weight),
        (ours.dense.bias, head.transform.dense.bias),
        (ours.norm.weight, head.transform.LayerNorm.weight),
        (ours.norm.bias, head.transform.LayerNorm.bias),
        (ours.decoder.bias, head.bias),
        (ours.decoder.weight, oracle.bert.embeddings.word_embeddings.weight),
    ]


@pytest.mark.parametrize(("hidden", "vocab"), [(8, 11), (12, 7), (6, 6)])
@sizes
def test_head_and_loss_as_bert(hidden, vocab, size):
    """Logits, loss, and gradients down to the tied table, which gets them from both of its uses."""
    torch.manual_seed(hidden + sum(size))
    size = (size[0], min(size[1], 32))
    oracle, ours = pair(hidden, vocab)
    assert ours.decoder.weight is oracle.bert.embeddings.word_embeddings.weight
    ids = torch.randint(vocab, size)
    labels = torch.where(torch.rand(size) < 0.4, torch.randint(vocab, size), -100)
    labels[-1, -1] = 2

    expected = oracle(ids, labels=labels)
    states = oracle.bert(ids).last_hidden_state
    loss, logits = ours(states, labels)
    torch.testing.assert_close(logits, expected.logits, rtol=1e-10, atol=1e-10)
    torch.testing.assert_close(loss, expected.loss, rtol=1e-10, atol=1e-10)
    assert ours(states)[0] is None
    torch.testing.assert_close(ours(states)[1], expected.logits, rtol=1e-10, atol=1e-10)

    mine, its = zip(*same_parameters(ours, oracle), strict=True)
    body = list(oracle.bert.encoder.parameters())
    got = torch.autograd.grad(loss, [*mine, *body])
    wanted = torch.autograd.grad(expected.loss, [*its, *body])
    torch.testing.assert_close(got, wanted, rtol=1e-8, atol=1e-10)


def test_nothing_to_predict_is_a_loss_of_zero():
    """transformers gives NaN here; ours is 0 and its gradients are 0."""
    torch.manual_seed(3)
    oracle, ours = pair(8, 11)
    ids = torch.randint(11, (2, 5))
    assert oracle(ids, labels=torch.full((2, 5), -100)).loss.isnan()
    loss, _ = ours(torch.randn(2, 5, 8, dtype=torch.float64), torch.full((2, 5), -100))
    assert loss.item() == 0
    loss.backward()
    for parameter in ours.parameters():
        assert not parameter.grad.any()


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_keeps_the_dtype(dtype):
    head = load(12).MLMHead(8, nn.Embedding(11, 8)).to(dtype)
    loss, logits = head(torch.randn(2, 5, 8, dtype=dtype), torch.randint(11, (2, 5)))
    assert loss.dtype == logits.dtype == dtype


def test_the_widths_must_agree():
    with pytest.raises(ValueError, match=r"6.*8"):
        load(12).MLMHead(8, nn.Embedding(11, 6))
