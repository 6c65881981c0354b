"""`interview watch`: a verdict at every save."""

from __future__ import annotations

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, Cold, Lang, Questions, Seed, language, opened


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
