"""`interview mock`: an interview against the clock, and its debrief."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from interview.cli.app import app
from interview.cli.options import SEEDS, BankOption, Cold, Lang, TopicOption, language, opened
from interview.cli.patience import patiently

if TYPE_CHECKING:
    from interview.practice.mock.mock import Mock


@app.command()
def mock(
    ctx: typer.Context,
    minutes: Annotated[int, typer.Option(min=10, max=120, help="How long it takes.")] = 45,
    level: Annotated[str | None, typer.Option(help="easy, medium or hard.")] = None,
    topic: TopicOption = None,
    seed: Annotated[
        int | None, typer.Option(**SEEDS, help="Plan the same interview again.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the one paused.")] = False,
    cold: Cold = False,
    bank: BankOption = None,
    lang: Lang = None,
) -> None:
    """Hold a mock interview against the clock: theory, drills, code, a bug to find; then a debrief."""
    from interview.practice.exercise.exercises import ExerciseRecorder
    from interview.practice.exercise.until_accepted import grader
    from interview.practice.mock.invigilation import alone
    from interview.practice.mock.mock import held, paused, started
    from interview.practice.talk.conversation import converse
    from interview.screen.mock import read, show
    from interview.screen.prompt import need_terminal

    tongue = language(ctx, lang)
    need_terminal("interview mock")
    found = opened(ctx, bank)
    recorder = ExerciseRecorder(found)
    wish = minutes, level or "", topic or "", seed
    with ExitStack() as stack:
        stack.enter_context(alone())
        session = paused(recorder) if resume else started(found, recorder, *wish)
        grade = stack.enter_context(grader(tongue, None, cold))
        interview = held(session, found, tongue, recorder, patiently(grade))
        try:
            converse(interview.views(), show, read)
        except KeyboardInterrupt:
            show(interview.break_off())
            raise
        if interview.at_its_end:
            tell(interview, tongue)


def tell(interview: Mock, lang: str) -> None:
    """The debrief, on the screen and in its files."""
    from interview.export.debrief import write
    from interview.practice.mock.debrief import debriefed
    from interview.practice.mock.parts import folder
    from interview.screen.console import problems
    from interview.screen.debrief import show_debrief

    debrief, written = debriefed(interview.plan, interview.questions, interview.journal), []
    try:
        written = write(folder(), debrief, lang)
    except OSError as error:
        problems([f"{folder()}: {error.strerror}"])
    interview.finish()
    show_debrief(debrief, written)
