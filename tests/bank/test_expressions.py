"""The recipe language: Python's syntax, a whitelist of names, nothing else."""

from __future__ import annotations

import pytest
import torch

from interview.bank.drills import draw_drill
from interview.bank.expressions import Evaluator, ExpressionError, evaluate_recipes
from interview.bank.recipes import (
    METHODS,
    Draw,
    causal_mask,
    draw_arguments,
    length_mask,
    more_recipes,
    seed_for,
)
from interview.model.answer import Drill
from interview.model.question import Case


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 * 3 + 1", 7),
        ("2 ** 3 // 3 % 2", 0),
        ("[1, 2][0]", 1),
        ("(1, 2, 3)[1:]", (2, 3)),
        ("{'a': 1}['a']", 1),
        ("4 if 2 > 1 else 5", 4),
        ("max(1, sqrt(16))", 4.0),
        ("-inf", float("-inf")),
        ("None", None),
        ("'text'", "text"),
    ],
)
def test_expressions_have_pythons_meaning(text, value):
    assert Evaluator({})(text) == value


@pytest.mark.parametrize(
    "text",
    ["__import__('os')", "().__class__", "open('x')", "[x for x in (1,)]", "lambda: 1", "a := 1", "x", "1 +", "1/0",
     "'a'.upper()", "f'{1}'", "import os"],
)  # fmt: skip
def test_everything_else_is_refused_in_one_line(text):
    with pytest.raises(ExpressionError) as caught:
        Evaluator({})(text)
    assert "\n" not in str(caught.value)


def test_only_listed_methods_of_tensors_can_be_called():
    evaluate = Draw(1).evaluator({})
    assert evaluate("randn(2, 3).transpose(0, 1)").shape == (3, 2)
    with pytest.raises(ExpressionError, match="unknown method 'numpy'"):
        evaluate("randn(2).numpy()")
    assert "numpy" not in METHODS


def test_masks_have_the_documented_meaning():
    assert length_mask([2, 0], 3).tolist() == [[True, True, False], [False, False, False]]
    assert length_mask([1, 3]).shape == (2, 3)
    assert causal_mask(2, 3).tolist() == [[True, True, False], [True, True, True]]


@pytest.mark.parametrize(
    ("recipe", "shape", "dtype"),
    [
        ("randn(2, 3)", (2, 3), torch.float64),
        ("rand(2)", (2,), torch.float64),
        ("uniform(-1, 1, 4)", (4,), torch.float64),
        ("randint(0, 5, 2, 2)", (2, 2), torch.int64),
        ("boolean(0.5, 3)", (3,), torch.bool),
        ("permutation(4)", (4,), torch.int64),
        ("tensor([[1.5]])", (1, 1), torch.float64),
        ("zeros(2)", (2,), torch.float64),
        ("ones(2)", (2,), torch.float64),
        ("full(True, 2, 3)", (2, 3), torch.bool),
        ("eye(2)", (2, 2), torch.float64),
        ("cat([ones(1, 2), zeros(1, 2)], 0)", (2, 2), torch.float64),
        ("stack([arange(3), arange(3)])", (2, 3), torch.int64),
    ],
)
def test_recipes_give_the_documented_shape_and_dtype(recipe, shape, dtype):
    made = Draw(3).evaluator({})(recipe)
    assert (tuple(made.shape), made.dtype) == (shape, dtype)


def test_the_same_seed_draws_the_same_and_where_is_shared():
    case = Case(
        "a", where={"x": "randn(2, 3)"}, call={"q": "x", "k": "x", "n": "integer(1, 10**9)"}
    )
    (first,), (again,), (other,) = (draw_arguments(case, {}, seed, {})[1] for seed in (5, 5, 6))
    assert first["q"] is first["k"]
    assert torch.equal(first["q"], again["q"])
    assert first["n"] == again["n"]
    assert not torch.equal(first["q"], other["q"])
    assert seed_for(1, "a") != seed_for(1, "b")


def test_a_questions_own_recipes_are_drawn_from_the_same_seed(tmp_path):
    path = tmp_path / "recipes.py"
    path.write_text(
        "import math\ndef noise(draw, n):\n    return draw.randn(n)\ndef _hidden(draw):\n    return 0\n"
    )
    more = more_recipes(path)
    assert set(more) == {"noise"}
    assert torch.equal(Draw(1, more).evaluator({})("noise(3)"), Draw(1).evaluator({})("randn(3)"))
    assert more_recipes(tmp_path / "none.py") == {}


def test_plain_yaml_data_is_resolved_inside_out():
    data = {"a": ["1 + 1", 3, None, True], "b": {"c": "'x'"}}
    assert evaluate_recipes(data, Evaluator({})) == {"a": [2, 3, None, True], "b": {"c": "x"}}


def test_a_drill_draws_its_values_anew_and_computes_its_answer():
    drill = Drill(
        ask="{B} by {T}",
        because="{answer}",
        where={"B": "pick(2, 3)", "T": "B * 5"},
        shape="(B, T)",
    )
    asked = {draw_drill(drill, seed).text: draw_drill(drill, seed) for seed in range(20)}
    assert set(asked) == {"2 by 10", "3 by 15"}
    assert asked["2 by 10"].answer == (2, 10)
    assert asked["2 by 10"].because == "(2, 10)"


def test_the_options_of_a_choice_are_shuffled():
    drill = Drill(ask="?", because="so", right=("a",), wrong=("b", "c", "d"))
    orders = {draw_drill(drill, seed).options for seed in range(20)}
    assert len(orders) > 1
    assert all(sorted(order) == ["a", "b", "c", "d"] for order in orders)
