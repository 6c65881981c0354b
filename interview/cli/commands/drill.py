"""`interview drill`: quick questions that the program marks."""

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
def drill(
    ctx: typer.Context,
    questions: ChosenQuestionsArgument = None,
    topic: TopicOption = None,
    track: TrackOption = None,
    count: Annotated[
        int | None, typer.Option("--count", min=1, help="How many; 10 unless you name questions.")
    ] = None,
    minutes: MinutesOption = None,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Quick questions that the program marks: shapes, numbers, choices; fresh values each time."""
    from interview.practice.drill.drill import plan_drill_round
    from interview.practice.memory.selection import Wanted
    from interview.practice.talk.conversation import converse
    from interview.screen.drill import read_drill, show_drill, show_drill_rules
    from interview.screen.prompt import need_terminal

    tongue = wanted_language(ctx, lang)
    need_terminal("interview drill")
    opened_bank = open_bank_to_practise(ctx, bank)
    wanted = Wanted(tuple(questions or ()), topic, track, count, minutes)
    session = plan_drill_round(opened_bank, tongue, wanted)
    show_drill_rules()
    converse(session.views(), show_drill, read_drill)
    from interview.cli.next_step import tell_next_step

    tell_next_step(opened_bank, session.sitting.recorder, tongue)
