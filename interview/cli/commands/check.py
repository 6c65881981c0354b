"""`interview check`: the proof that questions are sound."""

from __future__ import annotations

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, QuestionsArgument, SeedOption, open_wanted_bank
from interview.messages import _


@app.command()
def check(
    ctx: typer.Context,
    questions: QuestionsArgument = None,
    bank: BankOption = None,
    seed: SeedOption = None,
) -> None:
    """Prove questions sound: reference, stub, misconceptions, alternatives, both languages."""
    from interview.authoring.proof import prove_in_parallel
    from interview.grading.client.link import Links
    from interview.grading.client.private import PrivateEngine
    from interview.screen.console import show_problems, spinner
    from interview.screen.failure import reader_may_leave
    from interview.screen.proof import show_bank_figures, show_proof

    opened_bank = open_wanted_bank(ctx, bank)
    cards = [opened_bank.find(text) for text in questions] if questions else opened_bank.cards
    proofs = []
    with Links(PrivateEngine(load="first")) as links:
        for card, waiting in zip(cards, prove_in_parallel(links, cards, seed), strict=True):
            with spinner(_("checking {name}").format(name=card.slug)):
                proofs.append(waiting.result())
            with reader_may_leave():
                show_proof(proofs[-1])
    with reader_may_leave():
        show_bank_figures(proofs)
        show_problems(opened_bank.problems)
    raise typer.Exit(0 if all(p.sound for p in proofs) and not opened_bank.problems else 1)
