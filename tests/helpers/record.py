"""Records of verdicts as older versions of the program wrote them."""

from __future__ import annotations

from interview.wording.record import as_record

SINCE_VERSION_3 = ("groups", "edition", "common")
OF_CASES_SINCE_VERSION_3 = ("group", "evidence")


def version_2(verdict):
    """The record as version 2 had it."""
    record = as_record(verdict)
    for name in SINCE_VERSION_3:
        del record[name]
    for case in record["cases"]:
        for name in OF_CASES_SINCE_VERSION_3:
            del case[name]
    return record


def version_1(verdict):
    """As version 1 had it: a finding was its words."""
    record = version_2(verdict)
    for findings in (record["findings"], *(case["findings"] for case in record["cases"])):
        for finding in findings:
            del finding["kind"], finding["values"]
    return record
