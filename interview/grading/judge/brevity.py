"""A verdict of bounded length, whatever an attempt has to say in how many cases."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import chain, repeat
from typing import Any

from interview.model.verdict import CaseResult, Finding

FINDINGS_ROOM = 24_000
"""Bytes of JSON for all findings together; what people write by mistake seldom needs a half of it."""
FIRST_ROOM, LEAST_ROOM = 4_000, 600
"""Bytes for each of the first findings, and for each of the others at the least."""
FINDINGS_IN_FULL = 3
"""The findings that a screen shows with all their details."""
DOTS = "..."


def brief_cases(cases: tuple[CaseResult, ...]) -> tuple[CaseResult, ...]:
    """The cases as they are, or, where their findings are too long together, with shorter ones."""
    findings = [finding for case in cases for finding in case.findings]
    if sum(map(finding_size, findings)) <= FINDINGS_ROOM:
        return cases
    rest = max(
        LEAST_ROOM,
        (FINDINGS_ROOM - FINDINGS_IN_FULL * FIRST_ROOM) // max(1, len(findings) - FINDINGS_IN_FULL),
    )
    rooms = chain(repeat(FIRST_ROOM, FINDINGS_IN_FULL), repeat(rest))
    return tuple(
        replace(case, findings=tuple(shorten_finding(f, next(rooms)) for f in case.findings))
        for case in cases
    )


def shorten_finding(finding: Finding, room: int = FINDINGS_ROOM) -> Finding:
    """The beginning of a finding: of its values the first in full, and of the others what there is room for."""
    if finding_size(finding) <= room:
        return finding
    return replace(
        finding, values=Shortener(room - json_length(skeleton(finding.values))).tree(finding.values)
    )


class Shortener:
    """Goes through values in their order, and cuts texts and lists once there is no more room."""

    def __init__(self, room: int) -> None:
        self.room = room

    def tree(self, value: Any) -> Any:
        match value:
            case str():
                return self.text(value)
            case dict():
                return {key: self.tree(item) for key, item in value.items()}
            case list():
                return self.items(value)
        return value

    def items(self, value: list[Any]) -> list[Any]:
        """As many as fit in full: half an item would be told wrongly."""
        kept = []
        for item in value:
            self.room -= json_length(item) + 2
            if self.room < 0:
                break
            kept.append(item)
        return kept

    def text(self, value: str) -> str:
        cut = beginning(value, max(self.room, 0))
        self.room -= json_length(cut)
        return cut


def skeleton(value: Any) -> Any:
    """What stays of values however short they are made."""
    match value:
        case str():
            return ""
        case dict():
            return {key: skeleton(item) for key, item in value.items()}
        case list():
            return []
    return value


def finding_size(finding: Finding) -> int:
    return json_length(finding.values)


def json_length(value: Any) -> int:
    """Bytes as JSON has them: twelve for a character beyond the first 65,536."""
    return len(json.dumps(value))


def beginning(text: str, room: int) -> str:
    """As much of a text as fits, with dots where it was cut."""
    if json_length(text) <= room:
        return text
    while text and json_length(text) > room - len(DOTS):
        text = text[: max(0, len(text) * (room - len(DOTS)) // json_length(text))]
    return text + DOTS
