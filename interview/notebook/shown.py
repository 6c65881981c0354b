"""A verdict that shows itself, wherever Python shows an object: printed, or as a page in a notebook."""

from __future__ import annotations

from contextvars import copy_context
from dataclasses import dataclass, fields

from interview import messages
from interview.model.card import Card
from interview.model.verdict import Verdict


@dataclass(frozen=True, repr=False, kw_only=True)
class ShownVerdict(Verdict):
    """The same verdict; its `repr` is what `interview grade` prints, and a notebook shows it in colour."""

    card: Card
    """The question it is about."""
    tongue: str
    """The language in which it is shown."""
    first_core: bool = False
    """Whether no attempt before it had its core right."""

    def __repr__(self) -> str:
        return copy_context().run(self.draw)[0]

    def _repr_html_(self) -> str:
        return copy_context().run(self.draw)[1]

    def draw(self) -> tuple[str, str]:
        """As plain text and as HTML; speaks its language from here on."""
        # Imported here: a script that only reads the status draws nothing.
        from interview.history.store import Recorder
        from interview.screen.paper import drawn_on_paper
        from interview.screen.verdict import show_verdict

        messages.use_catalogue(self.tongue)
        hints_seen = Recorder().hints_seen(self.card.id)
        return drawn_on_paper(lambda: show_verdict(self, self.card, hints_seen, self.first_core))


def shown_verdict(
    verdict: Verdict, card: Card, tongue: str, first_core: bool = False
) -> ShownVerdict:
    told = {field.name: getattr(verdict, field.name) for field in fields(Verdict)}
    return ShownVerdict(**told, card=card, tongue=tongue, first_core=first_core)
