"""`interview quiz`: questions answered as in an interview."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import (
    BankOption,
    ChosenQuestionsArgument,
    LangOption,
    MinutesOption,
    TopicOption,
    TrackOption,
    open_bank_to_practise,
    wanted_language,
)


@app.command()
def quiz(
    ctx: typer.Context,
    questions: ChosenQuestionsArgument = None,
    topic: TopicOption = None,
    track: TrackOption = None,
    new: Annotated[
        int | None, typer.Option("--new", min=0, help="At most this many new questions; else 3.")
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="Only what is due, nothing new.")] = False,
    minutes: MinutesOption = None,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Answer questions as in an interview: what is due, then new ones; or those you name."""
    from interview.practice.memory.selection import Wanted
    from interview.practice.quiz.quiz import plan_quiz
    from interview.practice.talk.conversation import converse
    from interview.screen.clock_line import clock_shown
    from interview.screen.prompt import need_terminal
    from interview.screen.quiz import clock_of_quiz, read_quiz, show_nothing_due, show_quiz

    tongue = wanted_language(ctx, lang)
    need_terminal("interview quiz")
    opened_bank = open_bank_to_practise(ctx, bank)
    wanted = Wanted(tuple(questions or ()), topic, track, 0 if due else new, minutes)
    session = plan_quiz(opened_bank, tongue, wanted)
    if session.plan:
        with clock_shown(clock_of_quiz(session)):
            converse(session.views(), show_quiz, read_quiz)
    else:
        show_nothing_due()
    from interview.cli.next_step import tell_next_step

    tell_next_step(opened_bank, session.sitting.recorder, tongue)
