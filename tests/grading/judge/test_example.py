"""The smallest input on which an attempt differs: the same for every seed, small, and one sees that it differs."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, replace

import pytest

from interview.bank.ladder import Ladder, ladder_edition, ladder_file, ladder_text
from interview.grading.judge import example as examples
from interview.grading.judge.admission import Run
from interview.grading.judge.bench import Bench
from interview.grading.judge.ladder import rungs_of
from interview.grading.judge.telling import TOLD_BYTES
from interview.wording.example import example_lines
from interview.wording.example_code import example_code
from tests.helpers.judging import bench_of, judged

REFERENCE = """import torch


def attend(x, mask=None):
    if x.dim() != 2:
        raise ValueError("two axes")
    weights = x @ x.T
    if mask is not None:
        weights = weights.masked_fill(~mask, float("-inf"))
    return weights.softmax(-1) @ x
"""
CASES = [
    {"name": "no mask", "call": {"x": "randn(4, 5)"}},
    {"name": "causal", "call": {"x": "randn(4, 6)", "mask": "causal(4)"}},
]
RAISES = [{"name": "three axes", "call": {"x": "randn(2, 3, 4)"}, "error": "ValueError"}]


@pytest.fixture
def bench(toy):
    bench = bench_of(toy, REFERENCE, cases=CASES, raises=RAISES, define="attend")
    edition = ladder_edition(bench.card, bench.question)
    rungs = tuple(sorted(rungs_of(bench), key=lambda rung: rung.count))
    ladder_file(bench.card).write_text(ladder_text(Ladder(edition, rungs)), encoding="utf-8")
    return bench


def example_of(bench, old, new):
    source = REFERENCE.replace(old, new)
    assert source != REFERENCE
    return judged(bench, source).example


def test_it_is_small_and_hangs_on_no_seed(bench):
    example = example_of(bench, "is not None", "is not None and False")
    assert example.case == "causal"
    (call,) = example.calls
    assert call["x"]["shape"] == [2, 1]
    assert call["mask"]["tensor"] == [[True, False], [True, True]]
    assert example.expected != example.got
    other = Bench(bench.card, 99)
    assert example_of(other, "is not None", "is not None and False") == example


def test_what_an_attempt_does_on_it_is_what_is_told(bench, tmp_path):
    source = REFERENCE.replace("softmax(-1)", "softmax(0)")
    example = judged(bench, source).example
    attempt = tmp_path / "attempt.py"
    attempt.write_text(source, encoding="utf-8")
    code = example_code(example, str(attempt))
    shown = subprocess.run(
        [sys.executable, "-c", f"{code}\nprint(results[0].tolist())"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert eval(shown.splitlines()[-1]) == example.got["results"][0]["tensor"]
    assert "# expected: " in code


def test_a_refusal_that_is_missing_is_shown(bench):
    example = example_of(bench, "x.dim() != 2", "False")
    assert example.case == "three axes"
    assert example.expected == {"error": "ValueError"}
    assert "results" in example.got


def test_an_error_is_shown_where_the_same_comes_of_a_small_input(bench):
    example = example_of(bench, "is not None:", "is not None:\n        raise KeyError('oh')")
    assert example.got == {"error": "KeyError", "message": "'oh'"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("softmax(-1) @ x", "softmax(-1) @ x * 1.001"),
        (
            "    weights = x @",
            "    if torch.equal(x, x.round()):\n        raise OSError\n    weights = 2 * x @",
        ),
        ("softmax(-1) @ x", "softmax(-1) @ x * (1 if torch.equal(x, x.round()) else 2)"),
    ],
    ids=["too small a difference", "another error on whole numbers", "right on whole numbers"],
)
def test_nothing_is_shown_where_nothing_is_to_be_seen(bench, old, new):
    assert example_of(bench, old, new) is None


def test_a_ladder_of_another_edition_is_not_climbed(bench):
    ladder = ladder_file(bench.card)
    ladder.write_text(ladder.read_text().replace('"edition": "', '"edition": "0'))
    assert example_of(bench, "softmax(-1)", "softmax(0)") is None


def test_a_failure_to_find_one_spoils_no_verdict(bench, monkeypatch):
    def broken(*_):
        raise MemoryError

    monkeypatch.setattr(examples, "rungs_to_climb", broken)
    verdict = judged(bench, REFERENCE.replace("softmax(-1)", "softmax(0)"))
    assert (verdict.status, verdict.example) == ("wrong", None)


@pytest.mark.parametrize("width", [56, 76])
def test_it_fits_the_screen(bench, width):
    example = example_of(bench, "softmax(-1)", "softmax(0)")
    assert all(len(line) <= width for line in example_lines(example, width))


def tensor(numbers):
    return {"dtype": "float64", "shape": [len(numbers)], "tensor": numbers}


def with_results(example, expected, got):
    both = ({"results": [tensor(numbers)]} for numbers in (expected, got))
    return replace(example, **dict(zip(("expected", "got"), both, strict=True)))


def test_numbers_have_as_many_digits_as_tell_them_apart(bench):
    example = example_of(bench, "softmax(-1)", "softmax(0)")
    *_, line = example_lines(with_results(example, [1.0, 2.00001], [1.0, 2.00002]), 76)
    assert line == "expected = [1 2.00001]   got = [1 2.00002]"


def test_of_a_large_result_the_first_that_differ_are_told(bench):
    example = example_of(bench, "softmax(-1)", "softmax(0)")
    many = [float(i) for i in range(50)]
    lines = example_lines(with_results(example, many, [*many[:-1], 7.5]), 76)
    assert lines[-1] == "at [49]: expected 49, got 7.5"


@pytest.mark.parametrize(
    "more",
    [
        "torch.zeros(60_000_000, 0)",
        "[x] * 90_000",
        '"y" * 300_000',
        "[0] * 100_000",
        '{str(i): "y" * 100 for i in range(300)}',
        "torch.zeros(500, 1)",
    ],
)
def test_an_example_is_short_whatever_comes_back(bench, more):
    example = example_of(
        bench, "    return", f"    if x.size(0) < 3:\n        return {more}\n    return 2 *"
    )
    assert example is None or len(json.dumps(asdict(example))) <= TOLD_BYTES
    lines = example_lines(example, 76) if example else []
    assert len(lines) < 40
    assert sum(map(len, lines)) < 4000


def test_after_a_run_that_does_not_end_no_other_is_begun(bench, monkeypatch):
    runs = []

    def run_on(programs, seconds):
        runs.append(seconds)
        return Run(ended="timeout")

    cases = judged(bench, REFERENCE.replace("softmax(-1)", "softmax(0)")).cases
    assert examples.smallest_example(bench, cases, run_on) is None
    assert runs == [examples.CLIMBING_SECONDS]
