"""`interview plan`: what to do on which day up to an interview."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, LangOption, open_bank_to_practise, wanted_language
from interview.errors import UsageError
from interview.messages import _

if TYPE_CHECKING:
    from interview.bank import Bank
    from interview.history.store import Recorder


@app.command()
def plan(
    ctx: typer.Context,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The interview, as 2026-12-10.")
    ] = None,
    minutes: Annotated[
        int | None, typer.Option("--minutes", min=10, max=600, help="A day; 40 unless you say so.")
    ] = None,
    weekends: Annotated[
        bool | None, typer.Option("--weekends/--no-weekends", help="Whether you learn on weekends.")
    ] = None,
    topic: Annotated[
        str | None, typer.Option("--topic", help="Only one topic; `all` for all again.")
    ] = None,
    track: Annotated[
        str | None,
        typer.Option(
            "--track", metavar="ID", help="Only one track: {tracks}; `all` for all again."
        ),
    ] = None,
    ics: Annotated[
        Path | None,
        typer.Option("--ics", metavar="FILE", readable=False, help="Write it for a calendar."),
    ] = None,
    end: Annotated[
        bool, typer.Option("--end", help="End the plan; nothing learned is lost.")
    ] = False,
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """Plan the days up to an interview: what to learn, repeat and rehearse, made anew every day."""
    from datetime import UTC

    from interview.history.plans import current_preparation, replace_preparation
    from interview.history.store import Recorder, Store
    from interview.practice.preparation.wishes import PlanWish, plan_from_wish
    from interview.screen.console import show_sentences

    tongue = wanted_language(ctx, lang)
    opened_bank, store, now = open_bank_to_practise(ctx, bank), Store(), datetime.now(UTC)
    wish = PlanWish(on, minutes, weekends, topic, track)
    if end:
        wish.nothing_else("--end")
        if current_preparation(store) is None:
            raise there_is_no_plan()
        replace_preparation(store, None)
        show_sentences(_("The plan is ended; everything you learned stays."))
        return
    if wish:
        replace_preparation(store, plan_from_wish(store, wish, opened_bank, now))
    tell_plan(opened_bank, Recorder(), ics, tongue, now)


def tell_plan(bank: Bank, recorder: Recorder, ics: Path | None, lang: str, now: datetime) -> None:
    """The plan on the screen, or in a file for a calendar."""
    from interview.export.calendar import CALENDAR_MARK, plan_as_calendar
    from interview.export.own_files import refuse_other_files
    from interview.files import apart_from_output, write_file
    from interview.practice.preparation.progress import minutes_that_hold_all_of
    from interview.practice.standing.home import read_home
    from interview.screen.preparation import show_preparation
    from interview.screen.written import show_written

    home = read_home(bank, recorder, now)
    if home.plan is None:
        raise there_is_no_plan()
    if ics:
        refuse_other_files([ics], CALENDAR_MARK)
        titles = {card.id: bank.title(card, lang) for card in bank.cards}
        write_file(ics, plan_as_calendar(home.plan.schedule, titles, now))
        show_written(apart_from_output([ics]))
    else:
        show_preparation(home.plan, home.due.total, minutes_that_hold_all_of(home.plan))


def there_is_no_plan() -> UsageError:
    return UsageError(_("there is no plan: make one with `interview plan --on DATE`"))
