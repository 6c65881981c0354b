"""The pair against a fast tokenizer with BERT's post-processor; the head against BertForNextSentencePrediction."""

from __future__ import annotations

import random

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from torch import nn
from transformers import BertConfig, BertForNextSentencePrediction

from tests.solutions import load

CLS, SEP, V = 2, 3, 60
SIZES = [(1, 1), (3, 7), (4, 4), (6, 2), (2, 9)]
sizes = pytest.mark.parametrize("size", SIZES, ids=str)


def tokenizer(cls_id: int, sep_id: int) -> Tokenizer:
    """Words `w0`, `w1`, ... stand for themselves; the post-processor adds [CLS], [SEP] and segments."""
    made = Tokenizer(models.WordLevel({f"w{i}": i for i in range(V)}, unk_token="w0"))
    made.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    made.post_processor = processors.BertProcessing((f"w{sep_id}", sep_id), (f"w{cls_id}", cls_id))
    return made


@pytest.mark.parametrize(("cls_id", "sep_id"), [(CLS, SEP), (0, 7), (51, 50)])
def test_as_a_fast_tokenizer(cls_id, sep_id):
    draw = random.Random(cls_id)
    oracle = tokenizer(cls_id, sep_id)
    words = [i for i in range(V) if i not in (cls_id, sep_id)]
    for _ in range(100):
        a, b = ([draw.choice(words) for _ in range(draw.randint(1, 20))] for _ in range(2))
        expected = oracle.encode(*(" ".join(f"w{i}" for i in ids) for ids in (a, b)))
        before = list(a), list(b)
        ids, segments = load(13).build_nsp_pair(a, b, cls_id, sep_id)
        assert ids == expected.ids
        assert segments == expected.type_ids
        assert (a, b) == before


@pytest.mark.parametrize(("a", "b"), [([], [5, 6, 7]), ([5, 6, 7], [])])
def test_both_sentences_need_tokens(a, b):
    with pytest.raises(ValueError, match=rf"{len(a)}.*{len(b)}"):
        load(13).build_nsp_pair(a, b, CLS, SEP)


def pair(hidden: int) -> tuple[BertForNextSentencePrediction, nn.Module]:
    """A small random BERT, and our head with the weights of its pooler and its classifier."""
    config = BertConfig(
        vocab_size=V,
        hidden_size=hidden,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=10,
        max_position_embeddings=32,
    )
    oracle = BertForNextSentencePrediction(config).double().eval()
    for parameter in oracle.parameters():
        nn.init.normal_(parameter, std=0.5)
    ours = load(13).NSPHead(hidden).double()
    with torch.no_grad():
        for mine, its in same_parameters(ours, oracle):
            mine.copy_(its)
    return oracle, ours


def same_parameters(ours: nn.Module, oracle: BertForNextSentencePrediction):
    pooler, classifier = oracle.bert.pooler.dense, oracle.cls.seq_relationship
    return [
        (ours.pooler.weight, pooler.weight),
        (ours.pooler.bias, pooler.bias),
        (ours.classifier.weight, classifier.weight),
        (ours.classifier.bias, classifier.bias),
    ]


@sizes
@pytest.mark.parametrize("hidden", [8, 12])
def test_head_and_loss_as_bert(size, hidden):
    """Logits, loss, and gradients of the head and of everything below it. Label 0 is "is next"."""
    torch.manual_seed(hidden + sum(size))
    oracle, ours = pair(hidden)
    ids, segments = torch.randint(V, size), torch.randint(2, size)
    is_next = torch.rand(size[0]) < 0.5
    labels = torch.tensor([0 if follows else 1 for follows in is_next])

    expected = oracle(ids, token_type_ids=segments, labels=labels)
    states = oracle.bert(ids, token_type_ids=segments).last_hidden_state
    loss, logits = ours(states, is_next)
    torch.testing.assert_close(logits, expected.logits, rtol=1e-10, atol=1e-12)
    torch.testing.assert_close(loss, expected.loss, rtol=1e-10, atol=1e-12)
    alone = ours(states)
    assert alone[0] is None
    torch.testing.assert_close(alone[1], expected.logits, rtol=1e-10, atol=1e-12)

    mine, its = zip(*same_parameters(ours, oracle), strict=True)
    body = [*oracle.bert.embeddings.parameters(), *oracle.bert.encoder.parameters()]
    got = torch.autograd.grad(loss, [*mine, *body])
    wanted = torch.autograd.grad(expected.loss, [*its, *body])
    torch.testing.assert_close(got, wanted, rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("follows", [True, False])
def test_the_loss_falls_when_the_right_class_rises(follows):
    """Told by the numbers themselves: -log softmax of column 0 for a real continuation, else of column 1."""
    torch.manual_seed(1)
    _, ours = pair(8)
    states = torch.randn(1, 5, 8, dtype=torch.float64)
    loss, logits = ours(states, torch.tensor([follows]))
    yes, no = logits[0].exp().tolist()
    share = (yes if follows else no) / (yes + no)
    assert loss.exp().item() == pytest.approx(1 / share, rel=1e-12)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_keeps_the_dtype(dtype):
    loss, logits = (
        load(13)
        .NSPHead(8)
        .to(dtype)(torch.randn(3, 5, 8, dtype=dtype), torch.tensor([True, False, True]))
    )
    assert loss.dtype == logits.dtype == dtype
