"""A verdict as a record of plain data: its kinds and values, and beside them the words for these.

What reads a record needs one or the other; of the two only the kinds and values are read back. Records of
versions 1 and 2 knew no groups, no edition and no evidence: they are read as verdicts without these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from typing import Any

from interview.model.verdict import Finding, Verdict, verdict_from_data
from interview.wording.departure import departure_lines
from interview.wording.example import example_lines
from interview.wording.verdict import finding_lines

EXAMPLE_WIDTH = 76
"""Columns of an example in words."""


def as_record(verdict: Verdict) -> dict[str, Any]:
    record = dict(plain_fields(verdict))
    add_words(record["findings"], verdict.findings)
    add_words(record["notes"], verdict.notes)
    if verdict.common:
        add_words([record["common"]], (verdict.common,))
    for data, case in zip(record["cases"], verdict.cases, strict=True):
        add_words(data["findings"], case.findings)
    if verdict.example:
        record["example"]["lines"] = example_lines(verdict.example, EXAMPLE_WIDTH)
    if verdict.departure:
        record["departure"]["lines"] = departure_lines(verdict.departure)
    return record


def plain_fields(record: Any) -> Iterator[tuple[str, Any]]:
    """A record's fields, with the records in them as dicts; `asdict` copies plain data too, which takes long."""
    for name, value in vars(record).items():
        if is_dataclass(value):
            yield name, dict(plain_fields(value))
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            yield name, [dict(plain_fields(item)) for item in value]
        else:
            yield name, value


def add_words(records: list[dict[str, Any]], findings: tuple[Finding, ...]) -> None:
    """Puts the words of the findings beside their kinds and values."""
    for data, finding in zip(records, findings, strict=True):
        message, *details = finding_lines(finding)
        data |= {"message": message, "details": details}


def verdict_from_record(record: Mapping[str, Any]) -> Verdict:
    """The verdict of a record; raises KeyError and TypeError if it is none."""
    cases = [{**case, "findings": without_words(case["findings"])} for case in record["cases"]]
    common = without_words([record["common"]])[0] if record.get("common") else None
    example, departure = (
        {name: value for name, value in told.items() if name != "lines"} if told else None
        for told in (record.get("example"), record.get("departure"))
    )
    told = {
        "cases": cases,
        "findings": without_words(record["findings"]),
        "notes": without_words(record.get("notes", ())),
        "common": common,
        "example": example,
        "departure": departure,
    }
    return verdict_from_data({"groups": [], **record, **told})


def without_words(findings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Their kinds and values; version 1 had the words alone."""
    return [
        {name: finding[name] for name in ("check", "kind", "values")}
        if "kind" in finding
        else {
            "check": finding["check"],
            "kind": "told",
            "values": {"message": finding["message"], "details": finding["details"]},
        }
        for finding in findings
    ]
