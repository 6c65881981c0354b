"""What a book of one's own says of each question beside its text: notes, mark, state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from interview.history.days import day_of
from interview.history.items import Item
from interview.history.notes import LearnerNotes, Notes
from interview.history.reviews import Reviews, Standing
from interview.history.store import Store, history_path
from interview.messages import _
from interview.wording.names import name_in_words

MARKED_SIGN = "★"


@dataclass(frozen=True)
class OwnState:
    """Where a learner stands; by default, one who has not begun."""

    day: date
    """On which it was read."""
    notes: LearnerNotes = field(default_factory=LearnerNotes)
    statuses: Mapping[str, str] = field(default_factory=dict)
    """Question id -> status of its exercise."""
    standings: Mapping[str, Standing] = field(default_factory=dict)
    """Item -> when it is due again."""

    def lines(self, question: str) -> list[str]:
        """Its mark, its exercise, its answer, in the language in use."""
        status = self.statuses.get(question)
        answer = self.standings.get(Item.of("question", question))
        return [
            *([f"{MARKED_SIGN} " + _("marked")] if question in self.notes.marked else []),
            _("exercise: {state}").format(
                state=name_in_words(status) if status else _("not begun")
            ),
            _("answer: due on {date}").format(date=day_of(answer.due))
            if answer
            else _("answer: not asked yet"),
        ]

    def signs(self, question: str) -> list[str]:
        """The same as briefly as a table of contents needs it; nothing of what was not begun."""
        status = self.statuses.get(question)
        marked = [MARKED_SIGN] if question in self.notes.marked else []
        return [*marked, *([name_in_words(status)] if status else [])]


def read_own_state(at: datetime) -> OwnState:
    """At that time, from the history, which need not be there yet; raises StoreError where it can't be read."""
    if not history_path().is_file():
        return OwnState(day_of(at))
    store = Store()
    return OwnState(day_of(at), Notes(store).all(), store.statuses(), Reviews(store).standings())
