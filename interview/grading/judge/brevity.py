"""A verdict of bounded length, whatever an attempt has to say in how many cases."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, repeat

from interview.model.verdict import CaseResult, Finding

ROOM = 9_000
"""Bytes of JSON for all findings together; what people write by mistake seldom needs a half of it."""
FIRST, LEAST = 2_000, 200
"""Bytes for each of the first findings, and for each of the others at the least."""
IN_FULL = 3
"""The findings that a screen shows with all their details."""


def brief(cases: tuple[CaseResult, ...]) -> tuple[CaseResult, ...]:
    """The cases as they are, or, where their findings are too long together, with shorter ones."""
    findings = [finding for case in cases for finding in case.findings]
    if sum(map(size, findings)) <= ROOM:
        return cases
    rest = max(LEAST, (ROOM - IN_FULL * FIRST) // max(1, len(findings) - IN_FULL))
    rooms = chain(repeat(FIRST, IN_FULL), repeat(rest))
    return tuple(
        replace(case, findings=tuple(shortened(f, next(rooms)) for f in case.findings))
        for case in cases
    )


def shortened(finding: Finding, room: int = ROOM) -> Finding:
    """The beginning of a finding: its message, and as many of its details as there is room for."""
    if size(finding) <= room:
        return finding
    message = beginning(finding.message, room)
    details: list[str] = []
    left = room - length([message])
    for line in finding.details:
        if length([line]) > left:
            break
        details.append(line)
        left -= length([line])
    return replace(finding, message=message, details=tuple(details))


def size(finding: Finding) -> int:
    return length([finding.message, *finding.details])


def length(lines: Iterable[str]) -> int:
    """Bytes as JSON has them: twelve for a character beyond the first 65,536."""
    return sum(len(json.dumps(line)) for line in lines)


def beginning(text: str, room: int) -> str:
    """As much of a text as fits, with dots where it was cut."""
    if length([text]) <= room:
        return text
    while text and length([text]) > room - 5:
        text = text[: len(text) * (room - 5) // length([text])]
    return text + "..."
