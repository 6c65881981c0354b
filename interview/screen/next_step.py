"""The one thing to do next, in the same words wherever it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from interview.messages import N_, _
from interview.screen.console import marked, out, show_sentences, with_bold_words
from interview.wording.amounts import mock_command

if TYPE_CHECKING:
    from interview.practice.standing.home import NextStep

LABEL_WIDTH = 5
STEP_WORDS = {
    "resume": N_("go on with the mock interview you left"),
    "quiz": N_("say what is about to be forgotten"),
    "drill": N_("a few quick numbers and shapes"),
    "grade": N_("go on with exercise {number}: {title}"),
    "rewrite": N_("write exercise {number} once more, from an empty stub: {title}"),
    "debug": N_("find the bug once more in {number}: {title}"),
    "new": N_("a new question, {number}: {title}"),
    "start": N_("write the code of {number}: {title}"),
    "learn": N_("a new question, {number}: {title}"),
    "rehearse": N_("the mock interview of your plan"),
    "wait": N_("a pause, until what you missed comes back"),
    "rest": N_("nothing more today"),
    "mock": N_("everything is passed and nothing is due: a mock interview"),
}


def show_next_step(step: NextStep, title: str) -> None:
    """The one thing to do, and its command; `title` is that of its question."""
    number = step.card.number if step.card else 0
    what = escape(_(STEP_WORDS[step.do]).format(number=number, title=title))
    if command := command_of_step(step):
        show_labelled(_("Next"), f"[bold green]{command}[/]")
        show_labelled("", what)
    else:
        show_labelled(_("Next"), what)
    if step.do == "grade":
        show_labelled("", with_bold_words(_("stuck? {hint}"), hint=f"interview hint {number}"))


def show_next_step_at_end(step: NextStep, title: str) -> None:
    """The same as the last line of a session."""
    number = step.card.number if step.card else 0
    what = _(STEP_WORDS[step.do]).format(number=number, title=title)
    if command := command_of_step(step):
        text = escape(_("Next: {command} · {what}"))
    else:
        text = escape(_("Next: {what}"))
    show_sentences("", text.format(command=f"[bold]{command}[/]", what=escape(what)))


def command_of_step(step: NextStep) -> str:
    number = step.card.number if step.card else 0
    commands = {
        "resume": "interview mock --resume",
        "quiz": "interview quiz --due",
        "drill": "interview drill",
        "grade": f"interview grade {number}",
        "rewrite": f"interview start {number}",
        "debug": f"interview debug {number}",
        "new": "interview quiz --new 1",
        "start": f"interview start {number}",
        "learn": f"interview quiz {number}",
        "rehearse": mock_command(step.minutes, step.topic, step.track),
        "wait": "",
        "rest": "",
        "mock": "interview mock",
    }
    return commands[step.do]


def show_labelled(label: str, text: str, width: int = LABEL_WIDTH) -> None:
    """A label and, beside it, text that wraps under itself."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=width, no_wrap=True, style="bold")
    grid.add_column(overflow="fold")
    grid.add_row(label, marked(text))
    out().print(grid)
