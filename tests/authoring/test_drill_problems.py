"""What a drill asks for is marked right, and what is far from it is not: told from the drill alone."""

from __future__ import annotations

import pytest
import yaml

from interview.authoring.drill_problems import problems_of_number, rounded_as_asked
from interview.model.answer import Drill
from tests.helpers.command import interview


def drill(number, tolerance=0.0, ask="How much?", **where):
    return Drill(ask, "", where=where, number=number, tolerance=tolerance)


@pytest.mark.parametrize(
    ("ask", "typed"),
    [
        ("How much? Two decimals.", {"12.35"}),
        ("How much, to 1 decimal place?", {"12.3"}),
        ("How much, to three digits after the point?", {"12.345"}),
        ("How many? Nearest whole.", {"12"}),
        ("How much? Three significant digits are enough.", {"12.3"}),
        ("是多少？保留两位小数。", {"12.35"}),
        ("是多少？保留小数点后一位。", {"12.3"}),
        ("有多少？取整。", {"12"}),
        ("是多少？四舍五入到整数。", {"12"}),
        ("是多少？保留三位有效数字即可。", {"12.3"}),
        ("How much is the whole of two layers?", set()),
        ("一个 token 有两位读者，是多少？", set()),
    ],
)
def test_digits_are_read_in_both_languages(ask, typed):
    assert set(rounded_as_asked(ask, 12.3454)) == typed


def test_a_five_at_the_end_may_go_either_way():
    assert set(rounded_as_asked("Two decimals.", 0.125)) == {"0.13", "0.12"}
    assert set(rounded_as_asked("Two significant digits.", 0.125)) == {"0.13", "0.12"}
    assert set(rounded_as_asked("Two significant digits.", 12500)) == {"13000", "12000"}


@pytest.mark.parametrize(
    ("number", "tolerance", "ask"),
    [
        ("1 / 8", 0.03, "How much? Two significant digits."),
        ("1 / 7", 0.001, "How much? Two decimals."),
        ("pick(7, 10) / 7", 0.001, "How much? One decimal."),  # one draw of two
        ("0.0004", 0.03, "How much? Three decimals."),
        ("1 / 3", 0.0, "How much?"),
    ],
)
def test_an_answer_rounded_as_asked_or_shown_that_is_marked_wrong_is_told(number, tolerance, ask):
    value = {"v": number}
    (told,) = problems_of_number(drill("v", tolerance, ask, **value))
    assert "is marked wrong: raise its tolerance" in told


@pytest.mark.parametrize(("number", "tolerance"), [("100", 0.6), ("100", 0.4), ("1e-10", 0.0)])
def test_an_answer_far_off_that_is_marked_right_is_told(number, tolerance):
    (told,) = problems_of_number(drill(number, tolerance))
    assert "is marked right for" in told


@pytest.mark.parametrize(
    ("number", "tolerance", "ask"),
    [
        ("1 / 8", 0.03, "How much? Three significant digits."),
        ("1 / 7", 0.03, "How much? Two decimals."),
        ("7087872", 0.0, "How many?"),
        ("0", 0.03, "How much? Two decimals."),
        ("-2.5", 0.2, "How much? Nearest whole."),
        ("0.125", 0.0, "How much?"),
    ],
)
def test_a_sound_drill_has_no_problem(number, tolerance, ask):
    assert list(problems_of_number(drill(number, tolerance, ask))) == []


def test_check_tells_it_with_file_and_line(toy):
    file = toy / "questions" / "01_attend" / "question.yaml"
    question = yaml.load(file.read_text(), yaml.CSafeLoader)
    question["drills"][0] = {
        "ask": "What is a seventh? Two decimals.",
        "number": "1 / 7",
        "because": "{answer}",
    }
    file.write_text(yaml.safe_dump(question, sort_keys=False))
    told = interview("check", bank=toy, status=1).stdout
    line = file.read_text().splitlines().index("- ask: What is a seventh? Two decimals.") + 1
    assert f"question.yaml:{line}: " in told
    assert "0.14 for 0.14285714285714285, is marked wrong" in told
