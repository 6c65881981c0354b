"""`interview watch`: a verdict at every save."""

from __future__ import annotations

import typer

from interview.cli.app import app
from interview.cli.options import (
    BankOption,
    ColdOption,
    LangOption,
    QuestionsArgument,
    SeedOption,
    open_bank_to_practise,
    wanted_language,
)


@app.command()
def watch(
    ctx: typer.Context,
    questions: QuestionsArgument = None,
    seed: SeedOption = None,
    cold: ColdOption = False,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Grade at every save, with keys for hints, the question, the editor, a diff; after a pass, for the next."""
    from interview.grading.client.shared import open_engine
    from interview.practice.exercise.exercises import ExerciseRecorder
    from interview.practice.exercise.places import exercise_path
    from interview.practice.exercise.watch import Watch
    from interview.practice.exercise.watch_events import watch_events
    from interview.practice.talk import keys
    from interview.screen.watch import show_watch_view

    opened_bank, tongue = open_bank_to_practise(ctx, bank), wanted_language(ctx, lang)
    named = [opened_bank.find(text) for text in questions or ()]
    named = named or opened_bank.usable_cards(opened_bank.cards, tongue)
    cards = [opened_bank.told(card, tongue) for card in named]
    folders = [exercise_path(card).parent for card in cards]
    with watch_events(folders) as happening, open_engine(cold) as links:
        recorder = ExerciseRecorder(opened_bank)
        session = Watch(opened_bank, cards, links.link(), recorder, tongue, seed, happening.edit)
        for view in session.views(happening.events):
            show_watch_view(view, opened_bank, tongue, keys.can_press_keys())
