"""A verdict as a record of plain data: its kinds and values, and beside them the words for these.

What reads a record needs one or the other; of the two only the kinds and values are read back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from interview.model.verdict import Finding, Verdict, verdict_from_data
from interview.wording.verdict import finding_details, finding_message


def as_record(verdict: Verdict) -> dict[str, Any]:
    return {
        **asdict(verdict),
        "findings": list(map(finding_with_words, verdict.findings)),
        "cases": [
            {**asdict(case), "findings": list(map(finding_with_words, case.findings))}
            for case in verdict.cases
        ],
    }


def finding_with_words(finding: Finding) -> dict[str, Any]:
    return {
        **asdict(finding),
        "message": finding_message(finding),
        "details": list(finding_details(finding)),
    }


def verdict_from_record(record: Mapping[str, Any]) -> Verdict:
    """The verdict of a record; raises KeyError and TypeError if it is none."""
    cases = [{**case, "findings": findings_without_words(case)} for case in record["cases"]]
    return verdict_from_data({**record, "findings": findings_without_words(record), "cases": cases})


def findings_without_words(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Without the words; version 1 had nothing else."""
    return [
        {name: finding[name] for name in ("check", "kind", "values")}
        if "kind" in finding
        else {
            "check": finding["check"],
            "kind": "told",
            "values": {"message": finding["message"], "details": finding["details"]},
        }
        for finding in record["findings"]
    ]
