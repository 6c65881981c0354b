"""Keeping a question's ladder up to date: made from the reference, and written beside the question."""

from __future__ import annotations

from collections.abc import Iterator

from interview.bank.heads import path_from_here
from interview.bank.ladder import Ladder, ladder_edition, ladder_file, ladder_text, read_ladder
from interview.files import as_bytes, whole_file
from interview.grading.client.link import Link
from interview.model.card import Card
from interview.model.question import Question


def renewed_ladder(link: Link, card: Card, question: Question, seed: int) -> Iterator[str]:
    """Makes the ladder anew if what it is made from has changed, and says so; else says nothing.

    seed: of the bench that the judge has ready; no rung depends on it.
    """
    edition, path = ladder_edition(card, question), ladder_file(card)
    known = read_ladder(card)
    if known is not None and known.edition == edition:
        return
    ladder = Ladder(edition, tuple(link.rungs(card, seed)))
    why = "there was none" if known is None else "the exercise has changed"
    where = path_from_here(path)
    try:
        with whole_file(path) as file:
            file.write(as_bytes(ladder_text(ladder)))
    except OSError as error:
        yield f"{where}: out of date ({why}) and cannot be written: {error.strerror}"
    else:
        count = len(ladder.rungs)
        yield f"{where}: made anew ({why}): {count} small {'input' if count == 1 else 'inputs'}"
