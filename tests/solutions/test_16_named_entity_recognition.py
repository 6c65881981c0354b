"""align_labels against the offsets of a fast tokenizer, token_loss against BertForTokenClassification."""

from __future__ import annotations

import math
import random

import pytest
import torch
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from torch.nn import functional as F
from transformers import BertConfig, BertForTokenClassification, PreTrainedTokenizerFast

from tests.solutions import load

align_labels, token_loss = load(16).align_labels, load(16).token_loss
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
LETTERS = [chr(code) for code in range(ord("a"), ord("z") + 1)]
WHOLE = ["the", "cat", "sat", "on", "mat", ".", "-", "##ing", "##son", "##ton", "johan", "wash"]
WORDS = ["the", "cat", "johanson", "washington", "sitting", "u.s.", "on", "\u200b", "x", "mat-cat"]


def tokenizer() -> PreTrainedTokenizerFast:
    """BERT's normalizer, splitting and special tokens over a small vocabulary of pieces."""
    pieces = [*SPECIAL, *WHOLE, *LETTERS, *(f"##{letter}" for letter in LETTERS)]
    vocab = {piece: i for i, piece in enumerate(pieces)}
    backend = Tokenizer(models.WordPiece(vocab, unk_token="[UNK]"))
    backend.normalizer = normalizers.BertNormalizer(lowercase=True)
    backend.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    backend.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=backend, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]"
    )


def sentences(seed: int, count: int) -> tuple[list[list[str]], list[list[int]]]:
    draw = random.Random(seed)
    words = [draw.choices(WORDS, k=draw.randint(1, 9)) for _ in range(count)]
    return words, [[draw.randrange(7) for _ in sentence] for sentence in words]


def encode(words: list[list[str]], specials: bool = True, **more):
    """With offsets that start anew in every word: a token is a first piece if its offset is 0."""
    made = tokenizer()(
        words,
        is_split_into_words=True,
        add_special_tokens=specials,
        padding=True,
        return_offsets_mapping=True,
        return_special_tokens_mask=True,
        **more,
    )
    rows = range(len(made["input_ids"]))
    return made, [made.word_ids(b) for b in rows]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("specials", [True, False])
@pytest.mark.parametrize("max_length", [None, 6])
def test_first_pieces_are_those_whose_offset_is_zero(seed, specials, max_length):
    words, labels = sentences(seed, 1 + seed % 4)
    made, word_ids = encode(
        words, specials, truncation=max_length is not None, max_length=max_length
    )
    got = align_labels(word_ids, labels)
    assert got.dtype == torch.int64
    assert got.shape == (len(words), len(made["input_ids"][0]))
    for b, row in enumerate(got.tolist()):
        for t, label in enumerate(row):
            start, end = made["offset_mapping"][b][t]
            special = made["special_tokens_mask"][b][t] or start == end
            if special or start > 0:
                assert label == -100
            else:
                assert label == labels[b][made[b].word_ids[t]]


def test_the_words_have_what_makes_alignment_hard():
    """Pieces, punctuation inside a word, and a word the normalizer leaves nothing of."""
    made, word_ids = encode([WORDS])
    assert tokenizer().convert_ids_to_tokens(made["input_ids"][0])[3:6] == [
        "johan",
        "##son",
        "wash",
    ]
    assert word_ids[0].count(WORDS.index("u.s.")) == 4
    assert WORDS.index("\u200b") not in word_ids[0]


@pytest.mark.parametrize("seed", range(10))
def test_each_word_with_tokens_has_its_label_once(seed):
    words, _ = sentences(seed, 3)
    numbers = [list(range(len(sentence))) for sentence in words]  # a label that names its word
    _, word_ids = encode(words)
    for row, ids in zip(align_labels(word_ids, numbers).tolist(), word_ids, strict=True):
        assert [label for label in row if label != -100] == sorted(
            {i for i in ids if i is not None}
        )


def test_windows_that_begin_in_the_middle():
    """The second window of a long text carries on counting words."""
    made = tokenizer()(
        [["johanson", "sat", "on", "the", "cat", "mat"]],
        is_split_into_words=True,
        truncation=True,
        max_length=6,
        padding="max_length",
        return_overflowing_tokens=True,
    )
    word_ids = [made.word_ids(b) for b in range(2)]
    assert word_ids == [[None, 0, 0, 1, 2, None], [None, 3, 4, 5, None, None]]
    labels = [[1, 0, 3, 4, 5, 6]] * 2
    assert align_labels(word_ids, labels).tolist() == [
        [-100, 1, -100, 0, 3, -100],
        [-100, 4, 5, 6, -100, -100],
    ]


def tagger(C: int) -> BertForTokenClassification:
    sizes = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2}
    config = BertConfig(
        vocab_size=70, intermediate_size=12, max_position_embeddings=40, num_labels=C, **sizes
    )
    return BertForTokenClassification(config).double().eval()


@pytest.mark.parametrize("C", [2, 5, 9])
@pytest.mark.parametrize(("B", "T"), [(1, 1), (1, 6), (3, 7), (4, 4), (2, 12)])
@pytest.mark.parametrize("share", [0.0, 0.5, 0.9])
def test_the_loss_of_bert_for_token_classification(B, T, C, share):
    torch.manual_seed(B * 100 + T * 10 + C)
    labels = torch.randint(0, C, (B, T)).masked_fill(torch.rand(B, T) < share, -100)
    labels[0, 0] = C - 1
    made = tagger(C)(input_ids=torch.randint(0, 70, (B, T)), labels=labels)
    logits = made.logits.detach().requires_grad_()
    loss = token_loss(logits, labels)
    assert loss.shape == ()
    torch.testing.assert_close(loss, made.loss, rtol=1e-12, atol=1e-12)
    (wanted,) = torch.autograd.grad(made.loss, made.logits)
    (gradient,) = torch.autograd.grad(loss, logits)
    torch.testing.assert_close(gradient, wanted, rtol=1e-11, atol=1e-13)


def test_from_words_to_the_gradients_of_the_encoder():
    torch.manual_seed(7)
    words, word_labels = sentences(7, 4)
    made, word_ids = encode(words, return_tensors="pt")
    labels = align_labels(word_ids, word_labels)
    model = tagger(7)
    inputs = {"input_ids": made["input_ids"], "attention_mask": made["attention_mask"]}
    theirs = torch.autograd.grad(model(**inputs, labels=labels).loss, list(model.parameters()))
    ours = torch.autograd.grad(token_loss(model(**inputs).logits, labels), list(model.parameters()))
    torch.testing.assert_close(ours, theirs, rtol=1e-10, atol=1e-12)


def test_what_stands_at_ignored_positions_does_not_matter():
    torch.manual_seed(8)
    labels = torch.tensor([[-100, 2, -100, 0], [1, -100, -100, -100]])
    logits = torch.randn(2, 4, 3, dtype=torch.float64)
    other = torch.where((labels == -100)[..., None], 50 * torch.randn_like(logits), logits)
    assert torch.equal(token_loss(logits, labels), token_loss(other, labels))
    longer = F.pad(logits, (0, 0, 0, 5), value=3.0), F.pad(labels, (0, 5), value=-100)
    torch.testing.assert_close(token_loss(*longer), token_loss(logits, labels), rtol=1e-14, atol=0)


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.bfloat16])
def test_no_labels_give_zero_where_torch_gives_nan(dtype):
    logits, labels = torch.randn(2, 3, 4, dtype=dtype, requires_grad=True), torch.full((2, 3), -100)
    loss = token_loss(logits, labels)
    loss.backward()
    assert F.cross_entropy(logits.flatten(0, 1), labels.flatten()).isnan()
    assert (loss.dtype, loss.item()) == (dtype, 0.0)
    assert not logits.grad.any()


def test_large_logits():
    logits = torch.tensor([[[1e4, -1e4, 0.0]]], dtype=torch.float64, requires_grad=True)
    loss = token_loss(logits, torch.tensor([[1]]))
    assert math.isclose(loss.item(), 2e4)
    loss.backward()
    assert logits.grad.tolist() == [[[1.0, -1.0, 0.0]]]


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_keeps_the_dtype(dtype):
    torch.manual_seed(9)
    logits, labels = torch.randn(3, 5, 4).to(dtype), torch.randint(0, 4, (3, 5))
    expected = F.cross_entropy(logits.double().flatten(0, 1), labels.flatten())
    got = token_loss(logits, labels)
    assert got.dtype == dtype
    torch.testing.assert_close(got.double(), expected, rtol=3e-2, atol=0)


@pytest.mark.parametrize(("rows", "lists"), [(2, 3), (3, 2), (1, 0)])
def test_as_many_rows_as_lists_of_labels(rows, lists):
    with pytest.raises(ValueError, match=rf"{rows}.*{lists}"):
        align_labels([[None, 0, None]] * rows, [[1]] * lists)


def test_every_word_with_a_token_needs_a_label():
    with pytest.raises(ValueError, match=r"word 2\b.*2 word labels"):
        align_labels([[None, 0, 1, 2, None]], [[1, 2]])
