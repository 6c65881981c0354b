"""`interview list`: the questions, and where the learner stands."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import (
    BankOption,
    LangOption,
    TopicOption,
    TrackOption,
    open_wanted_bank,
    wanted_language,
)


@app.command("list")
def list_(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORD]...", help="Only those with these words in title, id or topic."
        ),
    ] = None,
    topic: TopicOption = None,
    track: TrackOption = None,
    marked: Annotated[bool, typer.Option("--marked", help="Only those you marked.")] = False,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """List the questions and where you stand."""
    from interview.errors import UsageError
    from interview.history.notes import tolerant_notes
    from interview.history.store import tolerant_statuses
    from interview.messages import _
    from interview.practice.exercise.places import misplaced_things
    from interview.screen.console import show_problems
    from interview.screen.listing import show_question_list

    opened_bank, tongue = open_wanted_bank(ctx, bank), wanted_language(ctx, lang)
    cards, marks = opened_bank.cards, tolerant_notes().marked
    if words or topic or track is not None:
        from interview.practice.search import cards_with_words

        cards = cards_with_words(opened_bank, words or (), topic, track)
    cards = [card for card in cards if card.id in marks or not marked]
    if marked and not cards:
        raise UsageError(_("nothing of it is marked: `interview mark 7` marks a question"))
    titles = {card.id: opened_bank.title(card, tongue) for card in cards}
    show_question_list(cards, titles, tolerant_statuses(), marks)
    show_problems(misplaced_things(opened_bank))
