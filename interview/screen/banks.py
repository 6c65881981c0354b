"""The banks there are."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from interview.bank.facts import title_of_bank
from interview.bank.finding import KnownBank, Origin
from interview.bank.tracks import track_told
from interview.messages import N_, _, ngettext
from interview.screen.console import foreign_text, out, show_sentences, with_bold_words

ORIGINS: dict[Origin, str] = {
    "shipped": N_("comes with this program"),
    "installed": N_("installed by {package}"),
    "named": N_("named with --bank or INTERVIEW_BANK"),
}


def show_banks(banks: Sequence[KnownBank], lang: str) -> None:
    """Two lines on each: name, title, number of questions and languages; folder and where it comes from."""
    for known in banks:
        facts, count = known.folder.facts, len(known.folder.folders)
        head = Text(facts.name, "bold")
        if title := title_of_bank(facts, lang):
            head.append_text(foreign_text(f"  {title}"))
        told = ngettext("{count} question", "{count} questions", count).format(count=count)
        told = f"{told} · {', '.join(facts.languages)}"
        if facts.track:
            told += " · " + _("track {name}").format(name=track_told(facts.track.worded))
        head.append_text(foreign_text(f"  {told}", "not bold"))
        out().print(head, soft_wrap=True)
        origin = _(ORIGINS[known.origin]).format(package=known.by)
        out().print(
            foreign_text(f"  {known.folder.root} · {origin}", "bright_black"), soft_wrap=True
        )
    text = _("One of them alone: {one}; several: {several}")
    commands = {"one": "--bank NAME", "several": "--bank NAME --bank FOLDER"}
    show_sentences("", with_bold_words(text, **commands))
