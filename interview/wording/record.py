"""A verdict as a record of plain data: its kinds and values, and beside them the words for these.

What reads a record needs one or the other; of the two only the kinds and values are read back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from interview.model.verdict import Finding, Verdict, verdict_from_data
from interview.wording.verdict import finding_lines


def as_record(verdict: Verdict) -> dict[str, Any]:
    record = asdict(verdict)
    add_words(record, verdict.findings)
    for data, case in zip(record["cases"], verdict.cases, strict=True):
        add_words(data, case.findings)
    return record


def add_words(record: dict[str, Any], findings: tuple[Finding, ...]) -> None:
    """Puts the words of the findings beside their kinds and values."""
    for data, finding in zip(record["findings"], findings, strict=True):
        message, *details = finding_lines(finding)
        data |= {"message": message, "details": details}


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
