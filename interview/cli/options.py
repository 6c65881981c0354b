"""Options and arguments that several commands have, and what the first of them mean: a bank, a language."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from interview import messages
from interview.cli.app import speak

Question = Annotated[str, typer.Argument(metavar="ID", help="A question's number or id.")]
Questions = Annotated[
    list[str] | None, typer.Argument(metavar="[ID]...", help="Numbers or ids; none means all.")
]
BankOption = Annotated[
    str | None,
    typer.Option("--bank", help="A folder with questions/ and solutions/, or a bank's name."),
]
Lang = Annotated[
    str | None,
    typer.Option(
        "--lang",
        callback=lambda lang: speak(lang) if lang else None,
        is_eager=True,  # so that `--lang zh --help` is Chinese
        help="en or zh; INTERVIEW_LANG and the locale else.",
    ),
]
SEEDS = {"min": 0, "max": 2**63 - 1}
"""What the history can keep."""
Seed = Annotated[
    int | None, typer.Option("--seed", **SEEDS, help="Draw the same secret inputs again.")
]
Cold = Annotated[bool, typer.Option("--cold", help="Do not use the shared grading server.")]
TopicOption = Annotated[
    str | None,
    typer.Option("--topic", help="attention, position, architecture, bert, tasks or generation."),
]
Minutes = Annotated[
    float | None, typer.Option("--minutes", min=0, help="Begin nothing after this time.")
]


def opened(ctx: typer.Context, bank: str | None) -> Any:
    from interview.bank import open_bank

    return open_bank(bank or ctx.obj["bank"])


def language(ctx: typer.Context, lang: str | None) -> str:
    """The language asked for; from here on the interface speaks it too."""
    from interview.practice.talk.language import chosen

    tongue = chosen(lang or ctx.obj["lang"])
    messages.use(tongue)
    return tongue
