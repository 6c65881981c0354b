"""`interview debug`: a program with one mistake in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import (
    BankOption,
    ColdOption,
    LangOption,
    SeedOption,
    open_bank_to_practise,
    wanted_language,
)
from interview.cli.spinner import patiently


@app.command()
def debug(
    ctx: typer.Context,
    question: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A question's number or id; else one due.")
    ] = None,
    seed: SeedOption = None,
    cold: ColdOption = False,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Find the one mistake in a program, mend it, and name it; a round you left goes on."""
    from interview.history.store import Recorder
    from interview.practice.debug.rounds import begin_debugging
    from interview.practice.exercise.until_accepted import open_grader
    from interview.practice.talk.conversation import converse
    from interview.screen.debugging import read_debugging, show_debugging
    from interview.screen.prompt import need_terminal

    tongue = wanted_language(ctx, lang)
    need_terminal("interview debug")
    opened_bank, now = open_bank_to_practise(ctx, bank), datetime.now(UTC)
    recorder = Recorder()
    with open_grader(tongue, seed, cold) as grade:
        held = begin_debugging(opened_bank, question, tongue, recorder, patiently(grade), now)
        try:
            converse(held.views(), show_debugging, read_debugging)
        except KeyboardInterrupt:
            show_debugging(held.left())
            raise
    from interview.cli.next_step import tell_next_step

    tell_next_step(opened_bank, recorder, tongue)
