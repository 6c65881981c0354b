"""The plan to the day of an interview, as the learner made it; what to do on which day is derived."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from interview.history.sessions import Sessions
from interview.history.store import Store
from interview.history.transaction import at_once
from interview.model.card import Card

PLAN_KIND = "plan"


@dataclass(frozen=True)
class Preparation:
    """What was asked for: everything else follows from it and from what was really done."""

    on: date
    """The day of the interview."""
    since: date
    """The first day."""
    minutes: int = 40
    """A day."""
    weekends: bool = True
    """Whether Saturdays and Sundays are days like others."""
    topic: str = ""
    """Empty for all."""
    track: str = ""
    """The same."""
    id: str = ""
    """Its session's; set when it is kept."""

    @property
    def total(self) -> int:
        """Days before the interview."""
        return (self.on - self.since).days

    @property
    def as_data(self) -> dict[str, Any]:
        """As a session keeps it."""
        return {
            "on": self.on.isoformat(),
            "since": self.since.isoformat(),
            "minutes": self.minutes,
            "weekends": self.weekends,
            "topic": self.topic,
            "track": self.track,
        }

    def is_about(self, card: Card) -> bool:
        """Whether the question is one of those to prepare."""
        return self.topic in ("", card.topic) and self.track in ("", card.bank.track_id)


def current_preparation(store: Store) -> Preparation | None:
    """The plan that holds now; None if there is none, or it was ended."""
    open_plans = store.do(lambda c: c.execute(OPEN_PLANS).fetchall())
    if not open_plans:
        return None
    id, plan = open_plans[0]
    data = json.loads(plan)
    on, since = date.fromisoformat(data["on"]), date.fromisoformat(data["since"])
    about = data["topic"], data.get("track", "")
    return Preparation(on, since, data["minutes"], data["weekends"], *about, id)


OPEN_PLANS = (
    f"SELECT id, plan FROM session WHERE kind = '{PLAN_KIND}' AND NOT EXISTS (SELECT 1 FROM step "
    "WHERE step.session = session.id AND name = 'finished') ORDER BY at DESC"
)
"""The latest first: two machines may each have made one, and an import brings both."""


def replace_preparation(store: Store, wanted: Preparation | None) -> None:
    """Ends every plan there is; another one holds from now on, where one is wanted."""

    def replaced(store: Store) -> None:
        for id, _plan in store.do(lambda c: c.execute(OPEN_PLANS).fetchall()):
            Sessions(store).step(id, "finished", {})
        if wanted:
            Sessions(store).begin(PLAN_KIND, wanted.as_data)

    at_once(store, replaced)
