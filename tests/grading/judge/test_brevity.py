"""A verdict has a bounded length, and an ordinary one all its lines."""

from __future__ import annotations

import pytest

from interview.grading.judge.brevity import ROOM, brief, length, shortened, size
from interview.model.verdict import CaseResult, Finding


def cases(count: int, message: str, details: tuple[str, ...] = ()) -> tuple[CaseResult, ...]:
    finding = Finding("error", message, details)
    return tuple(CaseResult(f"case {i}", "f", "failed", "f()", (finding,)) for i in range(count))


@pytest.mark.parametrize("text", ["x", "\U0001f600", "字", "\n"])
@pytest.mark.parametrize("count", [1, 3, 4, 30])
def test_however_much_there_is_to_say_it_fits(text, count):
    told = brief(cases(count, text * 30_000, (text * 240,) * 10))
    assert len(told) == count
    assert sum(size(f) for case in told for f in case.findings) <= ROOM + 200 * count
    assert told[0].findings[0].message.startswith(text)
    assert told[0].findings[0].message.endswith("...")


def test_an_ordinary_verdict_is_left_alone():
    usual = cases(
        20, "result: 120 of 120 elements differ", ("at (0, 0, 0): expected 1, got 2",) * 4
    )
    assert brief(usual) == usual


def test_the_first_keep_their_details_where_the_others_lose_them():
    told = brief(cases(30, "m" * 300, ("d" * 300,) * 3))
    assert [len(case.findings[0].details) for case in told[:4]] == [3, 3, 3, 0]


def test_a_finding_about_the_file_is_cut_like_any_other():
    finding = shortened(Finding("forbidden", "x" * 50_000, ("y",)))
    assert length([finding.message, *finding.details]) <= ROOM
