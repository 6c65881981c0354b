"""The list of questions."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from interview.model import Card
from interview.screen.console import colour, out

STATUS_MARKS = {"accepted": "✓", "not_written": "…"}


def show_list(cards: list[Card], titles: dict[str, str], statuses: dict[str, str]) -> None:
    """A row for each question: number, title, topic, difficulty, minutes, and where the learner stands."""
    console = out()
    wide = console.width >= 100
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1))
    table.add_column("", no_wrap=True)
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("Question", overflow="fold")
    if wide:
        table.add_column("Id", overflow="fold", style="cyan")
        table.add_column("Topic", no_wrap=True)
    table.add_column("Level", no_wrap=True)
    table.add_column("Min", justify="right", no_wrap=True)
    for card in cards:
        status = statuses.get(card.id, "")
        mark = Text(
            STATUS_MARKS.get(status, "✗" if status else " "), style=colour(status) if status else ""
        )
        middle = (card.id, card.topic) if wide else ()
        table.add_row(
            mark, str(card.number), titles[card.id], *middle, card.difficulty, str(card.minutes)
        )
    console.print(table)
    passed = sum(statuses.get(card.id) == "accepted" for card in cards)
    console.print(
        f"\n{passed} of {len(cards)} passed. Next: [bold]interview show NUMBER[/], [bold]interview start NUMBER[/]"
    )
