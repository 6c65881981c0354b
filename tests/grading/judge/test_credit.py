"""Credit by group: whole or not at all, and nothing for an answer that is wrong in every ordinary case."""

from __future__ import annotations

import pytest

from tests.helpers.judging import bench_of, judged

REFERENCE = """import torch
def scale(x, by=1.0):
    if by < 0:
        raise ValueError("by is negative")
    return torch.where(x.abs() > 100, x.sign() * 100, x * by)
"""
CASES = [
    {"name": "ordinary", "call": {"x": "randn(5)"}},
    {"name": "twice as large", "call": {"x": "randn(5)", "by": 2.0}},
    {"name": "nothing at all", "call": {"x": "randn(0)", "by": 3.0}, "group": "edges"},
    {"name": "one number", "call": {"x": "5 + rand(1)", "by": 3.0}, "group": "edges"},
    {"name": "far too large", "call": {"x": "1000 + rand(4)", "by": 1.0}, "group": "numerics"},
]
RAISES = [{"name": "a negative factor", "call": {"x": "rand(3)", "by": -1.0}}]


@pytest.fixture
def bench(toy):
    return bench_of(toy, REFERENCE, define="scale", cases=CASES, raises=RAISES)


def groups(verdict):
    return {result.group: (result.passed, result.cases) for result in verdict.groups}


def test_everything_right_is_all_the_credit(bench):
    verdict = judged(bench, REFERENCE)
    assert (verdict.status, verdict.score, verdict.core_right) == ("accepted", 1.0, True)
    assert groups(verdict) == {
        "core": (2, 2),
        "edges": (2, 2),
        "errors": (1, 1),
        "numerics": (1, 1),
    }
    assert [result.weight for result in verdict.groups] == [0.6, 0.2, 0.1, 0.1]


@pytest.mark.parametrize(
    ("old", "new", "score", "core"),
    [
        ("by < 0", "False", 0.9, True),
        ("x * by)", "x * by) if len(x) != 1 else x", 0.8, True),
        ("x.abs() > 100", "x.abs() > 1e9", 0.9, True),
        ("x * by)", "x * by) if by != 2 else x", 0.4, False),
        ("x * by)", "x * by) * 1.5", 0.0, False),
        ("by < 0", "True", 0.0, False),
    ],
    ids=[
        "no error",
        "one of two edges",
        "numerics",
        "half of the core",
        "all wrong",
        "all refused",
    ],
)
def test_a_group_is_earned_whole_or_not_at_all(bench, old, new, score, core):
    verdict = judged(bench, REFERENCE.replace(old, new))
    assert (verdict.score, verdict.core_right) == (score, core)


def test_the_share_of_an_empty_group_goes_to_the_others(toy):
    bench = bench_of(toy, REFERENCE, define="scale", cases=CASES[:3], raises=RAISES)
    verdict = judged(bench, REFERENCE.replace("by < 0", "False"))
    assert [result.weight for result in verdict.groups] == [0.6667, 0.2222, 0.1111]
    assert verdict.score == pytest.approx(0.8889)


def test_weights_may_be_declared(toy):
    bench = bench_of(
        toy,
        REFERENCE,
        define="scale",
        cases=CASES,
        raises=RAISES,
        weights={"core": 10, "errors": 70},
    )
    assert judged(bench, REFERENCE.replace("by < 0", "False")).score == pytest.approx(
        40 / 110, abs=1e-4
    )


def test_each_function_has_groups_of_its_own(toy):
    two = REFERENCE + "def half(x):\n    return x / 2\n"
    cases = [{**case, "of": "scale"} for case in CASES[:2]]
    cases.append({"name": "half", "of": "half", "call": {"x": "randn(3)"}})
    bench = bench_of(toy, two, define=["scale", "half"], cases=cases)
    verdict = judged(bench, two.replace("x / 2", "x / 3"))
    assert (verdict.parts, verdict.score) == ({"scale": 1.0, "half": 0.0}, 0.5)
    assert not verdict.core_right
