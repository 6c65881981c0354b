"""The commands of an instructor: grading a class, proving and writing questions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from interview import __version__
from interview.cli.common import BankOption, Lang, Questions, Seed, app, language, opened
from interview.messages import _


@app.command()
def batch(
    ctx: typer.Context,
    submissions: Annotated[Path, typer.Argument(help="A folder per person, or a zip.")],
    results: Annotated[
        Path | None, typer.Option("--out", help="Where the results go; resumes what is there.")
    ] = None,
    compare: Annotated[
        Path | None, typer.Option(help="An earlier batch: list whose score changed, and why.")
    ] = None,
    points: Annotated[float, typer.Option(min=0, help="What a passed exercise is worth.")] = 10.0,
    jobs: Annotated[int | None, typer.Option(min=1, help="At a time; all cores else.")] = None,
    no_sandbox: Annotated[
        bool, typer.Option("--no-sandbox", help="Go on where only limits protect you.")
    ] = False,
    seed: Seed = None,
    bank: BankOption = None,
    lang: Lang = None,
) -> None:
    """Grade everybody's submissions: scores, reports, and which mistakes the class makes."""
    from interview.classroom.plan import finish, plan, refuse_weak_sandbox, run
    from interview.export.reports import write_reports
    from interview.grading.client.link import Links
    from interview.grading.client.private import PrivateEngine
    from interview.screen.batch import live, show_batch, show_changes
    from interview.screen.failure import reader_may_leave

    tongue = language(ctx, lang)
    with Links(PrivateEngine(load="first")) as links:
        link = links.link()
        found = plan(opened(ctx, bank), submissions, results, seed, compare, link, __version__)
        refuse_weak_sandbox(found.conditions.sandbox, no_sandbox)
        with live(found) as board:
            for entry in run(found, links, jobs, tongue):
                board.add(entry)
    book, changed = finish(found, points)
    written = write_reports(found.folder, book)
    with reader_may_leave():
        show_batch(book, board, written)
        if compare:
            show_changes(changed)
    raise typer.Exit(3 if "judge_error" in book.statuses else 0)


@app.command()
def check(
    ctx: typer.Context, questions: Questions = None, bank: BankOption = None, seed: Seed = None
) -> None:
    """Prove questions sound: reference, stub, misconceptions, alternatives, both languages."""
    from interview.authoring.proof import prove_all
    from interview.grading.client.link import Links
    from interview.grading.client.private import PrivateEngine
    from interview.screen.console import busy, problems
    from interview.screen.failure import reader_may_leave
    from interview.screen.proof import show_figures, show_proof

    found = opened(ctx, bank)
    cards = [found.find(text) for text in questions] if questions else found.cards
    proofs = []
    with Links(PrivateEngine(load="first")) as links:
        for card, waiting in zip(cards, prove_all(links, cards, seed), strict=True):
            with busy(_("checking {name}").format(name=card.slug)):
                proofs.append(waiting.result())
            with reader_may_leave():
                show_proof(proofs[-1])
    with reader_may_leave():
        show_figures(proofs)
        problems(found.problems)
    raise typer.Exit(0 if all(p.sound for p in proofs) and not found.problems else 1)


@app.command()
def new(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(min=1, help="Its place in the bank.")],
    id: Annotated[str, typer.Argument(help="A short name in kebab-case.")],
    title: Annotated[str, typer.Option(help="A title for lists.")] = "TODO",
    bank: BankOption = None,
) -> None:
    """Write the files of a new question, with a comment on every key."""
    from interview.authoring.scaffolding import create
    from interview.screen.home import show_created

    show_created(create(opened(ctx, bank).root, number, id, title), number)


@app.command()
def schema(ctx: typer.Context, bank: BankOption = None) -> None:
    """Write the JSON Schemas that editors complete and check the YAML by."""
    from interview.bank.schema import write_schemas
    from interview.screen.home import show_written

    show_written(write_schemas(opened(ctx, bank).root / "questions"))
