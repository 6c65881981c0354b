"""Options and arguments that several commands have, and what the first of them mean: a bank, a language."""

from __future__ import annotations

import math
import sys
from typing import Annotated, Any

import typer

from interview import messages
from interview.cli.app import speak_language
from interview.errors import InterviewError
from interview.invocation import go_on_with
from interview.messages import _


def finite(value: float | None) -> float | None:
    """Neither infinite nor NaN, which is not below or above any bound."""
    if value is not None and not math.isfinite(value):
        raise typer.BadParameter(_("expected a number"))
    return value


QuestionArgument = Annotated[str, typer.Argument(metavar="ID", help="A question's number or id.")]
QuestionsArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[ID]...", help="Numbers or ids; none means all.")
]
ChosenQuestionsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ID]...", help="Numbers or ids; none means those that are chosen for you."
    ),
]
BankOption = Annotated[
    list[str] | None,
    typer.Option(
        "--bank",
        is_eager=True,  # so that `--bank FOLDER --help` tells that bank's topics
        help="A bank's folder or name, instead of all that are shipped; may be given more than once.",
    ),
]
LangOption = Annotated[
    str | None,
    typer.Option(
        "--lang",
        callback=lambda lang: speak_language(lang) if lang else None,
        is_eager=True,  # so that `--lang zh --help` is Chinese
        help="en or zh; INTERVIEW_LANG and the locale else.",
    ),
]
SEED_BOUNDS = {"min": 0, "max": 2**63 - 1}
"""What the history can keep."""
SeedOption = Annotated[
    int | None, typer.Option("--seed", **SEED_BOUNDS, help="Draw the same secret inputs again.")
]
ColdOption = Annotated[bool, typer.Option("--cold", help="Do not use the shared grading server.")]
TopicOption = Annotated[
    str | None,
    typer.Option("--topic", help="One of {topics}."),
]
TrackOption = Annotated[
    str | None,
    typer.Option("--track", metavar="ID", help="Only one track: {tracks}."),
]
MinutesOption = Annotated[
    float | None,
    typer.Option("--minutes", min=0.1, callback=finite, help="Begin nothing after this time."),
]


def open_wanted_bank(ctx: typer.Context, bank: list[str] | None) -> Any:
    """The banks asked for; which of their questions are left out, and why, is told at the command's end."""
    from interview.bank import open_bank

    named = bank or ctx.obj["bank"]
    go_on_with(named or ())
    opened = open_bank(named)
    ctx.call_on_close(lambda: tell_problems(opened.problems))
    return opened


def tell_problems(problems: list[str]) -> None:
    """But not beside an error, which is what the learner has to see."""
    if problems and not isinstance(sys.exception(), InterviewError):
        from interview.screen.console import show_problems
        from interview.screen.failure import reader_may_leave

        with reader_may_leave():
            show_problems(problems)


def open_bank_to_practise(ctx: typer.Context, bank: list[str] | None) -> Any:
    """As `open_wanted_bank`; raises UsageError if no question is in it."""
    opened_bank = open_wanted_bank(ctx, bank)
    opened_bank.require_cards()
    return opened_bank


def wanted_language(ctx: typer.Context, lang: str | None) -> str:
    """The language asked for; from here on the interface speaks it too."""
    from interview.practice.talk.language import choose_language

    tongue = choose_language(lang or ctx.obj["lang"])
    messages.use_catalogue(tongue)
    return tongue


def language_of_students(ctx: typer.Context, lang: str | None, assignment: str) -> str:
    """That of what students read: the one asked for, else the assignment's, else the interface's."""
    asked = lang or ctx.obj["lang"] or not assignment
    return wanted_language(ctx, lang) if asked else assignment
