"""`interview drill`: quick questions that the program marks."""

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
def drill(
    ctx: typer.Context,
    questions: Questions = None,
    topic: TopicOption = None,
    count: Annotated[
        int | None, typer.Option("--count", min=1, help="How many; 10 unless you name questions.")
    ] = None,
    minutes: Minutes = None,
    bank: BankOption = None,
    lang: Lang = None,
) -> None:
    """Quick questions that the program marks: shapes, numbers, choices; fresh values each time."""
    from interview.practice.drill.drill import planned
    from interview.practice.memory.selection import Wanted
    from interview.practice.talk.conversation import converse
    from interview.screen.drill import begin, read, show
    from interview.screen.prompt import need_terminal

    tongue = language(ctx, lang)
    need_terminal("interview drill")
    wanted = Wanted(tuple(questions or ()), topic, count, minutes)
    session = planned(opened(ctx, bank), tongue, wanted)
    begin()
    converse(session.views(), show, read)
