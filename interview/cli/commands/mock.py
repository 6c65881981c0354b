"""`interview mock`: an interview against the clock, and its debrief."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from interview.cli.app import app
from interview.cli.options import (
    SEED_BOUNDS,
    BankOption,
    ColdOption,
    LangOption,
    open_bank_to_practise,
    wanted_language,
)
from interview.cli.spinner import patiently

if TYPE_CHECKING:
    from interview.practice.mock.mock import MockInterview


@app.command()
def mock(
    ctx: typer.Context,
    minutes: Annotated[
        int | None,
        typer.Option(
            min=10,
            max=120,
            help="How long it takes; 45, or as your plan has it, unless you say so.",
        ),
    ] = None,
    level: Annotated[str | None, typer.Option(help="easy, medium or hard.")] = None,
    topic: Annotated[
        str | None,
        typer.Option(
            "--topic", help="One of {topics}; `all`, or that of your plan, unless you say so."
        ),
    ] = None,
    track: Annotated[
        str | None,
        typer.Option(
            "--track",
            metavar="ID",
            help="Only one track: {tracks}; `all`, or that of your plan, unless you say so.",
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(**SEED_BOUNDS, help="Plan the same interview again.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the one paused.")] = False,
    cold: ColdOption = False,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Hold a mock interview against the clock: theory, drills, code, a bug to find; then a debrief."""
    from datetime import UTC, datetime

    from interview.messages import use_catalogue
    from interview.practice.exercise.exercises import ExerciseRecorder
    from interview.practice.exercise.until_accepted import open_grader
    from interview.practice.mock.invigilation import only_interview
    from interview.practice.mock.mock import (
        language_of_session,
        last_paused_session,
        mock_from_session,
        new_mock_session,
    )
    from interview.practice.preparation.rehearsal import Rehearsal
    from interview.practice.preparation.wishes import mock_from_wish, planned_mock
    from interview.practice.talk.conversation import converse
    from interview.screen.mock import MockScreen, show_mock
    from interview.screen.prompt import need_terminal

    tongue = wanted_language(ctx, lang)
    need_terminal("interview mock")
    opened_bank = open_bank_to_practise(ctx, bank)
    recorder = ExerciseRecorder(opened_bank)
    planned = Rehearsal()
    if level is None and seed is None:  # else these say which it is
        planned = planned_mock(recorder, opened_bank, datetime.now(UTC))
    wished = mock_from_wish(planned, minutes, topic, track)
    wish = wished.minutes, level or "", wished.topic, seed
    with ExitStack() as stack:
        stack.enter_context(only_interview())
        session = (
            last_paused_session(recorder)
            if resume
            else new_mock_session(opened_bank, recorder, *wish, tongue, wished.track)
        )
        tongue = language_of_session(session, tongue)
        use_catalogue(tongue)
        grade = stack.enter_context(open_grader(tongue, None, cold))
        interview = mock_from_session(session, opened_bank, tongue, recorder, patiently(grade))
        try:
            screen = MockScreen()
            converse(interview.views(), screen.show, screen.read)
        except KeyboardInterrupt:
            show_mock(interview.break_off())
            raise
        if interview.at_its_end:
            tell_debrief(interview, tongue)
            from interview.cli.next_step import tell_next_step

            tell_next_step(opened_bank, recorder, tongue)


def tell_debrief(interview: MockInterview, lang: str) -> None:
    """The debrief, on the screen and in its files."""
    from interview.errors import UsageError
    from interview.export.debrief import write_debrief
    from interview.history.mocks import last_mock_score
    from interview.practice.mock.debrief import debrief_from_journal
    from interview.practice.mock.parts import mocks_folder
    from interview.screen.console import show_problems
    from interview.screen.debrief import show_debrief

    told = debrief_from_journal(interview.plan, interview.questions, interview.journal)
    last = interview.recorder.tried(lambda kept: last_mock_score(kept, interview.plan.track), None)
    debrief = replace(told, before=last)
    written = []
    try:
        written = write_debrief(mocks_folder(), debrief, lang)
    except UsageError as error:
        show_problems(error.problems)
    interview.finish(debrief)
    show_debrief(debrief, written)
