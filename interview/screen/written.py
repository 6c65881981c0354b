"""Short messages about files: what was written where, and what to do next."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from interview.messages import _, ngettext
from interview.screen.console import foreign_text, out, show_sentences, with_bold_words
from interview.text import inert_name

if TYPE_CHECKING:
    from interview.history.transfer import ImportCounts
    from interview.model.card import Card
    from interview.practice.exercise.exercises import BegunExercise


def show_started(card: Card, begun: BegunExercise) -> None:
    state = _("written") if begun.new else _("already there, left as it is")
    show_bold_start(f"{inert_name(str(begun.path))}: ", state)
    if begun.kept:
        show_bold_start(
            _("due again, so it begins empty; your attempt is kept at "),
            inert_name(str(begun.kept)),
        )
    if card.given.is_file():
        text = _("What the cases hand to your code: {command}")
        command = f"interview show {card.number} --given"
        show_sentences(with_bold_words(text, command=command), "")
    text = _("Write it, then {command}")
    show_sentences(with_bold_words(text, command=f"interview grade {card.number}"))


def show_earlier_attempt(card: Card) -> None:
    """That there is an earlier attempt to compare a passed one with."""
    text = _("Against your earlier attempt: {command}")
    show_sentences("  " + with_bold_words(text, command=f"interview diff {card.number}"), "")


def show_reset(path: Path, kept: Path | None) -> None:
    show_bold_start(f"{inert_name(str(path))}: ", _("the stub is back"))
    if kept:
        show_bold_start(_("what you wrote is kept at "), inert_name(str(kept)))


def show_created(paths: list[Path], number: int) -> None:
    """The files of a new question."""
    show_written(paths)
    text = _("Next: fill them in; {command} is the list of things to do")
    show_sentences(with_bold_words(text, command=f"interview check {number}"))


def show_new_bank(root: Path) -> None:
    text = _("a new bank; questions/bank.yaml tells its name, languages and topics")
    show_bold_start(f"{inert_name(str(root))}: ", text)


def show_written(paths: list[Path]) -> None:
    for path in paths:
        show_bold_start(f"{inert_name(str(path))}: ", _("written"))


def show_begun_assignment(path: Path) -> None:
    show_written([path])
    text = _("Next: fill it in; {release} hands it out, {batch} grades what comes back")
    name = shlex.quote(str(path))
    commands = {
        "release": f"interview release {name} --out FOLDER",
        "batch": f"interview batch FOLDER --assignment {name}",
    }
    show_sentences(with_bold_words(text, **commands))


def show_kept_beside(paths: list[Path]) -> None:
    for path in paths:
        show_bold_start(f"{inert_name(str(path))}: ", _("what stood there before is kept here"))


def show_autograder(path: Path, github: bool) -> None:
    show_written([path])
    text = _(
        "Next: upload it under “Configure Autograder”, and try a right and a wrong file "
        "with “Test Autograder”"
    )
    if github:
        text = _("Next: make it the template repository of your assignment")
    show_sentences(text)


def show_package(package: str) -> None:
    """What pip installs where nobody named anything."""
    text = _("{package} is installed there: name another source with --package if pip finds none")
    show_sentences(with_bold_words(text, package=package))


def show_bold_start(start: str, rest: str) -> None:
    out().print(
        Text().append_text(foreign_text(start, "bold")).append_text(foreign_text(rest)),
        soft_wrap=True,
    )


def show_no_earlier_attempt(card: Card) -> None:
    text = _("{number}: there is no earlier attempt; {command} sets one aside")
    show_sentences(
        with_bold_words(text, number=str(card.number), command=f"interview reset {card.number}")
    )


def show_import(added: ImportCounts) -> None:
    """What an import came to."""
    new = ngettext("{count} line is new", "{count} lines are new", added.new)
    known = ngettext("{count} was there already", "{count} were there already", added.known)
    text = _("{new}, {known}")
    show_sentences(
        text.format(new=new.format(count=added.new), known=known.format(count=added.known))
    )
