"""Weights laid out as an attempt has them, and back: every number in one place."""

from __future__ import annotations

import pytest
import torch

from interview.grading.execution.layout import (
    Piece,
    Rule,
    layout_as_data,
    layout_from_data,
    own_shapes,
    own_values,
    placings_of,
    rearranged,
    reference_values,
    solved_sizes,
)

D, H = 6, 3
LETTERS = ("q", "k", "v")


def reference(*names, bias=True):
    made = {}
    for number, name in enumerate(names):
        made[f"{name}.weight"] = torch.arange(D * D).double().reshape(D, D) + 100 * number
        if bias:
            made[f"{name}.bias"] = torch.arange(D).double() + 100 * number + 50
    return made


def shapes(tensors):
    return {name: tuple(tensor.shape) for name, tensor in tensors.items()}


def pieces(leaf, letters=LETTERS):
    return tuple(Piece(f"w_{letter}.{leaf}") for letter in letters)


def laid(rules, wanted, heads=(H,)):
    own = own_shapes(rules, shapes(wanted), heads)
    placings = placings_of(rules, shapes(wanted), own, heads)
    return own, placings


def test_a_fused_layer_has_the_rows_of_one_after_those_of_the_other():
    wanted = reference("w_q", "w_k", "w_v")
    rules = [
        Rule("qkv.weight", pieces("weight"), "o i -> o i"),
        Rule("qkv.bias", pieces("bias"), "o -> o"),
    ]
    own, placings = laid(rules, wanted)
    assert own == {"qkv.weight": (3 * D, D), "qkv.bias": (3 * D,)}
    values = own_values(placings, wanted)
    assert torch.equal(values["qkv.weight"][D : 2 * D], wanted["w_k.weight"])
    x = torch.randn(4, D).double()
    fused = x @ values["qkv.weight"].T + values["qkv.bias"]
    for letter, part in zip(LETTERS, fused.chunk(3, -1), strict=True):
        alone = x @ wanted[f"w_{letter}.weight"].T + wanted[f"w_{letter}.bias"]
        assert torch.allclose(part, alone)


def test_each_head_has_the_rows_of_its_own_features():
    wanted = reference("w_q", bias=False)
    own, placings = laid([Rule("q.*.weight", pieces("weight", "q"), "(h d) i -> h d i")], wanted)
    assert own == {f"q.{head}.weight": (D // H, D) for head in range(H)}
    assert torch.equal(own_values(placings, wanted)["q.1.weight"], wanted["w_q.weight"][2:4])


def test_layers_that_are_there_have_the_rule_of_their_list():
    wanted = {f"layers.{n}.fc.weight": torch.full((2, 3), float(n)) for n in range(3)}
    rules = [Rule("blocks.#.up", (Piece("layers.#.fc.weight"),), "o i -> i o")]
    _, placings = laid(rules, wanted, heads=())
    values = own_values(placings, wanted)
    assert sorted(values) == ["blocks.0.up", "blocks.1.up", "blocks.2.up"]
    assert values["blocks.2.up"].tolist() == [[2.0, 2.0]] * 3


ARRANGEMENTS = [
    *(("o i -> i o", "q"), ("(h d) i -> h i d", "q"), ("o (h d) -> h d o", "q")),
    *(("(s o) i -> s i o", "qkv"), ("(s h d) i -> (h s d) i", "qkv")),
    *(("(s h d) i -> h (s d) i", "kv"), ("o i -> o i 1", "q")),
]


@pytest.mark.parametrize(("arrangement", "letters"), ARRANGEMENTS)
def test_what_is_laid_out_comes_back_by_the_references_names(arrangement, letters):
    wanted = reference(*(f"w_{letter}" for letter in letters), bias=False)
    rules = [Rule("mine", pieces("weight", letters), arrangement)]
    _, placings = laid(rules, wanted)
    values = own_values(placings, wanted)
    assert sorted(values["mine"].flatten().tolist()) == sorted(
        torch.cat(list(wanted.values())).flatten().tolist()
    )
    back = reference_values(placings, wanted, values)
    assert all(torch.equal(back[name], wanted[name]) for name in wanted)


def test_einsum_over_heads_gives_what_the_projection_gives():
    weight, x = torch.randn(D, D).double(), torch.randn(2, 4, D).double()
    sizes = solved_sizes("(h d) i -> h i d", (D, D), (H, D, D // H), {"s": 1})
    by_head = rearranged(weight, "(h d) i -> h i d", sizes)
    heads = torch.einsum("btc,hcd->bthd", x, by_head).flatten(2)
    assert torch.allclose(heads, x @ weight.T)


@pytest.mark.parametrize(
    "rules",
    [
        [Rule("mine", pieces("weight", "q"), "o i -> o i")],
        [Rule("mine", pieces("weight", "qq"), "o i -> o i")],
        [Rule("mine", (Piece("w_q.weight", 0, 2), Piece("w_k.weight")), "o i -> o i")],
    ],
    ids=["one is left out", "one is there twice", "half of one is left out"],
)
def test_a_layout_that_is_not_all_of_the_reference_once_is_none(rules):
    wanted = reference("w_q", "w_k", bias=False)
    assert laid(rules, wanted)[1] is None


def test_a_parameter_that_no_rule_knows_is_refused():
    wanted = reference("w_q", bias=False)
    rules = [Rule("mine", pieces("weight", "q"), "o i -> o i")]
    own = own_shapes(rules, shapes(wanted), ())
    assert placings_of(rules, shapes(wanted), own, ())
    assert placings_of(rules, shapes(wanted), {**own, "more": (D,)}, ()) is None
    assert placings_of(rules, shapes(wanted), {"mine": (D, D + 1)}, ()) is None


def test_a_layout_travels_as_plain_data():
    rules = [Rule("a.*", (Piece("w_q.weight", 1, 3),), "(h d) i -> h d i")]
    assert layout_from_data(layout_as_data(rules)) == rules
