"""`interview demo`: references at work with a real model."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, Lang, language, opened
from interview.messages import _


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
