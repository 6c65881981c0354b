"""The numerics round: what holds, what does not, what the reference does there, and what is not tried."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from interview.grading.judge.layouts import run_with_weights_read
from interview.grading.judge.stress import stress_round
from interview.model.cells import CELL_MARK
from interview.model.stress import round_in_cells, stress_round_from_data
from interview.wording.stress import trial_in_words
from tests.helpers.judging import bench_of, runs_of

REFERENCE = """import torch


def attend(x, memory, mask=None):
    scores = x @ memory.mT
    if mask is not None:
        scores = scores.masked_fill(~mask[:, None], torch.finfo(scores.dtype).min)
    return scores.softmax(-1) @ memory
"""
CASES = [
    {"name": "plain", "call": {"x": "randn(2, 4, 3)", "memory": "randn(2, 5, 3)"}},
    {
        "name": "padded",
        "call": {
            "x": "randn(2, 4, 3)",
            "memory": "randn(2, 5, 3)",
            "mask": "lengths([3, 5], 5)",
        },
    },
]


@pytest.fixture
def bench(toy):
    return bench_of(toy, REFERENCE, cases=CASES, define="attend")


def held(bench, *changes):
    """Each trial in words, with what became of the attempt and of the reference."""
    source = REFERENCE
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    told = stress_round(bench, runs_of(bench, source))
    assert not told.findings
    return {trial_in_words(t): (t.attempt is None, t.reference is None) for t in told.trials}


def test_the_reference_itself_holds_in_all_that_the_exercise_has(bench):
    trials = held(bench)
    assert list(trials) == [
        "inputs times 100, for large scores, in float32",
        "float32",
        "bfloat16",
        "float16",
        "the last row of mask all False, in float32",
        "the last row of mask all True, in float32",
        "x: length 1 in the place of 4",
        "memory: length 1 in the place of 5",
        "memory: length 1024 in the place of 5, in float32",
    ]
    assert set(trials.values()) == {(True, True)}


def test_what_does_not_hold_is_told_with_what_happened(bench):
    fill = "torch.finfo(scores.dtype).min"
    trials = held(bench, (fill, "-1e9"))
    assert {name for name, both in trials.items() if both == (False, True)} == {"float16"}
    trials = held(bench, (fill, "-torch.inf"))
    failed = {name for name, both in trials.items() if both == (False, True)}
    assert failed == {"the last row of mask all False, in float32"}
    softmax = "(scores.exp() / scores.exp().sum(-1, keepdim=True))"
    trials = held(bench, ("scores.softmax(-1)", softmax))
    assert trials["inputs times 100, for large scores, in float32"] == (False, True)


def test_what_the_reference_fails_too_is_told_so(toy):
    weak = REFERENCE.replace("torch.finfo(scores.dtype).min", "-1e9")
    bench = bench_of(toy, weak, cases=CASES, define="attend")
    told = stress_round(bench, runs_of(bench, weak))
    (trial,) = (t for t in told.trials if t.attempt or t.reference)
    assert trial.kind == "float16"
    assert trial.attempt.kind == trial.reference.kind == "error"
    told = stress_round(bench, runs_of(bench, REFERENCE))
    (trial,) = (t for t in told.trials if t.attempt or t.reference)
    assert trial.attempt is None


def test_only_dimensions_that_the_exercise_has_are_tried(toy):
    chances = "def attend(p):\n    return p / p.sum()\n"
    cases = [{"name": "chances", "call": {"p": "rand(6)"}}]
    bench = bench_of(toy, chances, cases=cases, define="attend")
    kinds = [trial.kind for trial in stress_round(bench, runs_of(bench, chances)).trials]
    assert kinds == ["float32", "bfloat16", "float16"]
    words = "def attend(text):\n    return text.split()\n"
    cases = [{"name": "words", "call": {"text": "'a b'"}}]
    bench = bench_of(toy, words, cases=cases, define="attend")
    assert stress_round(bench, runs_of(bench, words)).trials == ()


def test_code_that_is_not_right_as_it_is_is_not_stressed(bench):
    wrong = REFERENCE.replace("@ memory\n", "@ memory * 2\n")
    (finding,) = stress_round(bench, runs_of(bench, wrong)).findings
    assert finding.kind == "elements"
    (finding,) = stress_round(bench, runs_of(bench, "x = 1\n")).findings
    assert finding.kind == "missing_name"


def test_a_run_that_ends_is_told_of_its_input_and_the_others_go_on(bench):
    whole = runs_of(bench, REFERENCE)

    def run_on(programs, seconds):
        run = whole(programs, seconds)
        bad = [i for i, program in enumerate(programs) if program.dtype == "bfloat16"]
        if bad:
            return replace(run, ended="timeout", facts={i: run.facts[i] for i in range(bad[0])})
        return run

    told = stress_round(bench, run_on)
    assert [t.kind for t in told.trials if t.attempt] == ["bfloat16"]
    assert len(told.trials) == 9


def test_it_comes_back_as_it_was_sent_and_in_the_lines_of_cells(bench):
    source = REFERENCE.replace("torch.finfo(scores.dtype).min", "-1e9")
    told = stress_round(bench, runs_of(bench, source))
    assert stress_round_from_data(asdict(told)).trials[3].attempt.kind == "error"
    moved = round_in_cells(told, "a.ipynb", f"{CELL_MARK} 2\n{source}")
    assert moved.trials[3].attempt.values["trace"][0][0] == 6
    assert moved.trials[3].attempt.values["trace"][0][3] == 2
    assert round_in_cells(told, "a.py", source) is told


def test_weights_of_other_names_are_read_as_a_verdict_reads_them(toy):
    source = """import torch.nn as nn


class attend(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.inner, self.outer = nn.Linear(n, 5), nn.Linear(5, n)

    def forward(self, x):
        return self.outer(self.inner(x).relu())
"""
    cases = [{"name": "plain", "build": {"n": 3}, "call": {"x": "randn(2, 4, 3)"}}]
    bench = bench_of(toy, source, cases=cases, define="attend")
    renamed = source.replace("inner", "a").replace("outer", "b")
    run_on = runs_of(bench, renamed)
    assert stress_round(bench, run_on).findings
    reading = run_with_weights_read(bench, run_on, renamed)
    told = stress_round(bench, reading)
    assert not told.findings
    assert {trial.attempt for trial in told.trials} == {None}
