"""`interview check`: the proof that questions are sound."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, QuestionsArgument, SeedOption, open_wanted_bank
from interview.messages import _

SeedsOption = Annotated[
    int, typer.Option("--seeds", min=1, help="Under so many seeds, and that no verdict moves.")
]
TableOption = Annotated[bool, typer.Option("--table", help="Which misconception fails which case.")]


@app.command()
def check(
    ctx: typer.Context,
    questions: QuestionsArgument = None,
    bank: BankOption = None,
    seed: SeedOption = None,
    seeds: SeedsOption = 1,
    table: TableOption = False,
) -> None:
    """Prove questions sound: reference, stub, misconceptions, alternatives, both languages."""
    from interview.authoring.proof import prove_in_parallel
    from interview.grading.client.link import Links, fresh_seed
    from interview.grading.client.private import PrivateEngine
    from interview.screen.console import show_problems, spinner
    from interview.screen.failure import reader_may_leave
    from interview.screen.proof import show_bank_figures, show_proof, show_table

    opened_bank = open_wanted_bank(ctx, bank)
    cards = [opened_bank.find(text) for text in questions] if questions else opened_bank.cards
    wanted = [fresh_seed() if seed is None else (seed + i) % 2**63 for i in range(seeds)]
    proofs = []
    with Links(PrivateEngine(load="first")) as links:
        for card, waiting in zip(cards, prove_in_parallel(links, cards, wanted), strict=True):
            with spinner(_("checking {name}").format(name=card.slug)):
                proofs.append(waiting.result())
            with reader_may_leave():
                show_proof(proofs[-1])
                if table:
                    show_table(proofs[-1])
    with reader_may_leave():
        show_bank_figures(proofs)
        show_problems(opened_bank.problems)
    raise typer.Exit(0 if all(p.sound for p in proofs) and not opened_bank.problems else 1)
