"""`interview server stop`: the end of the shared grading server."""

from __future__ import annotations

from typing import Annotated

import typer

from interview.cli.app import app
from interview.cli.options import LangOption
from interview.messages import _


@app.command()
def server(
    action: Annotated[str, typer.Argument(metavar="stop", help="The only thing to do by hand.")],
    lang: LangOption = None,
) -> None:
    """End the shared grading server; the next `grade` starts a new one."""
    from interview.grading.client.shared import stop_servers
    from interview.screen.console import show_sentences

    if action != "stop":
        raise typer.BadParameter(_("expected stop, got {got!r}").format(got=action))
    count = stop_servers()
    show_sentences(_("stopped") if count else _("there was none"))
