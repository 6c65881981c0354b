"""The smallest input on which an attempt differs, as a learner sees it."""

from __future__ import annotations

from rich.text import Text

from interview.messages import _
from interview.model.verdict import Example
from interview.screen.console import foreign_text, out, show_indented
from interview.wording.example import example_lines

HEADING_INDENT, INDENT = 2, 4


def show_example(example: Example) -> None:
    text = _("The smallest input on which it differs ({case}):").format(case=example.case)
    show_indented(Text(text, style="bold"), HEADING_INDENT)
    for line in example_lines(example, out().width - INDENT):
        show_indented(foreign_text(line), INDENT)
