"""Short messages: what to do first, what was written where."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from interview.model import Card
from interview.practice.home import NextStep
from interview.screen.console import foreign, out, say


def show_home(step: NextStep) -> None:
    """Where the learner stands and the one thing to do next."""
    say(f"[bold]Transformer and BERT interview practice[/]  {step.passed} of {step.total} passed\n")
    if step.card is None:
        say("Every exercise is passed. [bold]interview list[/] shows them all.")
        return
    number, title = step.card.number, step.card.title
    if step.started:
        say(f"Go on with {number}, {title}:", f"  [bold]interview grade {number}[/]")
        say(f"  [bold]interview hint {number}[/]")
    else:
        say(f"Next is {number}, {title}:")
        say(f"  [bold]interview show {number}[/]   read the question, answer it aloud")
        say(f"  [bold]interview start {number}[/]  write the code")
        say(f"  [bold]interview grade {number}[/]  have it graded")
    say("\nAll questions: [bold]interview list[/]. All commands: [bold]interview --help[/].")


def show_started(card: Card, path: Path, new: bool) -> None:
    state = "written" if new else "already there, left as it is"
    line(f"{path}: ", state)
    say(f"Next: write it, then [bold]interview grade {card.number}[/]")


def show_reset(path: Path, kept: Path | None) -> None:
    line(f"{path}: ", "the stub is back")
    if kept:
        line("what you wrote is kept at ", str(kept))


def show_created(paths: list[Path], number: int) -> None:
    show_written(paths)
    say(f"Next: fill them in; [bold]interview check {number}[/] is the list of things to do")


def show_written(paths: list[Path]) -> None:
    for path in paths:
        line(f"{path}: ", "written")


def line(start: str, rest: str) -> None:
    out().print(
        Text().append_text(foreign(start, "bold")).append_text(foreign(rest)), soft_wrap=True
    )
