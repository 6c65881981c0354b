"""`interview grade`: verdicts on exercise files."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, Cold, Lang, Seed, language, opened
from interview.messages import _


@app.command()
def grade(
    ctx: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE|ID]...", help="None means everything started."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print a versioned record instead.")] = False,
    seed: Seed = None,
    cold: Cold = False,
    bank: BankOption = None,
    lang: Lang = None,
) -> None:
    """Grade exercise files: exit status 0 if all are accepted."""
    from interview.grading.client.link import fresh_seed
    from interview.practice.exercise.grade import graded
    from interview.practice.exercise.workspace import targets

    found, tongue = opened(ctx, bank), language(ctx, lang)
    started = targets(found, files or [])
    verdicts = graded(started, fresh_seed() if seed is None else seed, tongue, cold)
    # Imported while the grader is at work: a third of the time that a learner would wait.
    from interview.export.record import as_json
    from interview.practice.exercise.exercises import ExerciseRecorder, earlier
    from interview.screen.console import busy
    from interview.screen.failure import reader_may_leave
    from interview.screen.home import show_earlier
    from interview.screen.verdict import show_verdict

    recorder, done = ExerciseRecorder(found), []
    for one in started:
        with busy(_("grading {path}").format(path=one.path)):
            verdict = next(verdicts)
        recorder.record(verdict)
        done.append(verdict)
        if not json:
            card = found.told(one.card, tongue)
            with reader_may_leave():
                show_verdict(verdict, card, recorder.hints_seen(card.id))
                if verdict.status == "accepted" and earlier(one.card):
                    show_earlier(one.card)
    if json:
        with reader_may_leave():
            typer.echo(as_json(done))
    statuses = {verdict.status for verdict in done}
    raise typer.Exit(3 if "judge_error" in statuses else 0 if statuses == {"accepted"} else 1)
