"""Where one side of two recordings leaves the other's path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from interview.grading.execution.recording import RecordedStage

Known = bool | None
"""Whether the other side has it; None of what tells nothing."""


@dataclass(frozen=True)
class Frontier:
    """What is not the other side's, and leads to nothing that is."""

    lost: tuple[bool, ...]
    """For each stage, whether it is so."""
    begins: tuple[int, ...]
    """Those of them that are made of nothing such."""


def frontier_of(stages: Sequence[RecordedStage], known: Sequence[Known]) -> Frontier:
    leads_back = list(map(bool, known))
    for number in reversed(range(len(stages))):
        if leads_back[number]:
            for parent in stages[number].parents:
                leads_back[parent] = True
    lost = [one is False and not back for one, back in zip(known, leads_back, strict=True)]
    tainted, begins = list(lost), []
    for number, stage in enumerate(stages):
        above = any(tainted[parent] for parent in stage.parents)
        if lost[number] and not above:
            begins.append(number)
        tainted[number] |= above
    return Frontier(tuple(lost), tuple(begins))


def ancestors_of(stages: Sequence[RecordedStage], numbers: Iterable[int]) -> set[int]:
    """These stages, and everything that they are made of."""
    found, waiting = set(numbers), list(numbers)
    while waiting:
        for parent in stages[waiting.pop()].parents:
            if parent not in found:
                found.add(parent)
                waiting.append(parent)
    return found


def untelling_sources(
    stages: Sequence[RecordedStage], known: Sequence[Known], number: int
) -> list[int]:
    """What tells nothing and is between a stage and what is known of that which it is made of."""
    return sources_of(stages, known, number, None)


def known_sources(
    stages: Sequence[RecordedStage], known: Sequence[Known], number: int
) -> list[int]:
    """The nearest stages that are the other side's and that a stage is made of."""
    return sources_of(stages, known, number, True)


def sources_of(
    stages: Sequence[RecordedStage], known: Sequence[Known], number: int, wanted: Known
) -> list[int]:
    seen: dict[int, None] = {}
    waiting = [number]
    while waiting:
        for parent in stages[waiting.pop()].parents:
            if parent not in seen:
                seen[parent] = None
                if not known[parent]:
                    waiting.append(parent)
    return [one for one in seen if known[one] is wanted]
