"""The mock interview that a plan asks for: how long it is, and about what."""

from __future__ import annotations

from dataclasses import dataclass

from interview.history.plans import Preparation

SHORTEST_REHEARSAL, LONGEST_REHEARSAL = 10, 45
"""Minutes of a mock interview in a plan; it takes what a day has."""
USUAL_MOCK = 45
"""Minutes without a plan, and where a level or a seed says which it is."""


@dataclass(frozen=True)
class Rehearsal:
    """What a mock interview is to be."""

    minutes: int = USUAL_MOCK
    topic: str = ""
    """Empty for all."""
    track: str = ""
    """The same."""


def rehearsal_of(plan: Preparation) -> Rehearsal:
    """In the minutes of a day of the plan, about its topic and its track."""
    minutes = max(SHORTEST_REHEARSAL, min(LONGEST_REHEARSAL, plan.minutes))
    return Rehearsal(minutes, plan.topic, plan.track)
