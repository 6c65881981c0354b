"""`interview demo`: references at work with a real model."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import BankOption, LangOption, open_wanted_bank, wanted_language
from interview.messages import _


@app.command()
def demo(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(metavar="similarity", help="What is to be shown.")],
    sentences: Annotated[list[str], typer.Argument(help="Two or more sentences.")],
    bank: BankOption = None,
    lang: LangOption = None,
) -> None:
    """See the references of questions 11 and 26 compare sentences with a real model's weights."""
    from interview.demo.similarity import model_folder, sentence_similarities
    from interview.screen.console import spinner
    from interview.screen.demo import show_similarities

    if what != "similarity":
        raise typer.BadParameter(_("expected similarity, got {got!r}").format(got=what))
    if len(sentences) < 2:
        raise typer.BadParameter(_("expected two or more sentences"))
    wanted_language(ctx, lang)
    model_folder()
    with spinner(_("loading the model")):
        matrix = sentence_similarities(open_wanted_bank(ctx, bank), sentences)
    show_similarities(sentences, matrix)
