"""A name is true or it isn't given."""

from __future__ import annotations

import pytest

from tests.helpers.judging import bench_of, judged

REFERENCE = """import torch
def normed(x, eps=0.0):
    mean = x.mean(-1, keepdim=True)
    return (x - mean) / (x.var(-1, keepdim=True, correction=0) + eps).sqrt()
"""
CASES = [
    {"name": "ordinary", "call": {"x": "randn(3, 5)"}},
    {"name": "two numbers", "call": {"x": "randn(3, 2)"}},
    {"name": "an eps", "call": {"x": "randn(3, 4)", "eps": 0.5}},
]
MISTAKES = [
    {"id": "unbiased", "says": "The variance is unbiased.", "edit": {", correction=0": ""}},
    {"id": "eps-ignored", "says": "The eps is ignored.", "edit": {" + eps": ""}},
    {"id": "no-mean", "says": "The mean stays.", "edit": {"(x - mean)": "x"}},
]


@pytest.fixture
def bench(toy):
    return bench_of(
        toy, REFERENCE, define="normed", cases=CASES, checks=["gradients"], misconceptions=MISTAKES
    )


@pytest.mark.parametrize("id", [mistake["id"] for mistake in MISTAKES])
def test_a_known_mistake_is_named(bench, id):
    (edit,) = (mistake["edit"] for mistake in MISTAKES if mistake["id"] == id)
    (change,) = edit.items()
    assert judged(bench, REFERENCE.replace(*change)).misconception == id


def test_one_that_is_wrong_in_one_more_case_is_not_named(bench):
    """In the case with an eps it does what the mistake does; elsewhere the mistake does no harm."""
    more = REFERENCE.replace(" + eps", "").replace(
        "    mean = x", "    if x.shape[-1] == 2:\n        return x\n    mean = x"
    )
    verdict = judged(bench, more)
    assert verdict.misconception is None
    assert {case.misconception for case in verdict.cases} == {None}


def test_values_are_compared_as_strictly_as_they_are_judged(bench):
    """Nearly the known mistake is another one."""
    near = REFERENCE.replace(", correction=0", "").replace(".sqrt()", ".sqrt() * (1 + 1e-5)")
    assert judged(bench, near).misconception is None


def test_what_comes_after_the_failed_check_is_not_looked_at(bench):
    """The results are the mistake's; the gradients after them were not judged."""
    cut = REFERENCE.replace(", correction=0", "").replace("mean = x.mean", "mean = x.detach().mean")
    assert judged(bench, cut).misconception == "unbiased"


def test_a_mistake_of_the_gradients_alone_is_named_by_them(toy):
    mistakes = [*MISTAKES, {"id": "cut", "says": "Cut off.", "edit": {"x.mean": "x.detach().mean"}}]
    bench = bench_of(
        toy, REFERENCE, define="normed", cases=CASES, checks=["gradients"], misconceptions=mistakes
    )
    assert judged(bench, REFERENCE.replace("x.mean", "x.detach().mean")).misconception == "cut"
    other = REFERENCE.replace("    mean = x", "    x = x + 0 * x.detach()\n    mean = x.detach()")
    assert judged(bench, other).misconception == "cut"


def test_two_that_give_the_same_are_told_together(toy):
    mistakes = [*MISTAKES, {"id": "also", "says": "The same.", "edit": {" + eps": " + 0 * eps"}}]
    bench = bench_of(toy, REFERENCE, define="normed", cases=CASES, misconceptions=mistakes)
    verdict = judged(bench, REFERENCE.replace(" + eps", ""))
    assert (verdict.misconception, set(verdict.candidates)) == (None, {"eps-ignored", "also"})


@pytest.mark.parametrize(
    ("comment", "elsewhere"), [("", False), ("# mine\n", True)], ids=["to the letter", "otherwise"]
)
def test_a_mistake_is_executed_once_where_it_is_looked_at(bench, monkeypatch, comment, elsewhere):
    """Where it failed in any case; where the attempt is right only if that is not the mistake's own text."""
    known, executed = bench.wrong["eps-ignored"], []
    run = known.run

    def watched(program):
        executed.append((program.case, program.variant))
        return run(program)

    monkeypatch.setattr(known, "run", watched)
    attempt = REFERENCE.replace(" + eps", "") + comment
    assert judged(bench, attempt).misconception == "eps-ignored"
    right = [(p.case, p.variant) for p in bench.programs if p.case != 2]
    assert sorted(executed) == [*(sorted(right) if elsewhere else []), (2, "values")]


def test_of_a_mistake_seen_to_be_wrong_where_the_attempt_is_right_nothing_is_executed(
    bench, monkeypatch
):
    assert judged(bench, REFERENCE.replace(" + eps", "")).misconception == "eps-ignored"
    monkeypatch.setattr(bench.wrong["eps-ignored"], "run", lambda program: pytest.fail("executed"))
    attempt = REFERENCE.replace(
        "    mean = x", "    if x.shape[-1] == 2:\n        return x\n    mean = x"
    )
    verdict = judged(bench, attempt)
    assert [case.status for case in verdict.cases] == ["passed", "failed", "passed"]
    assert verdict.misconception is None


def test_a_mistake_that_does_not_do_what_its_text_did_is_not_named(bench, monkeypatch):
    """The text alone names nothing: the judge runs it as well where the attempt failed."""
    known = bench.wrong["eps-ignored"]
    monkeypatch.setattr(known, "run", lambda program: bench.run_reference(program))
    assert judged(bench, REFERENCE.replace(" + eps", "")).misconception is None
