"""A verdict has a bounded length, and an ordinary one all its lines."""

from __future__ import annotations

import pytest

from interview.grading.judge.brevity import (
    FINDINGS_ROOM,
    brief_cases,
    finding_size,
    shorten_finding,
)
from interview.model.verdict import CaseResult, Finding
from interview.wording.verdict import finding_details, finding_message


def error(message: str, trace: list[list[object]]) -> Finding:
    values = {"during": "values", "type": "E", "message": message, "trace": trace}
    return Finding("error", "error", values)


def cases(count: int, finding: Finding) -> tuple[CaseResult, ...]:
    return tuple(CaseResult(f"case {i}", "f", "failed", "f()", (finding,)) for i in range(count))


@pytest.mark.parametrize("text", ["x", "\U0001f600", "字", "\n"])
@pytest.mark.parametrize("count", [1, 3, 4, 30])
def test_however_much_there_is_to_say_it_fits(text, count):
    told = brief_cases(cases(count, error(text * 30_000, [[1, text * 240, text * 240]] * 10)))
    assert len(told) == count
    assert (
        sum(finding_size(f) for case in told for f in case.findings) <= FINDINGS_ROOM + 600 * count
    )
    for case in told:
        assert finding_message(case.findings[0]).startswith(f"E: {text}")
        assert finding_message(case.findings[0]).endswith("...")
        assert len(finding_details(case.findings[0])) <= 10


def test_an_ordinary_verdict_is_left_alone():
    usual = cases(20, error("result: 120 of 120 elements differ", [[3, "attend", "return q"]] * 4))
    assert brief_cases(usual) == usual


def test_the_first_keep_their_details_where_the_others_lose_them():
    told = brief_cases(cases(30, error("m" * 800, [[3, "attend", "d" * 200]] * 3)))
    assert [len(finding_details(case.findings[0])) for case in told[:4]] == [3, 3, 3, 0]


def test_a_finding_about_the_file_is_cut_like_any_other():
    places = [["torch." + "x" * 500, number] for number in range(200)]
    finding = shorten_finding(Finding("forbidden", "forbidden", {"places": places}))
    assert finding_size(finding) <= FINDINGS_ROOM
    assert 0 < len(finding_details(finding)) < 200
