"""No expression of a bank takes long or fills the memory; what is wrong with one is told from its text."""

from __future__ import annotations

import pytest

from interview.bank.drills import draw_drill
from interview.bank.expression_faults import data_faults, expression_faults
from interview.bank.expressions import RECIPE_NAMES, Evaluator, ExpressionError
from interview.bank.recipes import Draw
from interview.model.answer import Drill

COSTLY = [
    *("9 ** 9 ** 9 ** 9", "2 ** 100000", "'a' * 10 ** 9", "[0] * 10 ** 9", "10 ** 9 * [0]"),
    *("range(10 ** 9)", "round(1, -10 ** 8)", "'%999999999d' % 1", "(" * 5000, "-" * 3000 + "1"),
    *("1 if " * 900 + "1", "x" * 5000),
]


@pytest.mark.parametrize("text", COSTLY, ids=lambda text: text[:20])
def test_what_would_cost_much_is_refused(text):
    with pytest.raises(ExpressionError):
        Evaluator({})(text)


@pytest.mark.parametrize(
    "ask",
    ["{B:>999999999}", "{B.real}", "{B[0]}", "{B!r}", "{C}", "{", "}", "{B:{B}}", "{L}", "{D}"],
)
def test_braces_fill_in_names_and_nothing_else(ask):
    where = {"B": "2", "L": "[[1], [2]]", "D": "{'a': 1}"}
    with pytest.raises(ExpressionError):
        draw_drill(Drill(ask=ask, because="so", where=where, number="B"), 0)


def test_braces_take_the_usual_forms():
    drill = Drill(
        ask="{B:,} {{B}} {F:.2f}", because="{answer}", where={"B": "4096", "F": "0.5"}, number="B"
    )
    assert draw_drill(drill, 0).text == "4,096 {B} 0.50"


@pytest.mark.parametrize("number", ["inf", "nan", "1/0", "'a'", "True", "(-1) ** 0.5", "B +", "Z"])
def test_a_drill_without_an_answer_is_an_error_of_one_kind(number):
    with pytest.raises(ExpressionError) as caught:
        draw_drill(Drill(ask="?", because="so", number=number), 0)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("randm(2)", "unknown name 'randm': did you mean 'rand'?"),
        ("regression", "write \"'regression'\" if it is a text"),
        ("randn(2, 3", "not an expression ('(' was never closed)"),
        ("randn(2).numpy()", "unknown method 'numpy'"),
        ("randn(2).shape", "unknown method 'shape'"),
        ("[x for x in (1,)]", "ListComp is not allowed here"),
        ("lambda: 1", "Lambda is not allowed here"),
    ],
)
def test_a_fault_is_told_from_the_text(text, told):
    assert any(told in fault for fault in expression_faults(text, RECIPE_NAMES))


def test_all_faults_of_nested_data_are_told_and_good_data_has_none():
    data = {"a": ["randn(2)", "x", {"b": "1 +"}], "c": 3}
    assert len(list(data_faults(data, RECIPE_NAMES))) == 2
    assert list(data_faults(data, RECIPE_NAMES | {"x"})) == [
        "'1 +': not an expression (invalid syntax): a plain text needs quotes within the quotes"
    ]


def test_the_names_that_are_known_are_those_that_can_be_drawn():
    assert Draw(1).names().keys() == RECIPE_NAMES
