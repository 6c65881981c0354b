"""The mock interview that a plan asks for: how long it is, and about what."""

from __future__ import annotations

from dataclasses import dataclass

from interview.history.mocks import MockScore
from interview.history.plans import Preparation

SHORTEST_REHEARSAL, LONGEST_REHEARSAL = 10, 45
"""Minutes of a mock interview in a plan; it takes what a day has."""
ENOUGH_OF_A_REHEARSAL = 0.5
"""A mock interview of at least this part of its minutes takes its place in a plan; a shorter one was a try."""
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


def is_rehearsal(mock: MockScore, plan: Preparation) -> bool:
    """Whether a mock interview that was brought to its end is one that the plan asked for."""
    enough = mock.minutes >= ENOUGH_OF_A_REHEARSAL * rehearsal_of(plan).minutes
    of_another_track = plan.track and mock.track and mock.track != plan.track
    return bool(mock.reached and enough and not of_another_track)
