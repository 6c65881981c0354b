"""What a name rests on: the failed cases that the mistake gives too, and how many values agreed."""

from __future__ import annotations

from interview.model.verdict import Evidence


def evidence(verdict):
    return {case.name: case.evidence for case in verdict.cases if case.evidence}


def test_a_name_for_the_whole_attempt_rests_on_every_failed_case(grade, reference):
    verdict = grade(reference.replace(" / math.sqrt(q.size(-1))", ""))
    failed = [case.name for case in verdict.cases if case.status == "failed"]
    assert list(evidence(verdict)) == failed == ["plain", "square and masked"]
    assert evidence(verdict)["plain"] == Evidence("values", 2 * 3 * 4)


def test_a_promised_error_that_was_not_raised_counts_what_came_back(grade, reference):
    verdict = grade(reference.replace("q.size(-1) != k.size(-1)", "False"))
    assert verdict.misconception == "no-value-error"
    assert evidence(verdict) == {"widths differ": Evidence("raises", 0)}


def test_names_of_single_cases_have_theirs_and_no_name_has_none(grade, reference):
    both = reference.replace("~mask", "mask").replace("q.size(-1) != k.size(-1)", "False")
    verdict = grade(both)
    assert verdict.misconception is None
    named = [case.name for case in verdict.cases if case.misconception]
    assert list(evidence(verdict)) == named == ["square and masked", "widths differ"]
    assert evidence(grade(reference.replace("@ v", "@ v * 1.5"))) == {}
