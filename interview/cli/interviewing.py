"""The commands of the interview itself: debugging rounds and the mock interview."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview.cli.asking import TopicOption
from interview.cli.common import SEEDS, BankOption, Cold, Lang, Seed, app, language, opened

if TYPE_CHECKING:
    from interview.model.question import Card
    from interview.model.verdict import Verdict
    from interview.practice.exercise.until_accepted import Grade
    from interview.practice.mock.mock import Mock


def patiently(grade: Grade) -> Grade:
    """Grades under a spinner."""
    from interview.messages import _
    from interview.screen.console import busy

    def graded(card: Card, path: Path) -> Verdict:
        with busy(_("grading {path}").format(path=path)):
            return grade(card, path)

    return graded


@app.command()
def debug(
    ctx: typer.Context,
    question: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A question's number or id; else one due.")
    ] = None,
    seed: Seed = None,
    cold: Cold = False,
    bank: BankOption = None,
    lang: Lang = None,
) -> None:
    """Find the one mistake in a program, mend it, and name it; a round you left goes on."""
    from interview.history.store import Recorder
    from interview.practice.debug.rounds import begin
    from interview.practice.exercise.until_accepted import grader
    from interview.practice.talk.conversation import converse
    from interview.screen.debugging import read, show
    from interview.screen.prompt import need_terminal

    tongue = language(ctx, lang)
    need_terminal("interview debug")
    found, now = opened(ctx, bank), datetime.now(UTC)
    with grader(tongue, seed, cold) as grade:
        held = begin(found, question, tongue, Recorder(), patiently(grade), now)
        try:
            converse(held.views(), show, read)
        except KeyboardInterrupt:
            show(held.left())
            raise


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
