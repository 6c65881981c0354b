"""Where an attempt first differs from the reference, as a learner sees it."""

from __future__ import annotations

from rich.text import Text

from interview.messages import _
from interview.model.verdict import Departure
from interview.screen.console import foreign_text, show_indented
from interview.screen.example import HEADING_INDENT, INDENT
from interview.wording.departure import departure_lines


def show_departure(departure: Departure) -> None:
    text = _("Where it first differs ({case}):").format(case=departure.case)
    show_indented(Text(text, style="bold"), HEADING_INDENT)
    for line in departure_lines(departure):
        show_indented(foreign_text(line), INDENT)
