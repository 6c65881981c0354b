"""`interview grade`: verdicts on exercise files."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import (
    BankOption,
    ColdOption,
    LangOption,
    SeedOption,
    open_wanted_bank,
    wanted_language,
)
from interview.errors import UsageError
from interview.messages import _


@app.command()
def grade(
    ctx: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE|ID]...", help="None means everything started."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print a versioned record instead.")] = False,
    example: Annotated[
        bool,
        typer.Option(
            "--example",
            help="Print the smallest input on which it differs, as code to run, instead.",
        ),
    ] = False,
    stress: Annotated[
        bool,
        typer.Option(
            "--stress",
            help="Try hard inputs instead: large scores, few bits, empty rows, length 1, a long input.",
        ),
    ] = False,
    cost: Annotated[
        bool,
        typer.Option(
            "--cost",
            help="Count what a call costs against the reference instead: operations, numbers, largest value.",
        ),
    ] = False,
    seed: SeedOption = None,
    cold: ColdOption = False,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Grade exercise files: exit status 0 if all are accepted."""
    from interview.practice.exercise.grade import grade_exercises
    from interview.practice.exercise.workspace import exercises_to_grade

    opened_bank, tongue = open_wanted_bank(ctx, bank), wanted_language(ctx, lang)
    started, problems = exercises_to_grade(opened_bank, files or [])
    if (stress or cost) and (json or example):
        raise UsageError(
            _("--stress and --cost are told as text only: leave out --json, --example")
        )
    if stress or cost:
        from interview.cli.after_pass import tell_after_pass
        from interview.screen.console import show_problems

        show_problems(problems)
        status = tell_after_pass(opened_bank, started, tongue, cold, stress, cost)
        raise typer.Exit(2 if problems else status)
    verdicts = grade_exercises(started, seed, tongue, cold)
    # Imported while the grader is at work: a third of the time that a learner would wait.
    from interview.cli.next_step import tell_next_step
    from interview.practice.exercise.exercises import ExerciseRecorder, earlier_attempt
    from interview.screen.console import show_problems, spinner
    from interview.screen.example import show_example_code
    from interview.screen.failure import reader_may_leave
    from interview.screen.idiom import show_question_about
    from interview.screen.verdict import show_verdict
    from interview.screen.written import show_earlier_attempt

    show_problems(problems)
    recorder, done = ExerciseRecorder(opened_bank), []
    for exercise in started:
        with spinner(_("grading {path}").format(path=exercise.path)):
            verdict = next(verdicts)
        done.append(verdict)
        if verdict.broken_question:
            show_problems(list(verdict.broken_question))
            continue
        first_core = recorder.passes_by_core(verdict)
        recorder.record(verdict)
        if example:
            with reader_may_leave():
                show_example_code(verdict, exercise.path)
        elif not json:
            card = opened_bank.told(exercise.card, tongue)
            with reader_may_leave():
                show_verdict(verdict, card, recorder.hints_seen(card.id), first_core)
                if verdict.status == "accepted" and earlier_attempt(exercise):
                    show_earlier_attempt(exercise.card)
                if verdict.status == "accepted":
                    show_question_about(exercise.path)
    if json and not example:
        from interview.export.record import verdicts_as_json

        with reader_may_leave():
            typer.echo(verdicts_as_json(done))
    statuses = {v.status for v in done if not v.broken_question}
    if statuses == {"accepted"} and not (json or example):
        with reader_may_leave():
            tell_next_step(opened_bank, recorder, tongue)
    if "judge_error" in statuses:
        raise typer.Exit(3)
    broken = any(verdict.broken_question for verdict in done)
    raise typer.Exit(2 if broken or problems else 0 if statuses == {"accepted"} else 1)
