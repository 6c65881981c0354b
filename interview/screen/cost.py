"""What an attempt costs against the reference, on the screen."""

from __future__ import annotations

from rich.text import Text

from interview.messages import _
from interview.model.card import Card
from interview.model.cost import CostReport
from interview.screen.console import foreign_text, show_indented
from interview.screen.stress import show_not_right, show_report_heading
from interview.wording.cost import cost_lines


def show_cost_report(told: CostReport, card: Card, file: str) -> None:
    """For each function what one call costs; or why that is not told."""
    title = _("{number}. {title}: what it costs").format(number=card.number, title=card.title)
    show_report_heading(title, file)
    if told.findings:
        show_not_right(told.findings, card)
        return
    for cost in told.costs:
        show_indented(foreign_text(cost.call, "cyan"), 2)
        for line in cost_lines(cost):
            show_indented(Text(line), 4)
    text = _("Counted in one call, not timed. This changes no verdict, and is not recorded.")
    show_indented(Text(text, style="bright_black"), 2)
