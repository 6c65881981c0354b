"""Records of verdicts: of this version as they were written, of older ones as far as they go."""

from __future__ import annotations

import json

from interview.wording.record import as_record, verdict_from_record
from tests.helpers.record import version_1, version_2
from tests.helpers.toy import REFERENCE


def test_groups_edition_and_evidence_are_in_a_record_and_come_back(grade):
    for old, new in (("~mask", "mask"), ("@ v", "@ v + 1")):
        verdict = grade(REFERENCE.replace(old, new))
        record = json.loads(json.dumps(as_record(verdict)))
        assert verdict_from_record(record) == verdict
        assert record["edition"]
        assert [group["group"] for group in record["groups"]] == ["core", "errors"]
        failed = [case for case in record["cases"] if case["status"] == "failed"]
        for case in failed:
            assert bool(case["evidence"]) is bool(verdict.misconception)
        if verdict.common:
            assert record["common"]["message"]


def test_a_record_of_an_older_version_is_read_as_a_verdict_without_what_it_did_not_know(grade):
    verdict = grade(REFERENCE.replace("~mask", "mask"))
    for older in (version_1, version_2):
        read = verdict_from_record(json.loads(json.dumps(older(verdict))))
        assert (read.score, read.status, read.seed) == (verdict.score, "wrong", 7)
        assert (read.groups, read.edition, read.common) == ((), "", None)
        assert not read.core_right
        assert [case.name for case in read.cases] == [case.name for case in verdict.cases]
        assert {case.evidence for case in read.cases} == {None}
        message = as_record(verdict)["cases"][1]["findings"][0]["message"]
        assert as_record(read)["cases"][1]["findings"][0]["message"] == message
