"""The commands that look after the installation."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.common import BankOption, Lang, app, language, opened
from interview.messages import _


@app.command()
def doctor(ctx: typer.Context, bank: BankOption = None) -> None:
    """Examine the installation: what is here, what is missing, what to do."""
    from interview.practice.doctor import examine
    from interview.screen.doctor import show_fact

    well = True
    for fact in examine(bank or ctx.obj["bank"]):
        show_fact(fact)
        well = well and (fact.well or fact.name == "Editor")
    raise typer.Exit(0 if well else 1)


@app.command()
def server(
    action: Annotated[str, typer.Argument(metavar="stop", help="The only thing to do by hand.")],
) -> None:
    """End the shared grading server; the next `grade` starts a new one."""
    from interview.grading.client.shared import stop
    from interview.screen.console import say

    if action != "stop":
        raise typer.BadParameter(_("expected stop, got {got!r}").format(got=action))
    count = stop()
    say(_("stopped") if count else _("there was none"))


@app.command()
def demo(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(metavar="similarity", help="What is to be shown.")],
    sentences: Annotated[list[str], typer.Argument(help="Two or more sentences.")],
    bank: BankOption = None,
    lang: Lang = None,
) -> None:
    """See the references of questions 11 and 26 compare sentences with a real model's weights."""
    from interview.demo.similarity import model_folder, similarities
    from interview.screen.console import busy
    from interview.screen.demo import show_similarities

    if what != "similarity":
        raise typer.BadParameter(_("expected similarity, got {got!r}").format(got=what))
    if len(sentences) < 2:
        raise typer.BadParameter(_("expected two or more sentences"))
    language(ctx, lang)
    model_folder()
    with busy(_("loading the model")):
        matrix = similarities(opened(ctx, bank), sentences)
    show_similarities(sentences, matrix)
