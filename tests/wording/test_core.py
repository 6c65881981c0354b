"""What is right at heart and left at the edges, and what the name of a mistake rests on, in one line each."""

from __future__ import annotations

import pytest

from interview.model.verdict import CaseResult, GroupResult, Verdict
from interview.wording.core import core_in_words, mistake_in_words
from tests.helpers.toy import REFERENCE

WITHOUT_ERROR = REFERENCE.replace("q.size(-1) != k.size(-1)", "False")
NO_SCALING = REFERENCE.replace(" / math.sqrt(q.size(-1))", "")


def verdict(failed, status="wrong", functions=("f",), cases=5):
    """So many cases of each group fail, by function."""
    results = [
        CaseResult(f"{group} {i}", of, "failed" if i < failed.get((of, group), 0) else "passed", "")
        for of in functions
        for group in ("core", "edges", "errors", "numerics")
        for i in range(cases)
    ]
    results = [CaseResult(c.name, c.of, c.status, "", group=c.name.split()[0]) for c in results]
    groups = tuple(
        GroupResult(of, group, 0.25, cases, cases - failed.get((of, group), 0))
        for of in functions
        for group in ("core", "edges", "errors", "numerics")
    )
    return Verdict("q", "f.py", status, 0.5, 1, tuple(results), groups=groups)


@pytest.mark.parametrize(
    ("failed", "told"),
    [
        ({("f", "edges"): 1}, "core right; 1 edge case left: “edges 0”"),
        ({("f", "edges"): 2}, "core right; 2 edge cases left: “edges 0”, “edges 1”"),
        (
            {("f", "edges"): 5},
            "core right; 5 edge cases left: “edges 0”, “edges 1”, “edges 2” and 2 more",
        ),
        (
            {("f", "errors"): 1, ("f", "numerics"): 1},
            "core right; 1 promised error left: “errors 0”; 1 case of precision left: “numerics 0”",
        ),
        ({("f", "core"): 1, ("f", "edges"): 1}, ""),
    ],
)
def test_what_is_left_is_told_by_group_and_name(failed, told):
    assert core_in_words(verdict(failed)) == told


def test_of_several_functions_it_is_said_which():
    both = verdict({("g", "edges"): 1}, functions=("f", "g"))
    assert core_in_words(both) == "core right; 1 edge case left: “g: edges 0”"
    one = verdict({("g", "core"): 1, ("f", "edges"): 1}, functions=("f", "g", "h"))
    assert core_in_words(one) == "core right in f, h, not yet in g"


def test_nothing_is_said_where_everything_is_right_or_forbidden_was_used():
    assert core_in_words(verdict({}, "accepted")) == ""
    forbidden = verdict({("f", "edges"): 1}, "forbidden")
    assert core_in_words(forbidden) == ""
    assert not forbidden.core_right


def test_what_the_judge_says_is_told(grade):
    told = core_in_words(grade(WITHOUT_ERROR))
    assert told == "core right; 1 promised error left: “widths differ”"
    assert core_in_words(grade(NO_SCALING)) == ""


def test_a_mistake_is_told_with_what_its_name_rests_on(grade):
    assert mistake_in_words(grade(NO_SCALING)) == (
        "no-scaling: The scores are not divided. "
        "(the same in all 2 failed cases, values compared: 64)"
    )
    without = Verdict("q", "f", "wrong", 0.0, 1, misconception="a", explanation="b")
    assert mistake_in_words(without) == "a: b"
