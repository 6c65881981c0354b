"""`interview check`: the proof that questions are sound, and the trial of their references' mutants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from functools import partial
from typing import Annotated, Any

import typer

from interview.cli.app import app
from interview.cli.options import (
    BankOption,
    LangOption,
    QuestionsArgument,
    SeedOption,
    open_wanted_bank,
)
from interview.messages import _

SeedsOption = Annotated[
    int, typer.Option("--seeds", min=1, help="Under so many seeds, and that no verdict moves.")
]
TableOption = Annotated[bool, typer.Option("--table", help="Which misconception fails which case.")]


def mutant_count(text: str | None) -> str | None:
    """A number of mutants of each question, or `all`."""
    if text is None or text == "all" or (text.isascii() and text.isdigit() and int(text)):
        return text
    problem = _("expected a number above 0, or all, got {text!r}")
    raise typer.BadParameter(problem.format(text=text))


MutantsOption = Annotated[
    str | None,
    typer.Option(
        "--mutants",
        metavar="N|all",
        callback=mutant_count,
        help="Instead try changed references on the cases: N of each question, or all.",
    ),
]


@app.command()
def check(
    ctx: typer.Context,
    questions: QuestionsArgument = None,
    bank: BankOption = None,
    seed: SeedOption = None,
    seeds: SeedsOption = 1,
    table: TableOption = False,
    mutants: MutantsOption = None,
    lang: LangOption = None,
) -> None:
    """Prove questions sound: reference, stub, misconceptions, alternatives, both languages."""
    from interview.authoring.static_problems import tell_bank_problems

    opened_bank = open_wanted_bank(ctx, bank)
    if mutants is None:
        folders = opened_bank.folders_of(questions or [])
        tell_bank_problems(opened_bank)
        problems = opened_bank.problems[:]
        opened_bank.problems.clear()  # shown with the figures, and not once more at the end
        sound = prove(folders, problems, seed, seeds, table) and not problems
    else:
        cards = [opened_bank.find(text) for text in questions] if questions else opened_bank.cards
        sound = try_mutants(cards, seed, None if mutants == "all" else int(mutants))
    raise typer.Exit(0 if sound and not opened_bank.problems else 1)


def prove(
    folders: Sequence[Any], problems: list[str], seed: int | None, seeds: int, table: bool
) -> bool:
    """Whether all questions are sound.

    problems: of the bank as a whole, which are shown with the figures.
    """
    from interview.authoring.proof import prove_in_parallel
    from interview.grading.client.link import Links, fresh_seed
    from interview.grading.client.private import PrivateEngine
    from interview.screen.proof import show_bank_figures, show_proof, show_table

    def show_one(proof: Any) -> None:
        show_proof(proof)
        if table:
            show_table(proof)

    wanted = [fresh_seed() if seed is None else (seed + i) % 2**63 for i in range(seeds)]
    with Links(PrivateEngine()) as links:
        waiting = prove_in_parallel(links, folders, wanted)
        names = [folder.name for folder in folders]
        show_all = partial(show_bank_figures, problems=problems)
        return shown_in_turn(names, waiting, show_one, show_all)


def try_mutants(cards: Sequence[Any], seed: int | None, count: int | None) -> bool:
    """Whether no question has a mutant that its cases don't see and nobody has explained."""
    from interview.authoring.mutants.survivors import try_in_parallel
    from interview.screen.mutants import show_mutant_figures, show_trial

    with ExitStack() as trials:
        waiting = try_in_parallel(trials, cards, seed, count)
        names = [card.slug for card in cards]
        return shown_in_turn(names, waiting, show_trial, show_mutant_figures)


def shown_in_turn(
    names: Sequence[str],
    waiting: Iterator[Future[Any]],
    show_one: Callable[[Any], None],
    show_all: Callable[[list[Any]], None],
) -> bool:
    """Shows what was found out about each question once it is, then all figures; whether all is sound."""
    from interview.screen.console import spinner
    from interview.screen.failure import reader_may_leave

    found = []
    for name, result in zip(names, waiting, strict=True):
        with spinner(_("checking {name}").format(name=name)):
            found.append(result.result())
        with reader_may_leave():
            show_one(found[-1])
    with reader_may_leave():
        show_all(found)
    return all(one.sound for one in found)
