"""A failure without a name still leads on: what the failed cases have in common and the passed ones don't."""

from __future__ import annotations

import pytest

from interview.wording.verdict import finding_message
from tests.helpers.judging import bench_of, judged

REFERENCE = """import torch
def attend(q, k, mask=None):
    scores = q @ k.mT
    if mask is not None:
        scores = scores.masked_fill(~mask, 0.0)
    return scores
"""
CASES = [
    {"name": "no mask", "call": {"q": "randn(2, 3, 4)", "k": "randn(2, 3, 4)"}},
    {"name": "more keys", "call": {"q": "randn(2, 3, 4)", "k": "randn(2, 5, 4)"}},
    {"name": "a mask", "call": {"q": "randn(2, 3, 4)", "k": "randn(2, 3, 4)", "mask": "causal(3)"}},
    {
        "name": "an empty row",
        "call": {
            "q": "randn(2, 3, 4)",
            "k": "randn(2, 3, 4)",
            "mask": "lengths([3, 0])[:, None, :].expand(2, 3, 3)",
        },
    },
    {"name": "one example", "call": {"q": "randn(1, 3, 4)", "k": "randn(2, 3, 4)"}},
    {"name": "fewer keys", "call": {"q": "randn(2, 3, 4)", "k": "randn(2, 2, 4)"}},
    {"name": "one example again", "call": {"q": "randn(1, 3, 5)", "k": "randn(2, 3, 5)"}},
]


@pytest.fixture
def bench(toy):
    return bench_of(toy, REFERENCE, define="attend", cases=CASES, checks=["gradients"])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("scores.masked_fill(~mask, 0.0)", "scores", "cases that pass mask fail"),
        (
            "    return scores",
            "    if mask is not None and not mask.any(-1).all():\n        return scores + 1\n    return scores",
            "in which a row of mask allows nothing",
        ),
        (
            "    return scores",
            "    return scores if q.size(1) == k.size(1) else scores + 1",
            "in which q and k differ in length",
        ),
        (
            "    return scores",
            "    return scores if len(q) > 1 else scores + 1",
            "in which an axis of q has length 1",
        ),
        (
            "    return scores",
            "    return scores + 5e-6 * scores.sign()",
            "All differences are below 1e-05",
        ),
        (
            "    return scores",
            "    return scores.detach() + 0 * q.sum() + 0 * k.sum()",
            "all that fails is: gradients",
        ),
    ],
)
def test_what_the_failures_share_is_said_in_one_line(bench, old, new, said):
    verdict = judged(bench, REFERENCE.replace(old, new))
    assert verdict.status == "wrong"
    assert said in finding_message(verdict.common)


def test_nothing_is_said_where_they_share_nothing(bench):
    assert (
        judged(bench, REFERENCE.replace("    return scores", "    return scores + 1")).common
        is None
    )


def test_what_is_wrong_only_at_a_second_call(bench):
    kept = REFERENCE.replace(
        "    return scores",
        "    key = q.shape, k.shape, None if mask is None else int(mask.sum())\n"
        "    if scores.requires_grad:\n"
        "        kept[key] = scores.detach()\n"
        "    return scores if scores.requires_grad else kept.get(key, scores)",
    )
    verdict = judged(bench, "kept = {}\n" + kept)
    assert finding_message(verdict.common).startswith("Every first call is right")


def test_a_name_makes_it_needless(toy):
    wrong = [
        {"id": "no-mask", "says": "The mask is ignored.", "edit": {"mask is not None": "False"}}
    ]
    bench = bench_of(toy, REFERENCE, define="attend", cases=CASES, misconceptions=wrong)
    verdict = judged(bench, REFERENCE.replace("mask is not None", "False"))
    assert (verdict.misconception, verdict.common) == ("no-mask", None)


def test_of_a_single_failed_case_nothing_is_said_that_is_easily_true(bench):
    once = "    return scores if q.size(1) <= k.size(1) else scores + 1"
    assert judged(bench, REFERENCE.replace("    return scores", once)).common is None
