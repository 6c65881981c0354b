"""The commands of a learner, from reading a question to passing its exercise."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from interview.cli.common import (
    BankOption,
    Cold,
    Lang,
    Question,
    Questions,
    Seed,
    app,
    language,
    opened,
    version,
)
from interview.messages import _


@app.callback(invoke_without_command=True)
def home(
    ctx: typer.Context,
    bank: BankOption = None,
    lang: Lang = None,
    version: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    ctx.obj = {"bank": bank, "lang": lang}
    tongue = language(ctx, lang)
    if ctx.invoked_subcommand is None:
        from interview.cli.remembering import greet

        greet(ctx, opened(ctx, bank), tongue)


@app.command("list")
def list_(ctx: typer.Context, bank: BankOption = None, lang: Lang = None) -> None:
    """List the questions and where you stand."""
    from interview.history.store import tolerant_statuses
    from interview.screen.console import problems
    from interview.screen.listing import show_list

    found, tongue = opened(ctx, bank), language(ctx, lang)
    titles = {card.id: found.title(card, tongue) for card in found.cards}
    show_list(found.cards, titles, tolerant_statuses())
    problems(found.problems)


@app.command()
def show(
    ctx: typer.Context,
    question: Question,
    answer: Annotated[bool, typer.Option("--answer", help="Show the model answer too.")] = False,
    bank: BankOption = None,
    lang: Lang = None,
) -> None:
    """Show a question and its exercise."""
    from interview.practice.mock.invigilation import refuse_help
    from interview.screen.question import show_answer, show_question

    if answer:
        refuse_help()
    found = opened(ctx, bank)
    whole = found.load(found.find(question), language(ctx, lang))
    (show_answer if answer else show_question)(whole)


@app.command()
def start(
    ctx: typer.Context,
    question: Question,
    edit: Annotated[bool, typer.Option(help="Open $EDITOR on a terminal.")] = True,
    bank: BankOption = None,
) -> None:
    """Write the stub of an exercise and open the editor; never over an existing file."""
    from interview.practice.exercise.exercises import ExerciseRecorder, begin
    from interview.practice.talk.editor import open_editor
    from interview.screen.home import show_started

    found = opened(ctx, bank)
    card = found.find(question)
    begun = begin(card, ExerciseRecorder(found))
    show_started(card, begun)
    if edit and sys.stdin.isatty() and sys.stdout.isatty():
        open_editor(begun.path)


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


@app.command()
def watch(
    ctx: typer.Context,
    questions: Questions = None,
    seed: Seed = None,
    cold: Cold = False,
    bank: BankOption = None,
    lang: Lang = None,
) -> None:
    """Grade at every save, with keys for hints, the question, a diff; on to the next after a pass."""
    from interview.grading.client.shared import open_engine
    from interview.practice.exercise import workspace
    from interview.practice.exercise.exercises import ExerciseRecorder
    from interview.practice.exercise.watch import Watch, events
    from interview.practice.talk import keys
    from interview.screen.watch import show_view

    found, tongue = opened(ctx, bank), language(ctx, lang)
    named = [found.find(text) for text in questions] if questions else found.cards
    cards = [found.told(card, tongue) for card in named]
    with events(workspace.folder()) as happening, open_engine(cold) as links:
        recorder = ExerciseRecorder(found)
        session = Watch(found, cards, links.link(), recorder, tongue, seed)
        for view in session.views(happening):
            show_view(view, found, tongue, keys.available())


@app.command()
def hint(
    ctx: typer.Context,
    question: Question,
    again: Annotated[
        bool, typer.Option("--again", help="Show those already seen, no new one.")
    ] = False,
    bank: BankOption = None,
    lang: Lang = None,
) -> None:
    """Show the next of three hints."""
    from interview.history.store import Recorder
    from interview.practice.mock.invigilation import refuse_help
    from interview.screen.question import show_after_hint, show_hint

    refuse_help()
    found, recorder = opened(ctx, bank), Recorder()
    whole = found.load(found.find(question), language(ctx, lang))
    seen = recorder.hints_seen(whole.id)
    numbers = range(1, seen + 1) if again and seen else [min(seen + 1, 3)]
    for number in numbers:
        show_hint(whole, number)
        recorder.reveal(whole.id, "hint", number)
    show_after_hint(whole, numbers[-1])


@app.command()
def solution(
    ctx: typer.Context,
    question: Question,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    bank: BankOption = None,
) -> None:
    """Show the reference: after passing, or when you confirm."""
    from interview.bank.files import text_of
    from interview.practice.exercise.exercises import ExerciseRecorder
    from interview.practice.mock.invigilation import refuse_help
    from interview.screen.console import confirm, paged_code

    refuse_help()
    found = opened(ctx, bank)
    card, recorder = found.find(question), ExerciseRecorder(found)
    text = _("You have not passed {id} yet. Show the reference?")
    if recorder.statuses().get(card.id) == "accepted":
        text = _("You have begun {id} anew and not passed it since. Show the reference?")
    if not (yes or recorder.round(card).passed or confirm(text.format(id=card.id))):
        raise typer.Exit(1)
    paged_code(text_of(card.reference))
    recorder.reveal(card.id, "solution")


@app.command()
def reset(ctx: typer.Context, question: Question, bank: BankOption = None) -> None:
    """Bring the stub back; what you wrote is set aside."""
    from interview.history.store import Recorder
    from interview.practice.exercise import workspace
    from interview.screen.home import show_reset

    card = opened(ctx, bank).find(question)
    path, kept = workspace.reset(card)
    Recorder().reveal(card.id, "stub")
    show_reset(path, kept)
