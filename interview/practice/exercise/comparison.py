"""What was written against the reference, once it may be seen."""

from __future__ import annotations

from interview.bank import Bank
from interview.bank.files import read_bank_file
from interview.errors import UsageError
from interview.grading.client.after_pass import stages_in_both
from interview.grading.client.link import Link
from interview.messages import _
from interview.model.card import Card
from interview.practice.exercise.beside import BesideSection, sections_beside
from interview.text import inert_name


def compared_with_reference(
    bank: Bank, lang: str, link: Link, card: Card, file: str, source: str
) -> list[BesideSection]:
    """By functions, and by the exercise's stages as far as both have them; raises UsageError."""
    stages = stages_in_both(link, card, file, source)
    says = bank.load(card, lang).exercise.stages if stages else {}
    try:
        return sections_beside(source, read_bank_file(card.reference), stages, says)
    except (SyntaxError, ValueError, RecursionError) as error:
        text = _(
            "{path}: cannot be read as Python ({error}): `interview grade {number}` tells more"
        )
        told = text.format(path=inert_name(file), error=error, number=card.number)
        raise UsageError(told) from None
