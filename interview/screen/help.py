"""The help page of a command."""

from __future__ import annotations

from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from interview.messages import _
from interview.practice.shells.setup import InstalledCompletion
from interview.screen.console import out, show_sentences
from interview.text import inert_name

WIDEST_PAGE = 100
FIRST_COLUMN = 28


def draw_help_page(usage: str, text: str, sections: dict[str, list[tuple[str, str]]]) -> str:
    """The page as text, fitted to the terminal."""
    console = out()
    width = min(console.width, WIDEST_PAGE)
    with console.capture() as capture:
        console.print(Text(usage), width=width)
        console.print()
        console.print(Padding(Text(text), (0, 0, 0, 2)), width=width)
        for heading, rows in sections.items():
            console.print("\n" + heading, style="bold")
            console.print(help_table(rows), width=width)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def help_table(rows: list[tuple[str, str]]) -> Padding:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(max_width=FIRST_COLUMN, overflow="fold", style="cyan")
    grid.add_column()
    for name, text in rows:
        grid.add_row(Text(name), Text(text))
    return Padding(grid, (0, 0, 0, 2))


def tell_completion_installed(shell: str, installed: InstalledCompletion) -> None:
    """Where everything is, so that it can be taken away again."""
    text = _("{script}: completes `interview` in {shell} from its next start on")
    if installed.start:
        text = _(
            "{script}: completes `interview` in {shell} from its next start on; read by {start}"
        )
    told = text.format(script=installed.script, shell=shell, start=installed.start)
    show_sentences(escape(inert_name(told)))
