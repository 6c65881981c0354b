"""Figures and properties that follow-ups and drills state of today's practice, computed beside the claim."""

from __future__ import annotations

import math

import pytest
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from torch import nn
from transformers import BertConfig, BertModel, GPT2Config, ModernBertConfig
from transformers.generation.logits_process import (
    MinPLogitsWarper,
    RepetitionPenaltyLogitsProcessor,
)
from transformers.models.llama.modeling_llama import apply_rotary_pos_emb

from interview.bank import open_bank

BANK = open_bank(None)


@pytest.fixture(autouse=True)
def seeded():
    torch.manual_seed(0)


def says(number: int, text: str) -> bool:
    """Whether the question's answer or a follow-up has the text, in both languages."""
    for lang in ("en", "zh"):
        (card,) = (card for card in BANK.cards if card.number == number)
        question = BANK.load(card, lang)
        told = [question.answer, *(follow_up.answer for follow_up in question.follow_ups)]
        if not any(text in one.replace(",", "").replace(" %", "%") for one in told):
            return False
    return True


def test_linear_attention_is_a_state_of_fixed_size():
    """Question 2: the sum over the values can be taken first; the weights need never exist."""
    q, k, v = torch.rand(5, 3), torch.rand(5, 3), torch.randn(5, 4)
    weights = (q @ k.T).tril()
    outputs, state, total = [], torch.zeros(3, 4), torch.zeros(3)
    for query, key, value in zip(q, k, v, strict=True):
        state, total = state + key[:, None] * value, total + key
        outputs.append(query @ state / (query @ total))
    torch.testing.assert_close(torch.stack(outputs), weights / weights.sum(-1, keepdim=True) @ v)


def rotated(x, positions):
    angles = positions[:, None] * 10000 ** (-torch.arange(0, 8, 2) / 8)
    angles = torch.cat([angles, angles], -1)[None]
    return apply_rotary_pos_emb(x, x, angles.cos(), angles.sin())[0]


def test_rotated_scores_depend_on_the_distance_alone():
    """Question 3, and question 27: keys may be cached after the rotation."""
    q, k = torch.randn(2, 1, 1, 6, 8).double()
    scores = [
        rotated(q, place) @ rotated(k, place).mT
        for place in (torch.arange(6), torch.arange(6) + 90)
    ]
    torch.testing.assert_close(*scores, rtol=1e-6, atol=1e-6)
    assert not torch.allclose(scores[0], q @ k.mT)
    torch.testing.assert_close(rotated(q, torch.arange(6)).norm(dim=-1), q.norm(dim=-1))


def test_rms_norm_leaves_out_the_mean_and_the_bias():
    """Questions 5 and 10: half the parameters, and a shift of all features shows."""
    x, layer, rms = torch.randn(3, 16), nn.LayerNorm(16), nn.RMSNorm(16, eps=1e-5)
    assert [sum(p.numel() for p in norm.parameters()) for norm in (layer, rms)] == [32, 16]
    torch.testing.assert_close(rms(x), x / (x.square().mean(-1, keepdim=True) + 1e-5).sqrt())
    torch.testing.assert_close(layer(x + 3), layer(x), rtol=1e-4, atol=1e-5)
    assert not torch.allclose(rms(x + 3), rms(x), atol=0.1)


def test_batch_norm_ties_a_token_to_its_batch_and_layer_norm_does_not():
    """Question 10."""
    x, padded = torch.randn(2, 5, 8), torch.zeros(2, 9, 8)
    padded[:, :5] = x
    batch, layer = nn.BatchNorm1d(8), nn.LayerNorm(8)
    torch.testing.assert_close(layer(padded)[:, :5], layer(x))
    assert not torch.allclose(batch(padded.mT).mT[:, :5], batch(x.mT).mT, atol=0.1)
    assert not torch.allclose(batch.eval()(x.mT).mT, batch.train()(x.mT).mT, atol=0.1)


def test_scaled_dot_product_attention_drops_as_it_is_told():
    """Question 8: a function knows nothing of evaluation mode."""
    x = torch.randn(1, 1, 6, 4)
    dropped = F.scaled_dot_product_attention(x, x, x, dropout_p=0.5)
    assert not torch.allclose(dropped, F.scaled_dot_product_attention(x, x, x))


def test_grouped_heads_are_repeated_heads():
    """Question 8: 4 query heads to a key head, and no copies."""
    q, kv = torch.randn(1, 32, 3, 4), torch.randn(1, 8, 5, 4)
    copies = kv.repeat_interleave(4, 1)
    grouped = F.scaled_dot_product_attention(q, kv, kv, enable_gqa=True)
    torch.testing.assert_close(grouped, F.scaled_dot_product_attention(q, copies, copies))


def test_what_sixteen_bits_lose():
    """Questions 8 and 14: range in float16, precision in bfloat16."""
    weight = torch.tensor(0.05, dtype=torch.bfloat16)
    assert weight - 2e-5 == weight
    assert torch.tensor(0.05) - 2e-5 != torch.tensor(0.05)
    assert torch.finfo(torch.bfloat16).eps == 2**-7  # so rounding costs up to half of that
    assert torch.finfo(torch.bfloat16).max > 1e38
    assert torch.tensor(-1e9).to(torch.float16) == -torch.inf


@pytest.mark.parametrize("rank", [4, 8])
def test_the_size_of_an_adapter(rank):
    """Question 14's drill, for the query and value projections of a model from transformers."""
    config = BertConfig(
        hidden_size=24,
        num_hidden_layers=3,
        num_attention_heads=2,
        intermediate_size=48,
        vocab_size=9,
    )
    adapted = [
        m for name, m in BertModel(config).named_modules() if name.endswith((".query", ".value"))
    ]
    count = sum(rank * (m.in_features + m.out_features) for m in adapted)
    assert count == 4 * config.num_hidden_layers * rank * config.hidden_size
    assert says(14, "2·r·D")


def test_min_p_and_the_repetition_penalty_are_as_told():
    """Question 19."""
    scores = torch.tensor([[0.5, 0.25, 0.125, 0.0625, 0.03125]]).log()
    for share in (0.3, 0.2, 0.1, 0.06):
        kept = MinPLogitsWarper(share)(torch.zeros(1, 1, dtype=torch.long), scores).isfinite().sum()
        assert kept == -math.floor(math.log(share) / math.log(2))
    seen, logits = torch.tensor([[0, 1]]), torch.tensor([[3.0, -3.0, 3.0]])
    punished = RepetitionPenaltyLogitsProcessor(1.5)(seen, logits.clone())
    torch.testing.assert_close(punished, torch.tensor([[2.0, -4.5, 3.0]]))


def test_word_pieces_are_the_longest_that_fit_and_bytes_give_the_size_of_gpt2():
    """Question 11's drills."""
    pieces = ["un", "unaff", "##aff", "##able", "##ord", "##ordable", "##affs", "[UNK]"]
    model = WordPiece({piece: id for id, piece in enumerate(pieces)}, unk_token="[UNK]")
    tokenizer = Tokenizer(model)
    assert tokenizer.encode("unaffordable").tokens == ["unaff", "##ordable"]
    assert tokenizer.encode("unaffs").tokens == ["[UNK]"]  # and not `un`, `##affs`
    assert GPT2Config().vocab_size == 256 + 50_000 + 1


def test_the_figures_of_modern_bert():
    """Questions 11 and 29: a full layer in three, and the share of pairs that this leaves."""
    config = ModernBertConfig()
    layers, each = config.num_hidden_layers, config.global_attn_every_n_layers
    tokens, window = config.max_position_embeddings, config.local_attention
    full = len(range(0, layers, each))
    assert (layers, each, full, tokens, window) == (22, 3, 8, 8192, 128)
    share = (full * tokens + (layers - full) * window) / (layers * tokens)
    assert says(29, f"{share:.0%}")
    assert [config.attention_bias, config.mlp_bias, config.norm_bias] == [False] * 3
    assert all(says(number, "8192") for number in (11, 29))


def test_what_a_latent_saves():
    """Question 27: numbers per token and layer, with 128 heads of width 128."""
    heads, width, latent, rotary = 128, 128, 512, 64
    assert says(27, f"{latent + rotary} ")
    assert says(27, str(2 * heads * width))
    assert says(27, str((latent + rotary) / (2 * width)))  # groups that would be as small


def test_speculative_decoding_keeps_the_distribution():
    """Question 27: kept with min(1, p/q), else drawn from what is left of p."""
    p, q = torch.rand(2, 7).double().softmax(-1)
    kept = q * (p / q).clamp(max=1)
    rest = (p - q).clamp(min=0)
    torch.testing.assert_close(kept + (1 - kept.sum()) * rest / rest.sum(), p)
    a, g = 0.7, 4
    mean = sum(n * a ** (n - 1) * (1 - a) for n in range(1, g + 1)) + (g + 1) * a**g
    assert mean == pytest.approx((1 - a ** (g + 1)) / (1 - a))


def test_new_shares_of_classes_are_corrected_exactly():
    """Question 24: while the texts of a class stay as they are."""
    texts = torch.rand(3, 6).double()
    texts /= texts.sum(1, keepdim=True)  # p(text | class)
    old, new = torch.tensor([[0.8, 0.15, 0.05], [0.5, 0.3, 0.2]]).double()
    joint = old[:, None] * texts
    corrected = joint / joint.sum(0) * (new / old)[:, None]
    right = new[:, None] * texts
    torch.testing.assert_close(corrected / corrected.sum(0), right / right.sum(0))


def test_the_logit_from_which_a_probability_is_one():
    """Question 20, in float32."""
    assert torch.tensor(17.0).sigmoid() == 1
    assert torch.tensor(16.0).sigmoid() < 1
    assert (1 - torch.tensor(17.0).sigmoid()).log() == -torch.inf
