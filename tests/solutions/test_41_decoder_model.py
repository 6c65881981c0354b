"""DecoderModel against LlamaForCausalLM of transformers with the same weights, values and gradients."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn
from transformers import LlamaConfig, LlamaForCausalLM

from tests.solutions import load

INSIDE_A_LAYER = {
    "attention_norm": "input_layernorm",
    "attention.w_q": "self_attn.q_proj",
    "attention.w_k": "self_attn.k_proj",
    "attention.w_v": "self_attn.v_proj",
    "attention.w_o": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn.gate": "mlp.gate_proj",
    "ffn.up": "mlp.up_proj",
    "ffn.down": "mlp.down_proj",
}
AROUND = {"embed": "model.embed_tokens", "norm": "model.norm", "head": "lm_head"}
SIZES = [
    # V, D, L, H, G, F, base
    (11, 12, 2, 3, 3, 20, 10000.0),
    (13, 24, 2, 6, 2, 10, 500000.0),
    (7, 16, 3, 4, 1, 9, 50.0),
    (5, 2, 1, 1, 1, 3, 10000.0),
]
sizes = pytest.mark.parametrize("size", SIZES, ids=str)


def theirs_of(name: str) -> str:
    """`layers.0.ffn.gate.weight` -> `model.layers.0.mlp.gate_proj.weight`."""
    place = name.removesuffix(".weight")
    if place in AROUND:
        return f"{AROUND[place]}.weight"
    _, number, inside = place.split(".", 2)
    return f"model.layers.{number}.{INSIDE_A_LAYER[inside]}.weight"


def pair(size: tuple, tie: bool = False) -> tuple[LlamaForCausalLM, nn.Module]:
    """A random Llama in float64, and ours with its weights; its angles are made anew in float64."""
    V, D, L, H, G, width, base = size
    config = LlamaConfig(
        vocab_size=V,
        hidden_size=D,
        num_hidden_layers=L,
        num_attention_heads=H,
        num_key_value_heads=G,
        intermediate_size=width,
        rope_theta=base,
        rms_norm_eps=1e-5,
        tie_word_embeddings=tie,
        pad_token_id=None,
        bos_token_id=0,
        eos_token_id=1,
        attn_implementation="sdpa",  # the eager one computes its softmax in float32
    )
    theirs = LlamaForCausalLM(config).double()
    for parameter in theirs.parameters():
        nn.init.normal_(parameter, std=0.6)
    ours = load(41).DecoderModel(V, D, L, H, G, width, base, tie).double()
    with torch.no_grad():
        for name, weight in ours.named_parameters():
            weight.copy_(theirs.get_parameter(theirs_of(name)))
    return theirs, ours


def logits_of(theirs: LlamaForCausalLM, ids: Tensor) -> Tensor:
    return theirs(input_ids=ids, use_cache=False).logits


@sizes
@pytest.mark.parametrize("tie", [False, True])
@pytest.mark.parametrize(("B", "T"), [(2, 7), (1, 1), (3, 3)])
def test_is_llama(size, tie, B, T):
    """Theirs norms and turns in float32, hence the loose bound."""
    torch.manual_seed(100 * B + T)
    theirs, ours = pair(size, tie)
    ids = torch.randint(size[0], (B, T))
    wanted, got = logits_of(theirs, ids), ours(ids)
    assert got.shape == (B, T, size[0])
    torch.testing.assert_close(got, wanted, rtol=1e-4, atol=1e-4)

    upstream = torch.randn_like(got)
    names = [name for name, _ in ours.named_parameters()]
    gradients = torch.autograd.grad(got, list(ours.parameters()), upstream)
    expected = torch.autograd.grad(
        wanted, [theirs.get_parameter(theirs_of(name)) for name in names], upstream
    )
    for name, w, g in zip(names, expected, gradients, strict=True):
        message = lambda m, n=name: f"{n}: {m}"  # noqa: E731
        torch.testing.assert_close(g, w, rtol=1e-3, atol=1e-3, msg=message)


def test_tied_weights_are_one_tensor_and_others_two():
    for tie, expected in ((True, 11 * 12), (False, 2 * 11 * 12)):
        ours = load(41).DecoderModel(11, 12, 0, 3, 3, 20, tie=tie)
        assert sum(p.numel() for p in ours.parameters()) == expected + 12
        assert (ours.head.weight is ours.embed.weight) == tie


@sizes
def test_has_as_many_parameters_as_llama(size):
    for tie in (True, False):
        theirs, ours = pair(size, tie)
        count = [sum(p.numel() for p in model.parameters()) for model in (theirs, ours)]
        assert count[0] == count[1]


@sizes
def test_a_later_token_changes_no_earlier_logit(size):
    torch.manual_seed(1)
    _, ours = pair(size)
    ids = torch.randint(size[0], (2, 6))
    other = ids.clone()
    other[:, 4] = (ids[:, 4] + 1) % size[0]
    before, after = ours(ids), ours(other)
    torch.testing.assert_close(after[:, :4], before[:, :4], rtol=0, atol=1e-12)
    assert not torch.allclose(after[:, 4:], before[:, 4:])


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_keeps_the_dtype(dtype):
    torch.manual_seed(2)
    _, ours = pair(SIZES[1])
    got = ours.to(dtype)(torch.randint(13, (2, 5)))
    assert got.dtype == dtype
    assert got.isfinite().all()


@pytest.mark.parametrize(
    ("D", "H", "G", "match"),
    [(10, 4, 2, r"10.*4"), (12, 4, 2, r"12 features in 4"), (24, 6, 4, r"6 heads.*4")],
)
def test_what_does_not_fit_is_refused(D, H, G, match):
    with pytest.raises(ValueError, match=match):
        load(41).DecoderModel(11, D, 1, H, G, 8)
