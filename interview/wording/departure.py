"""Where an attempt first differs from the reference, in sentences that are true whatever the cause is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interview.messages import _
from interview.model.verdict import Departure


def departure_lines(departure: Departure) -> list[str]:
    """What agrees and what is missing; where; of what it is made; a line for each."""
    return [stages_in_words(departure), place_in_words(departure), *sources_in_words(departure)][
        0 if departure.missing_says else 1 :
    ]


def stages_in_words(departure: Departure) -> str:
    missing = _("No tensor of your code equals the reference's {stage}.")
    missing = missing.format(stage=departure.missing_says)
    if not departure.agrees_says:
        return missing
    agrees = _("Your code has the reference's {stage}.").format(stage=departure.agrees_says)
    return _("{agrees} {missing}").format(agrees=agrees, missing=missing)


def place_in_words(departure: Departure) -> str:
    """In which line the first value is made, and from where that was called."""
    place = _("line {line}").format(line=departure.line)
    if departure.callers:
        called = _("{place}, called from {callers}")
        place = called.format(place=place, callers=lines_in_words(departure.callers))
    if departure.detours:
        text = _(
            "Masks and whole numbers aside, the first value on the way to your result that is not "
            "the reference's, and leads back to none of its values, is made in {place}."
        )
    else:
        text = _(
            "Masks and whole numbers aside, the first value on the way to your result that is not "
            "the reference's is made in {place}."
        )
    return text.format(place=place)


def sources_in_words(departure: Departure) -> Iterator[str]:
    """What it is made of, and from where to where it ceases to be the reference's."""
    if departure.made_of:
        lines = lines_in_words(departure.made_of)
        text = _("It is made of what comes from {lines}, and that is the reference's.")
        if departure.since:
            text = _(
                "It is made of what comes from {lines}, and that is the reference's: "
                "it ceases to be on the way from line {since} to line {line}."
            )
        yield text.format(lines=lines, since=departure.since, line=departure.line)
    if departure.untelling:
        text = _("Masks or whole numbers from {lines} go into it too.")
        yield text.format(lines=lines_in_words(departure.untelling))
    if departure.rearranged:
        yield _(
            "Its numbers are those of a value of the reference or of an input, arranged otherwise."
        )


def lines_in_words(lines: Sequence[int]) -> str:
    """`line 3`, `lines 3 and 5`, `lines 3, 5 and 8`."""
    *first, last = lines
    if not first:
        return _("line {line}").format(line=last)
    before = _(", ").join(map(str, first))
    return _("lines {before} and {last}").format(before=before, last=last)
