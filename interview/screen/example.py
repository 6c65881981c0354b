"""The smallest input on which an attempt differs, as a learner sees it."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from interview.invocation import commands_as_called
from interview.messages import _
from interview.model.verdict import Example, Verdict
from interview.screen.console import foreign_text, out, show_indented, show_problems
from interview.wording.example import example_lines
from interview.wording.example_code import example_code
from interview.wording.names import name_in_words

HEADING_INDENT, INDENT = 2, 4


def show_example(example: Example) -> None:
    text = _("The smallest input on which it differs ({case}):").format(case=example.case)
    show_indented(Text(text, style="bold"), HEADING_INDENT)
    for line in example_lines(example, out().width - INDENT):
        show_indented(foreign_text(commands_as_called(line)), INDENT)


def show_example_code(verdict: Verdict, path: Path) -> None:
    """A program to paste and run; where there is none, a line on standard error says so."""
    if verdict.example:
        code = example_code(verdict.example, str(path.resolve()))
        out().print(foreign_text(code), end="", soft_wrap=True)
        return
    text = _("{path}: {status}: there is no small input that shows a difference")
    show_problems([text.format(path=path, status=name_in_words(verdict.status))])
