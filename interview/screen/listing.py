"""The list of questions."""

from __future__ import annotations

from collections.abc import Collection

from rich.table import Table
from rich.text import Text

from interview.messages import _
from interview.model.card import Card
from interview.screen.console import err, out, show_sentences, status_colour
from interview.wording.names import name_in_words


def tell_in_hand(card: Card) -> None:
    """Which exercise is meant, beside the output."""
    text = _("the exercise in hand: {number}. {title}")
    err().print(Text(text.format(number=card.number, title=card.title), "bright_black"))


STATUS_MARKS = {"accepted": "✓", "not_written": "…"}


def show_question_list(
    cards: list[Card],
    titles: dict[str, str],
    statuses: dict[str, str],
    marked: Collection[str] = (),
) -> None:
    """A row for each question: number, title, topic, difficulty, minutes, and where the learner stands."""
    console = out()
    wide = console.width >= 100
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1))
    table.add_column("", no_wrap=True)
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column(_("Question"), overflow="fold")
    if wide:
        table.add_column(_("Id"), overflow="fold", style="cyan")
        table.add_column(_("Topic"), no_wrap=True)
    table.add_column(_("Level"), no_wrap=True)
    table.add_column(_("Min"), justify="right", no_wrap=True)
    for card in cards:
        status = statuses.get(card.id, "")
        mark = Text(
            STATUS_MARKS.get(status, "✗" if status else " "),
            style=status_colour(status) if status else "",
        )
        middle = (card.id, name_in_words(card.topic)) if wide else ()
        table.add_row(
            mark,
            str(card.number),
            titles[card.id] + " ★" * (card.id in marked),
            *middle,
            name_in_words(card.difficulty),
            str(card.minutes),
        )
    console.print(table)
    passed = sum(statuses.get(card.id) == "accepted" for card in cards)
    text = _("{passed} of {total} passed").format(passed=passed, total=len(cards))
    console.print(f"\n{text}")
    show_sentences(
        _("One of them: [bold]interview show NUMBER[/], [bold]interview start NUMBER[/]")
    )
