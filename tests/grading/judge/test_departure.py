"""Where a wrong attempt first differs: true, by lines, and silent where nothing can be said."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from interview.grading.execution.recording import MOST_STAGES
from interview.grading.judge.admission import admit_stages
from interview.grading.judge.bench import Bench
from interview.grading.wire.values import WireError
from interview.model.verdict import verdict_from_data
from interview.wording.departure import departure_lines
from tests.helpers.judging import bench_of, judged

REFERENCE = """import torch


def attend(x, mask=None):
    scores = x @ x.T
    if mask is not None:
        scores = scores.masked_fill(~mask, float("-inf"))
    weights = scores.softmax(-1)
    return weights @ x
"""
CASES = [
    {"name": "no mask", "call": {"x": "randn(4, 5)"}},
    {"name": "causal", "call": {"x": "randn(4, 6)", "mask": "causal(4)"}},
]
STAGES = {"scores[0]": "scores", "weights": "weights"}


@pytest.fixture
def bench(toy):
    return bench_of(toy, REFERENCE, cases=CASES, define="attend", stages=STAGES)


def departure_of(bench, old, new):
    source = REFERENCE.replace(old, new)
    assert source != REFERENCE
    return judged(bench, source).departure


def test_the_line_is_told_and_which_stages_are_there(bench):
    departure = departure_of(bench, "scores.softmax", "(2 * scores).softmax")
    assert (departure.case, departure.line, departure.made_of) == ("no mask", 8, (5,))
    assert (departure.agrees, departure.missing) == ("scores[0]", "weights")
    assert "line 8" in " ".join(departure_lines(departure))
    assert (
        departure_of(Bench(bench.card, 99), "scores.softmax", "(2 * scores).softmax") == departure
    )


def test_nothing_is_told_of_a_right_answer_or_of_what_raises(bench):
    assert judged(bench, REFERENCE + "\n").departure is None
    assert departure_of(bench, "weights @ x", "weights @ x[:2]") is None


def test_it_survives_the_way_as_data(bench):
    verdict = judged(bench, REFERENCE.replace("x @ x.T", "x @ x.T / 2"))
    assert verdict.departure.line == 5
    assert verdict_from_data(asdict(verdict)) == verdict


@pytest.mark.parametrize(
    "stages",
    [
        "x",
        [((1,), (), 0)],
        [((-1,), (), 0, None, None)],
        [((1,), (0,), 0, None, None)],
        [((1,), (), 0, None, (-1,))],
        [((1,), (), 0, None, 3)],
        [((1,), (), 0, None, None)] * (MOST_STAGES + 1),
    ],
)
def test_what_a_runner_says_of_stages_is_bounded(stages):
    with pytest.raises(WireError):
        admit_stages(stages)
