"""What an attempt costs against the reference: counted from what both record, in words, bounded."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from interview.grading.execution.recording import MOST_STAGES
from interview.grading.judge.cost import cost_report
from interview.model.cost import cost_report_from_data, report_in_cells
from interview.wording.cost import cost_lines
from tests.helpers.judging import bench_of, runs_of

REFERENCE = """import torch


def attend(q, k):
    scores = q @ k.mT  # (B, H, T, S)
    return scores.softmax(-1) @ k  # (B, H, T, d)
"""
CASES = [{"name": "plain", "call": {"q": "randn(2, 3, 6, 4)", "k": "randn(2, 3, 5, 4)"}}]


@pytest.fixture
def bench(toy):
    return bench_of(toy, REFERENCE, cases=CASES, define="attend")


def cost(bench, *changes):
    source = REFERENCE
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    told = cost_report(bench, runs_of(bench, source))
    assert not told.findings
    return told.costs[0]


def test_the_reference_costs_what_it_costs(bench):
    told = cost(bench)
    assert told.attempt == told.reference
    assert told.attempt.products == 2 * (2 * 3 * 6 * 5 * 4) * 2
    assert (told.attempt.largest, told.attempt.times) == ((2, 3, 6, 5), 2)
    assert told.attempt.lines == (5, 6)
    assert told.letters == ("B", "H", "T", "S")
    first, *amounts = cost_lines(told)
    assert first == (
        "largest value: yours makes (B, H, T, S) = (2, 3, 6, 5) twice (lines 5 and 6); "
        "the reference twice"
    )
    assert not any("x)" in line for line in amounts)


def test_what_is_made_once_more_is_told_with_its_lines_and_how_much_that_is(bench):
    told = cost(bench, ("    return", "    scores = scores * 1.0 + 0.0\n    return"))
    assert (told.attempt.times, told.attempt.lines) == (4, (5, 6, 7))
    first, numbers, operations, products = cost_lines(told)
    assert first.endswith(
        "4 times (lines 5, 6 and 7); the reference twice: 2.0x the reference's numbers"
    )
    assert operations.endswith("5, the reference 3 (1.7x)")
    assert numbers.endswith("x)")
    assert not products.endswith("x)")


def test_views_and_writes_in_place_take_no_memory(bench):
    views = "scores.transpose(-1, -2).transpose(-1, -2)[:].view(2, 3, 6, 5)"
    told = cost(bench, ("scores.softmax", f"{views}.softmax"))
    assert told.attempt == told.reference
    told = cost(bench, ("  # (B, H, T, S)", "\n    scores.mul_(1.0)"))
    assert told.attempt.times == 2


def test_another_largest_value_is_told_beside_the_references(bench):
    told = cost(bench, ("    return", "    big = torch.zeros(90, 9)\n    return"))
    (first, *_) = cost_lines(told)
    assert "makes (90, 9) once (line 6); the reference's largest is (2, 3, 6, 5), twice" in first
    assert told.letters == ()


def test_what_is_wrong_or_too_long_to_record_is_told_so(bench):
    wrong = REFERENCE.replace("@ k  #", "@ k * 2  #")
    (finding,) = cost_report(bench, runs_of(bench, wrong)).findings
    assert finding.kind == "elements"
    loop = f"    for _ in range({MOST_STAGES}):\n        scores = scores + 0\n    return"
    long = REFERENCE.replace("    return", loop)
    (finding,) = cost_report(bench, runs_of(bench, long)).findings
    assert finding.kind == "not_recorded"


def test_it_comes_back_as_it_was_sent_and_without_lines_of_a_notebook(bench):
    told = cost_report(bench, runs_of(bench, REFERENCE))
    assert cost_report_from_data(asdict(told)) == told
    assert report_in_cells(told, "a.ipynb", REFERENCE).costs[0].attempt.lines == ()
    assert report_in_cells(told, "a.py", REFERENCE) is told
