"""Where a wrong attempt first differs: true, by lines, and silent where nothing can be said."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from interview.grading.execution.recording import MOST_STAGES
from interview.grading.judge.admission import admit_stages
from interview.grading.judge.bench import Bench
from interview.grading.wire.bounds import WireError
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


def test_of_what_has_all_stages_the_last_is_told(bench):
    departure = departure_of(bench, "weights @ x", "weights @ x.roll(1, 0)")
    assert (departure.agrees, departure.missing) == ("weights", "")
    assert departure_lines(departure)[0] == "Your code has the reference's weights."


def test_a_statement_of_several_lines_and_what_follows_another_way_are_told(bench):
    other = "(\n        (scores - scores.max())\n        .exp()\n    )\n    weights = weights / 2"
    departure = departure_of(bench, "scores.softmax(-1)", other)
    assert (departure.line, departure.statement) == (9, (8, 11))
    assert departure.until == 13
    assert departure.missing == "weights"


MODULE = """import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, D):
        super().__init__()
        self.norm = nn.LayerNorm(
            D,
            eps=1e-5,
        )

    def forward(self, x):
        x = x[:, :4]
        y = torch.relu(x)
        return self.norm(y)
"""


def test_where_a_module_was_constructed_is_told(toy):
    cases = [{"name": "plain", "build": {"D": 4}, "call": {"x": "randn(3, 5)"}}]
    bench = bench_of(toy, MODULE, cases=cases, define="Block")
    departure = judged(bench, MODULE.replace("1e-5", "0.1")).departure
    assert (departure.line, departure.built) == (16, (8, 11))
    departure = judged(bench, MODULE.replace("torch.relu", "torch.sigmoid")).departure
    assert (departure.line, departure.built) == (15, (0, 0))


def test_another_part_of_an_input_is_passed_over_and_told_with_what_is_made_of_it(toy):
    cases = [{"name": "plain", "build": {"D": 4}, "call": {"x": "randn(3, 5)"}}]
    bench = bench_of(toy, MODULE, cases=cases, define="Block")
    departure = judged(bench, MODULE.replace("[:, :4]", "[:, 1:]")).departure
    assert departure.line == 16
    assert 14 in departure.untelling


WHOLE = """import torch


def shifted(ids, pad):
    start = torch.full_like(ids[:, :1], pad)
    longer = torch.cat([start, ids], dim=1)
    return longer[:, :-1]
"""


def test_of_results_that_are_whole_numbers_these_are_looked_at(toy):
    cases = [{"name": "ids", "call": {"ids": "randint(0, 90, 3, 7)", "pad": 5}}]
    bench = bench_of(toy, WHOLE, cases=cases, define="shifted")
    departure = judged(bench, WHOLE.replace("[start, ids]", "[start + 1, ids]")).departure
    assert departure.line == 7


def test_where_nothing_of_the_reference_is_near_the_way_begins_with_the_function(bench):
    departure = departure_of(
        bench, "    scores = x @ x.T\n", "    y = 2\n    scores = y * x @ x.T\n"
    )
    assert (departure.line, departure.made_of, departure.since) == (6, (), 4)


@pytest.mark.parametrize(
    "stages",
    [
        "x",
        [((1,), (1,), (1, 1), (0, 0), (), False)],
        [((1,), (1, 2), (1, 1), (0, 0), (), False, None, None)],
        [((-1,), (1,), (1, 1), (0, 0), (), False, None, None)],
        [((1,), (1,), (2, 1), (0, 0), (), False, None, None)],
        [((1,), (1,), (1, 1), (0, 0), (0,), False, None, None)],
        [((1,), (1,), (1, 1), (0, 0), (), False, None, None)] * (MOST_STAGES + 1),
        [((1,), (1,), (1, 1), (0, 0), (), False, None, (-1,))],
        [((1,), (1,), (1, 1), (0, 0), (), False, None, 3)],
    ],
)
def test_what_a_runner_says_of_stages_is_bounded(stages):
    with pytest.raises(WireError):
        admit_stages(stages)
