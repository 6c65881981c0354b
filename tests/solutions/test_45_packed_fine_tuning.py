"""Packing against a plain search, rows against transformers' collator and mask, and a Llama on both forms."""

from __future__ import annotations

import random

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F
from transformers import DataCollatorWithFlattening, LlamaConfig, LlamaForCausalLM
from transformers.masking_utils import create_causal_mask

from tests.solutions import load

pack, build, document_mask = load(45).pack, load(45).build, load(45).document_mask
PAD = 0


def examples(seed: int, count: int = 9) -> tuple[list[list[int]], list[list[int]]]:
    """Prompts of 1 to 5 tokens and answers of 1 to 6."""
    chance = random.Random(seed)
    texts = [[chance.randint(1, 30) for _ in range(chance.randint(1, 5))] for _ in range(count)]
    return texts, [
        [*(chance.randint(1, 30) for _ in range(chance.randint(0, 5))), 31] for _ in texts
    ]


def packed_examples(seed: int) -> tuple[list[list[int]], list[list[int]], list[list[int]]]:
    prompts, answers = examples(seed)
    lengths = [len(p) + len(a) for p, a in zip(prompts, answers, strict=True)]
    return prompts, answers, pack(lengths, 16)


def searched(lengths: list[int], max_len: int) -> list[list[int]]:
    """One example at a time: of all rows the one that would have the least room afterwards."""
    rows: list[list[int]] = []
    for length, i in sorted((-n, i) for i, n in enumerate(lengths)):
        left = [max_len - sum(lengths[j] for j in row) + length for row in rows]
        possible = [(room, r) for r, room in enumerate(left) if room >= 0]
        if possible:
            rows[min(possible)[1]].append(i)
        else:
            rows.append([i])
    return rows


@pytest.mark.parametrize("seed", range(30))
def test_packs_as_a_search_over_all_rows(seed):
    chance = random.Random(seed)
    max_len = chance.randint(5, 30)
    lengths = [chance.randint(1, max_len) for _ in range(chance.randint(0, 40))]
    before = list(lengths)
    bins = pack(lengths, max_len)
    assert bins == searched(lengths, max_len)
    assert lengths == before
    assert sorted(i for row in bins for i in row) == list(range(len(lengths)))
    assert all(sum(lengths[i] for i in row) <= max_len for row in bins)


def test_needs_few_rows():
    """Never more than 11/9 of the fewest possible and one more, by the known bound; here at least sum / max_len."""
    chance = random.Random(1)
    lengths = [chance.randint(1, 60) for _ in range(500)]
    fewest = -(-sum(lengths) // 128)
    assert len(pack(lengths, 128)) <= fewest + 1


@pytest.mark.parametrize("seed", range(5))
def test_a_row_is_what_the_collator_of_transformers_makes(seed):
    prompts, answers, bins = packed_examples(seed)
    ids, labels, positions, docs = build(prompts, answers, bins, PAD)
    collate = DataCollatorWithFlattening(return_seq_idx=True)
    for row, members in enumerate(bins):
        features = [
            {
                "input_ids": prompts[i] + answers[i],
                "labels": [-100] * len(prompts[i]) + answers[i],
            }
            for i in members
        ]
        wanted = collate(features, return_tensors="pt")
        n = wanted["input_ids"].size(1)
        assert torch.equal(ids[row, :n], wanted["input_ids"][0])
        assert torch.equal(labels[row, :n], wanted["labels"][0])
        assert torch.equal(positions[row, :n], wanted["position_ids"][0])
        assert torch.equal(docs[row, :n], wanted["seq_idx"][0].long())
        assert (ids[row, n:] == PAD).all()
        assert (labels[row, n:] == -100).all()
        assert (positions[row, n:] == 0).all()
        assert (docs[row, n:] == -1).all()


def small_llama() -> LlamaForCausalLM:
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=32,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        intermediate_size=24,
        attn_implementation="sdpa",
    )
    return LlamaForCausalLM(config).double()


@pytest.mark.parametrize("seed", range(5))
def test_the_mask_is_that_of_transformers_for_packed_positions(seed):
    """They find the documents by positions that don't go on by 1; padding at position 0 stands alone."""
    prompts, answers, bins = packed_examples(seed)
    ids, _, positions, docs = build(prompts, answers, bins, PAD)
    T = ids.size(1)
    wanted = create_causal_mask(
        small_llama().config, torch.zeros(*ids.shape, 16), None, torch.arange(T), None, positions
    )
    assert torch.equal(document_mask(docs), wanted)


def total_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Summed, shifted here."""
    return F.cross_entropy(logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten(), reduction="sum")


def test_packed_rows_train_a_llama_as_each_example_alone():
    """Loss and gradients; theirs norms and turns in float32, hence the bound."""
    prompts, answers, bins = packed_examples(7)
    ids, labels, positions, docs = build(prompts, answers, bins, PAD)
    assert len(bins) < len(prompts)
    model = small_llama()
    out = model(ids, attention_mask=document_mask(docs), position_ids=positions, use_cache=False)
    packed = total_loss(out.logits, labels)
    alone = torch.zeros((), dtype=torch.float64)
    for prompt, answer in zip(prompts, answers, strict=True):
        logits = model(torch.tensor([prompt + answer]), use_cache=False).logits
        alone = alone + total_loss(logits, torch.tensor([[-100] * len(prompt) + answer]))
    torch.testing.assert_close(packed, alone, rtol=1e-6, atol=1e-6)
    parameters = list(model.parameters())
    for got, wanted in zip(
        torch.autograd.grad(packed, parameters), torch.autograd.grad(alone, parameters), strict=True
    ):
        torch.testing.assert_close(got, wanted, rtol=1e-4, atol=1e-5)
    assert int((labels != -100).sum()) == sum(map(len, answers))


def test_without_a_prompt_the_first_token_has_no_label():
    _, labels, _, _ = build([[], [4]], [[5, 6], [7]], [[1, 0]], PAD)
    assert labels.tolist() == [[-100, 7, -100, 6]]


def test_a_pad_token_within_the_text_is_text():
    ids, labels, _, docs = build([[2], [3, 3]], [[4, PAD], [PAD]], [[0], [1]], PAD)
    assert labels.tolist() == [[-100, 4, PAD], [-100, -100, PAD]]
    assert ids.tolist() == [[2, 4, PAD], [3, 3, PAD]]
    assert docs.tolist() == [[0, 0, 0], [0, 0, 0]]


def test_no_row_of_the_mask_is_empty():
    docs = torch.tensor([[0, 1, 1, -1, -1], [-1, -1, -1, -1, -1]])
    mask = document_mask(docs)
    assert mask.shape == (2, 1, 5, 5)
    assert mask.any(dim=-1).all()
    assert mask[1, 0].equal(torch.eye(5, dtype=torch.bool))


def test_an_example_longer_than_a_row_is_refused():
    with pytest.raises(ValueError, match="example 1 has 11 tokens, a row only 10"):
        pack([3, 11, 4], 10)
