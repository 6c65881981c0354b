"""The sizes of a case: which literals they are, and the same case with others."""

from __future__ import annotations

import pytest

from interview.bank.loading import load_quickly
from interview.bank.recipes import draw_arguments, more_recipes
from interview.bank.shipped import bundled_bank_folder
from interview.bank.sizes import Sizes, resized, sizes_in
from interview.model.question import Case, Raise

QUESTIONS = bundled_bank_folder() / "questions"
NAMES = sorted(path.parent.name for path in QUESTIONS.glob("*/question.yaml"))


def numbers(recipe):
    """The sizes of a case whose only argument is this."""
    return sizes_in(Case("a case", call={"x": recipe}), {}).numbers


@pytest.mark.parametrize(
    ("recipe", "found"),
    [
        ("30 * randn(2, 4, 10)", (2, 4, 10)),
        ("randint(0, 13, 2, 7)", (2, 7, 13)),
        ("uniform(3, 9, 2, 5)", (2, 5)),
        ("full(7, 2, 3)", (2, 3)),
        ("boolean(1, 4, 6) | eye(6).bool()", (4, 6)),
        ("lengths([5, 3, 1], 8)[:, None, :].expand(3, 5, 6)", (1, 3, 5, 6, 8)),
        ("lengths([7, 0]).unsqueeze(1)", (2, 7)),
        ("cat([zeros(3, 4), full(-inf, 3, 2)], 1)[:, permutation(6)]", (2, 3, 4, 6)),
        ("x[:, 4:5]", (4, 5)),
        ("x[2]", ()),
        ("randn(B, 3 * D, 2)", (2,)),
        ("2 * integer(5, 8) + 1", (5, 8)),
        ("pick(2, 4)", (2, 4)),
        ("tensor([[1, 2], [3, 4]])", ()),
        ("(arange(8) >= tensor([[4], [3]])).long()", (8,)),
        ("given('TinyEncoder', 11, 6, max_positions=9, dropout=0.5)", (6, 9, 11)),
        ("given('Tree', [0.5, 0.5], {(2, 3): [1.0]})", ()),
        ("result(2, 1)", ()),
        ("babble(4, 9, 3, 7)", (3, 4, 7, 9)),
        ("ranked([4, 1, 3])", ()),
        ("words('7 tokens')", ()),
        ("'7'", ()),
        ("7", (7,)),
        (7, (7,)),
        (0, ()),
        (-3, ()),
        (True, ()),
        (7.0, ()),
        ([5, 6], ()),
        ({"input_ids": "randint(0, 9, 2, 3)", "length": 5}, (2, 3, 9)),
        ("randn(2,", ()),
    ],
)  # fmt: skip
def test_sizes_are_the_literals_in_size_positions(recipe, found):
    assert numbers(recipe) == found


def test_what_is_built_is_told_from_what_a_call_may_change():
    case = Case("a case", where={"T": 5}, call={"x": "randn(2, T, 12)"})
    sizes = sizes_in(case, {"d_model": 12, "num_heads": 2, "bias": True})
    assert sizes == Sizes((2, 5, 12), frozenset({2, 12}))
    assert sizes.free == (5,)
    assert sizes_in(Case("a case", build={"d_model": 8}), {"d_model": 12}).numbers == (8,)


def test_a_name_of_a_method_is_no_recipe():
    case = Case("a case", calls=({"method": "4", "x": "randn(3)"},))
    assert sizes_in(case, {}).numbers == (3,)
    assert resized(case, {}, {3: 2, 4: 1})[0].calls == ({"method": "4", "x": "randn(2)"},)


def test_the_same_number_becomes_the_same_number_everywhere():
    case = Case(
        "a case",
        where={"x": "  randn(2, 4, 12)"},
        calls=({"x": "x[:, :4]", "say": "words('é 4') + [randn(4,\n 12), 4 * randn(4)]"},),
    )
    other, build = resized(case, {"d_model": 12, "ids": [12]}, {12: 3, 4: 1, 99: 5})
    assert other.where == {"x": "  randn(2, 1, 3)"}
    assert other.calls == (
        {"x": "x[:, :1]", "say": "words('é 4') + [randn(1,\n 3), 4 * randn(1)]"},
    )
    assert build == {"d_model": 3, "ids": [12]}
    assert (other.name, other.build) == ("a case", None)


@pytest.mark.parametrize(
    ("rows", "told"),
    [(1, "[5]"), (2, "[5, L]"), (5, "[5, L, 4, 2, 5]")],
    ids=["one", "two", "more than are written out"],
)
def test_lengths_has_as_many_rows_as_everything_else(rows, told):
    case = Case("a case", call={"x": "randn(4, 8)", "mask": "lengths([5, L, 3,\n 2], 8)"})
    other, _ = resized(case, {}, {4: rows, 3: 4})
    assert other.call == {"x": f"randn({rows}, 8)", "mask": f"lengths({told}, 8)"}


def test_a_length_may_be_drawn_between_sizes():
    case = Case("a case", call={"x": "lengths([integer(10, 12), 20], 20)[:, 4:]"})
    other, _ = resized(case, {}, {10: 1, 12: 3, 20: 300, 4: 5})
    assert other.call == {"x": "lengths([integer(1, 3), 300], 300)[:, 5:]"}


def test_two_numbers_may_change_places():
    case = Raise("refused", call={"x": "randn(2, 3)"}, build={"n": 2})
    assert resized(case, {}, {2: 3, 3: 2}) == (
        Raise("refused", call={"x": "randn(3, 2)"}, build={"n": 3}),
        {},
    )


@pytest.mark.parametrize("name", NAMES)
def test_without_new_sizes_a_case_is_the_very_same(name):
    exercise = load_quickly(QUESTIONS / name).exercise
    for case in exercise.all_cases:
        same = {number: number for number in sizes_in(case, exercise.build).numbers}
        for unchanged in ({}, same, {4321: 1}):
            other, build = resized(case, exercise.build, unchanged)
            assert other is case
            assert build is exercise.build


@pytest.mark.parametrize("name", NAMES)
def test_a_case_comes_back_from_other_sizes(name):
    exercise = load_quickly(QUESTIONS / name).exercise
    for case in exercise.all_cases:
        there = {number: number + 100 for number in sizes_in(case, exercise.build).numbers}
        far, build = resized(case, exercise.build, there)
        assert sizes_in(far, build).numbers == tuple(there.values())
        back = {new: old for old, new in there.items()}
        assert resized(far, build, back) == (case, exercise.build)


def test_what_is_drawn_has_the_new_sizes():
    folder = QUESTIONS / "07_cross_attention"
    exercise = load_quickly(folder).exercise
    case = next(c for c in exercise.cases if c.call.keys() == {"x", "memory", "memory_mask"})
    sizes = sizes_in(case, exercise.build)
    smaller, build = resized(case, exercise.build, {n: min(n, 2) for n in sizes.free})
    built, (call,) = draw_arguments(smaller, build, 1, more_recipes(folder / "recipes.py"))
    assert built == exercise.build
    assert call["x"].shape[1] == call["memory"].shape[1] == 2
