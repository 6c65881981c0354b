"""`interview quiz`: questions answered as in an interview."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import (
    BankOption,
    Lang,
    Minutes,
    Questions,
    TopicOption,
    language,
    opened,
)


@app.command()
def quiz(
    ctx: typer.Context,
    questions: Questions = None,
    topic: TopicOption = None,
    new: Annotated[
        int | None, typer.Option("--new", min=0, help="At most this many new questions; else 3.")
    ] = None,
    due: Annotated[bool, typer.Option("--due", help="Only what is due, nothing new.")] = False,
    minutes: Minutes = None,
    bank: BankOption = None,
    lang: Lang = None,
) -> None:
    """Answer questions as in an interview: what is due, then new ones; or those you name."""
    from interview.practice.memory.selection import Wanted
    from interview.practice.quiz.quiz import planned
    from interview.practice.talk.conversation import converse
    from interview.screen.prompt import need_terminal
    from interview.screen.quiz import nothing, read, show

    tongue = language(ctx, lang)
    need_terminal("interview quiz")
    wanted = Wanted(tuple(questions or ()), topic, 0 if due else new, minutes)
    session = planned(opened(ctx, bank), tongue, wanted)
    if session.plan:
        converse(session.views(), show, read)
    else:
        nothing()
