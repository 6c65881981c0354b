"""`interview check`: the proof that questions are sound."""

from __future__ import annotations

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, Questions, Seed, opened
from interview.messages import _


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
