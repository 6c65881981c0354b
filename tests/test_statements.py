"""What the questions say about torch and transformers, run: small random models, and edge cases that a rule forgets."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from transformers import (
    BertConfig,
    BertForPreTraining,
    BertForTokenClassification,
    BertModel,
    BigBirdConfig,
    LongformerConfig,
)

from interview.bank import open_bank
from interview.matching import suggested_points
from tests.solutions import load

SMALL = {
    "vocab_size": 50,
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "max_position_embeddings": 20,
}
IDS = torch.arange(5, 21).view(2, 8)
BANK = open_bank(None)


@pytest.fixture(autouse=True)
def seeded():
    torch.manual_seed(0)


def untrained(model: nn.Module, loss: Tensor) -> set[str]:
    """The parts of the model that get no gradient from the loss."""
    loss.backward()
    return {name.rpartition(".")[0] for name, p in model.named_parameters() if p.grad is None}


@pytest.mark.parametrize(
    ("losses", "parts"),
    [
        (["mlm"], {"bert.pooler.dense", "cls.seq_relationship"}),
        (
            ["nsp"],
            {
                "cls.predictions",
                "cls.predictions.transform.dense",
                "cls.predictions.transform.LayerNorm",
            },
        ),
        (["mlm", "nsp"], set()),
    ],
    ids=["mlm", "nsp", "both"],
)
def test_only_the_sum_of_both_losses_trains_all_of_bert(losses, parts):
    """Questions 11 and 13: the pooler and the NSP layer learn from next sentence prediction alone."""
    model = BertForPreTraining(BertConfig(**SMALL))
    out = model(IDS)
    loss = {
        "mlm": F.cross_entropy(out.prediction_logits[:, 2], IDS[:, 2]),
        "nsp": F.cross_entropy(out.seq_relationship_logits, torch.tensor([0, 1])),
    }
    assert untrained(model, sum(loss[name] for name in losses)) == parts


def test_a_head_on_the_tokens_leaves_the_pooler_untrained():
    """Question 11: a new layer is trained with what lies below it, and the pooler does not lie below the tokens."""
    model = BertModel(BertConfig(**SMALL))
    assert untrained(model, model(IDS).last_hidden_state.square().sum()) == {"pooler.dense"}
    whole = BertForTokenClassification(BertConfig(**SMALL))  # so it comes without a pooler
    assert untrained(whole, whole(IDS, labels=IDS % 2).loss) == set()


def test_self_attention_is_equivariant_and_a_causal_mask_ends_that():
    """Questions 2 and 3: not invariant; the outputs move with their tokens."""
    attention, x, order = load(2).SelfAttention(8), torch.randn(1, 5, 8), torch.randperm(5)
    once, permuted = attention(x)[0], attention(x[:, order])[0]
    torch.testing.assert_close(permuted, once[:, order])
    assert not torch.allclose(permuted, once)
    causal = torch.ones(5, 5, dtype=torch.bool).tril()
    masked, permuted = attention(x, causal)[0], attention(x[:, order], causal)[0]
    assert not torch.allclose(permuted, masked[:, order])


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Self-attention is permutation invariant. Without a mask nothing depends on order."),
        ("zh", "自注意力是置换不变的。不加掩码时结果与顺序无关。"),
    ],
    ids=["en", "zh"],
)
@pytest.mark.parametrize(("number", "point"), [(2, 7), (3, 1)])
def test_invariance_does_not_pass_for_equivariance(number, point, lang, text):
    question = next(BANK.load(card, lang) for card in BANK.cards if card.number == number)
    assert point - 1 not in suggested_points(text, question.key_points, question.ask)


@pytest.mark.parametrize("train", [True, False], ids=["train", "eval"])
@pytest.mark.parametrize("grad", [True, False], ids=["grad", "no_grad"])
@pytest.mark.parametrize("cross", [True, False], ids=["cross", "self"])
def test_what_need_weights_changes(train, grad, cross):
    """Questions 8 and 10: nothing but rounding, unless a query may attend to nothing."""
    attention, x = nn.MultiheadAttention(8, 2, batch_first=True).train(train), torch.randn(2, 3, 8)
    keys = torch.randn(2, 4, 8) if cross else x
    hide = torch.zeros(keys.shape[:2], dtype=torch.bool)
    hide[1] = True
    with torch.set_grad_enabled(grad):
        with_weights, without = (
            attention(x, keys, keys, key_padding_mask=hide, need_weights=need)[0]
            for need in (True, False)
        )
    torch.testing.assert_close(with_weights[0], without[0])
    assert with_weights[1].isnan().all()
    by_the_fast_path = not (train or grad or cross)
    assert without[1].isnan().all() == by_the_fast_path
    assert without[1].isfinite().all() != by_the_fast_path


@pytest.mark.filterwarnings("ignore:The PyTorch API of nested tensors")
def test_no_grad_can_change_values_at_padded_positions():
    """Question 20: in evaluation mode torch's own encoder then takes another path."""
    encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16, batch_first=True), 2)
    x, padding = torch.randn(2, 4, 8), torch.arange(4) >= torch.tensor([[4], [2]])
    recorded = encoder.eval()(x, src_key_padding_mask=padding)
    with torch.no_grad():
        fast = encoder(x, src_key_padding_mask=padding)
    torch.testing.assert_close(fast[~padding], recorded[~padding])
    assert not fast[padding].any()
    assert recorded[padding].all()


def test_transitions_alone_do_not_make_every_tagging_valid():
    """Question 28: I-X may not begin a sentence either, and only `start` can forbid that."""
    transitions, free = torch.zeros(3, 3), torch.zeros(3)  # the tags are O, B-X and I-X
    transitions[0, 2] = -torch.inf
    start = torch.tensor([0.0, 0.0, -torch.inf])
    emissions = torch.tensor([[[0.0, 1.0, 2.0], [0.0, 0.0, 3.0]]])
    mask = torch.ones(1, 2, dtype=torch.bool)
    assert load(28).viterbi(emissions, transitions, free, free, mask)[0] == [[2, 2]]
    assert load(28).viterbi(emissions, transitions, start, free, mask)[0] == [[1, 2]]


def test_bigbird_attends_at_random_too():
    """Question 29: a local window and global tokens are Longformer; BigBird adds random keys."""
    assert BigBirdConfig().attention_type == "block_sparse"
    assert BigBirdConfig().num_random_blocks > 0
    assert not hasattr(LongformerConfig(), "num_random_blocks")
