"""What the mock interviews came to that were brought to their end."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from interview.history.reviews import moment_of
from interview.history.store import Store


@dataclass(frozen=True)
class MockScore:
    """One mock interview. Scores from 0 to 1; what was not reached counts as not known."""

    at: datetime
    """When it began."""
    minutes: int
    """As planned."""
    score: float
    reached: float
    """How much of it was reached, from 0 to 1."""
    topics: Mapping[str, float]
    track: str = ""
    """The id of the one it was about; empty for all banks that were open."""


def list_mock_scores(store: Store) -> list[MockScore]:
    """The earliest first; those of older histories, which kept no score, are left out."""
    query = (
        "SELECT session.at, session.plan, step.data FROM session JOIN step "
        "ON step.session = session.id AND step.name = 'finished' "
        "WHERE session.kind = 'mock' ORDER BY step.at"
    )
    scores = []
    for at, plan, data in store.do(lambda c: c.execute(query).fetchall()):
        came_to = json.loads(data)
        if "score" in came_to:
            planned = json.loads(plan)
            scores.append(
                MockScore(
                    moment_of(at),
                    planned["minutes"],
                    came_to["score"],
                    came_to["reached"],
                    came_to["topics"],
                    planned.get("track", ""),
                )
            )
    return scores


def last_mock_score(store: Store, track: str = "") -> MockScore | None:
    """That of the last one of the same track, which alone asked the like, of which anything was reached."""
    held = [score for score in list_mock_scores(store) if score.reached]
    scores = [score for score in held if score.track == track]
    return scores[-1] if scores else None
