"""The lines in which an attempt and the reference make the same."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from interview.grading.judge.beside import stages_beside
from interview.model.beside import StageLines, stage_lines_from_data
from tests.helpers.judging import bench_of, runs_of

REFERENCE = """import torch


def attend(x):
    scores = x @ x.mT
    weights = scores.softmax(-1)
    return weights @ x
"""
ANOTHER = """import torch


def scored(x):
    return torch.einsum("td,sd->st", x, x)


def attend(x):
    e = scored(x)
    return torch.softmax(e.T, dim=1).matmul(x)
"""
CASES = [{"name": "plain", "call": {"x": "randn(4, 5)"}}]
STAGES = {"scores": "scores", "weights": "weights"}


@pytest.fixture
def bench(toy):
    return bench_of(toy, REFERENCE, cases=CASES, define="attend", stages=STAGES)


def test_each_stage_is_found_in_both_with_the_lines_that_called(bench):
    told = stages_beside(bench, runs_of(bench, ANOTHER))
    assert told.stages == (
        StageLines("scores", (5, 9), (5,)),
        StageLines("weights", (10,), (6,)),
    )
    assert stage_lines_from_data(asdict(told)) == told.stages


def test_a_stage_that_is_only_there_in_parts_is_left_out(bench):
    rows = ANOTHER.replace(
        "    return torch.softmax(e.T, dim=1).matmul(x)",
        "    return torch.stack([torch.softmax(e[:, i], 0) @ x for i in range(4)])",
    )
    assert [s.key for s in stages_beside(bench, runs_of(bench, rows)).stages] == ["scores"]


def test_without_stages_or_without_a_function_there_are_none(toy, bench):
    assert stages_beside(bench, runs_of(bench, "x = 1\n")).stages == ()
    assert stages_beside(bench, runs_of(bench, "def attend(x):\n    1 / 0\n")).stages == ()
    plain = bench_of(toy, REFERENCE, cases=CASES, define="attend", stages={})
    assert stages_beside(plain, runs_of(plain, ANOTHER)).stages == ()
