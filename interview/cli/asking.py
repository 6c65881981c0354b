"""The commands that ask: quiz and drill."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.common import BankOption, Lang, Questions, app, language, opened

TopicOption = Annotated[
    str | None,
    typer.Option("--topic", help="attention, position, architecture, bert, tasks or generation."),
]
Minutes = Annotated[
    float | None, typer.Option("--minutes", min=0, help="Begin nothing after this time.")
]


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
