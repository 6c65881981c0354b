"""Pairs against the tokenizers of Hugging Face, slow and fast; logits against BertForSequenceClassification."""

from __future__ import annotations

import random

import pytest
import torch
from tokenizers import Encoding, Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertForSequenceClassification

from tests.solutions import load

try:  # transformers 5 calls its tokenizer in Rust BertTokenizer, and keeps the one in Python here
    from transformers.models.bert.tokenization_bert_legacy import (
        BertTokenizerLegacy as BertTokenizer,
    )
except ImportError:
    from transformers import BertTokenizer

PAD, CLS, SEP, V = 4, 2, 3, 40
NAMES = ("input_ids", "token_type_ids", "attention_mask")
lengths = pytest.mark.parametrize("max_len", [3, 4, 5, 8, 9, 12, 13, 20, 30])


def fast(max_len: int) -> Tokenizer:
    """A fast tokenizer whose words `w0`, `w1`, ... stand for themselves."""
    made = Tokenizer(models.WordLevel({f"w{i}": i for i in range(V)}, unk_token="w0"))
    made.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    made.post_processor = processors.BertProcessing((f"w{SEP}", SEP), (f"w{CLS}", CLS))
    made.enable_truncation(max_len, strategy="longest_first")
    return made


@pytest.fixture(scope="module")
def slow(tmp_path_factory) -> BertTokenizer:
    """transformers' own tokenizer in Python, which removes one token at a time."""
    vocab = tmp_path_factory.mktemp("vocab") / "vocab.txt"
    special = {1: "[UNK]", CLS: "[CLS]", SEP: "[SEP]", PAD: "[PAD]", 5: "[MASK]"}
    vocab.write_text("\n".join(special.get(i, f"w{i}") for i in range(V)), encoding="utf-8")
    return BertTokenizer(str(vocab))


def draw_pairs(seed: int, count: int, longest: int) -> list[list[list[int]]]:
    """Pairs of every proportion, empty texts and texts of equal length among them."""
    draw = random.Random(seed)
    pairs = []
    for _ in range(count):
        n, m = draw.randint(0, longest), draw.randint(0, longest)
        m = n if draw.random() < 0.2 else m
        pairs.append([[draw.randrange(6, V) for _ in range(k)] for k in (n, m)])
    return pairs


def compare(got: dict, expected: dict[str, list]) -> None:
    assert set(got) == set(NAMES)
    for name in NAMES:
        assert got[name].tolist() == expected[name], name
    assert got["input_ids"].dtype == got["token_type_ids"].dtype == torch.int64
    assert got["attention_mask"].dtype == torch.bool


@lengths
@pytest.mark.parametrize("count", [1, 2, 7])
def test_as_the_slow_tokenizer(slow, max_len, count):
    for seed in range(30):
        pairs = draw_pairs(seed, count, 16)
        before = [[list(a), list(b)] for a, b in pairs]
        rows = [
            slow.prepare_for_model(
                a,
                b,
                truncation="longest_first",
                max_length=max_len,
                return_token_type_ids=True,
                verbose=False,
            )
            for a, b in pairs
        ]
        expected = slow.pad(rows, padding="longest", verbose=False)
        expected = {name: expected[name] for name in NAMES}
        compare(load(23).encode_pairs(pairs, CLS, SEP, PAD, max_len), expected)
        assert pairs == before


@pytest.mark.parametrize("max_len", [3, 5, 9, 13, 21])
def test_as_a_fast_tokenizer_if_the_room_is_even(max_len):
    """With an odd number of places it breaks ties in another way; see the next test."""
    oracle = fast(max_len)
    for seed in range(30):
        pairs = draw_pairs(seed, 5, 16)
        compare(load(23).encode_pairs(pairs, CLS, SEP, PAD, max_len), encoded(oracle, pairs))


@pytest.mark.parametrize("max_len", [4, 8, 12, 20])
def test_a_fast_tokenizer_differs_by_one_token_if_the_room_is_odd(max_len):
    """Only where both texts are longer than half of the room, and by no more than a token."""
    oracle, room = fast(max_len), max_len - 3
    for pair in draw_pairs(1, 200, 16):
        (ours,) = load(23).encode_pairs([pair], CLS, SEP, PAD, max_len)["token_type_ids"].tolist()
        (theirs,) = encoded(oracle, [pair])["token_type_ids"]
        if min(map(len, pair)) > room // 2:
            assert sum(ours) == room // 2 + 1
            assert sum(theirs) - sum(ours) == (0 if len(pair[0]) > len(pair[1]) else 1)
        else:
            assert ours == theirs


def encoded(oracle: Tokenizer, pairs: list[list[list[int]]]) -> dict[str, list]:
    """Each text is encoded whole and cut as half of a pair.

    0.23.1 and 0.23.2 cut each text to `max_len` before they compare the two, if `encode` is to cut.
    """
    strategy = oracle.truncation

    def whole(ids: list[int]) -> Encoding:
        return oracle.encode(" ".join(f"w{i}" for i in ids), add_special_tokens=False)

    oracle.no_truncation()
    texts = [[whole(ids) for ids in pair] for pair in pairs]
    oracle.enable_truncation(**strategy)
    rows = [oracle.post_process(*pair) for pair in texts]
    for row in rows:
        row.pad(max(map(len, rows)), pad_id=PAD, pad_type_id=0, pad_token=f"w{PAD}")
    return {
        "input_ids": [row.ids for row in rows],
        "token_type_ids": [row.type_ids for row in rows],
        "attention_mask": [row.attention_mask for row in rows],
    }


def test_any_id_may_stand_in_a_text():
    batch = load(23).encode_pairs([[[PAD, SEP, 7], [PAD]], [[8], []]], CLS, SEP, PAD, 9)
    assert batch["input_ids"].tolist() == [
        [CLS, PAD, SEP, 7, SEP, PAD, SEP],
        [CLS, 8, SEP, SEP, PAD, PAD, PAD],
    ]
    assert batch["token_type_ids"].tolist() == [[0, 0, 0, 0, 0, 1, 1], [0, 0, 0, 1, 0, 0, 0]]
    assert batch["attention_mask"].tolist() == [[True] * 7, [True] * 4 + [False] * 3]


@pytest.mark.parametrize("max_len", [2, 0, -1])
def test_the_special_tokens_need_room(max_len):
    with pytest.raises(ValueError, match=rf"{max_len}.*3"):
        load(23).encode_pairs([[[6], [7]]], CLS, SEP, PAD, max_len)


@pytest.mark.parametrize(("count", "num_labels"), [(1, 2), (4, 3), (6, 1)])
def test_logits_as_bert(count, num_labels):
    """transformers' BERT is called with the very batch, and each pair's logits do not depend on the others."""
    torch.manual_seed(count)
    config = BertConfig(
        vocab_size=V,
        hidden_size=8,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=10,
        max_position_embeddings=32,
        num_labels=num_labels,
        pad_token_id=PAD,
    )
    oracle = BertForSequenceClassification(config).double().eval()
    for parameter in oracle.parameters():
        torch.nn.init.normal_(parameter, std=0.5)

    def encoder(*ids, **others):
        return oracle.bert(*ids, **others, return_dict=False)

    pairs = draw_pairs(count, count, 9)
    batch = load(23).encode_pairs(pairs, CLS, SEP, PAD, 14)
    expected = oracle(**batch).logits
    got = load(23).matching_logits(encoder, oracle.classifier, batch)
    torch.testing.assert_close(got, expected, rtol=1e-12, atol=1e-12)

    alone = [load(23).encode_pairs([pair], CLS, SEP, PAD, 14) for pair in pairs]
    rows = [load(23).matching_logits(encoder, oracle.classifier, ids) for ids in alone]
    torch.testing.assert_close(torch.cat(rows), expected, rtol=1e-9, atol=1e-10)

    weights = torch.randn_like(expected)
    parameters = list(oracle.parameters())
    wanted = torch.autograd.grad((expected * weights).sum(), parameters)
    gradients = torch.autograd.grad((got * weights).sum(), parameters)
    torch.testing.assert_close(gradients, wanted, rtol=1e-10, atol=1e-12)
