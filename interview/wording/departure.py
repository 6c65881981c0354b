"""Where an attempt first differs from the reference, in sentences that are true whatever the cause is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interview.messages import _
from interview.model.verdict import Departure


def departure_lines(departure: Departure) -> list[str]:
    """What agrees and what is missing; where; of what it is made, and what follows from it; a line for each."""
    return [
        *stages_in_words(departure),
        place_in_words(departure),
        *module_in_words(departure),
        *sources_in_words(departure),
        *way_on_in_words(departure),
    ]


def stages_in_words(departure: Departure) -> Iterator[str]:
    told = []
    if departure.agrees_says:
        text = _("Your code has the reference's {stage}.")
        told.append(text.format(stage=departure.agrees_says))
    if departure.missing_says:
        text = _("No tensor of your code equals the reference's {stage}.")
        told.append(text.format(stage=departure.missing_says))
    if len(told) > 1:
        agrees, missing = told
        yield _("{agrees} {missing}").format(agrees=agrees, missing=missing)
    else:
        yield from told


def place_in_words(departure: Departure) -> str:
    """In which line the first value is made, in which statement, and from where that was called."""
    place = places_in_words(departure, [departure.line])
    first, last = departure.statement
    if first < last:
        statement = _("{place}, in the statement from {first} to {last}")
        place = statement.format(place=place, **ends_in_words(departure, first, last))
    if departure.callers:
        called = _("{place}, called from {callers}")
        callers = places_in_words(departure, departure.callers)
        place = called.format(place=place, callers=callers)
    text = _(
        "Masks, parts of the inputs and the like aside, the first tensor on the way to your result "
        "that is not the reference's is made in {place}."
    )
    if departure.detours:
        text = _(
            "Masks, parts of the inputs and the like aside, the first tensor on the way to your "
            "result that is not the reference's, and leads back to none of its tensors, is made in "
            "{place}."
        )
    if departure.of_input:
        text = _(
            "Masks and the like aside, the first tensor on the way to your result that is not the "
            "reference's, and leads back to none of its tensors, is made in {place}; its numbers "
            "are those of an input."
        )
    return text.format(place=place)


def module_in_words(departure: Departure) -> Iterator[str]:
    first, last = departure.built
    if first:
        text = _("The module that is called there is constructed in {first}.")
        if first < last:
            text = _("The module that is called there is constructed from {first} to {last}.")
        yield text.format(**ends_in_words(departure, first, last))


def sources_in_words(departure: Departure) -> Iterator[str]:
    """What it is made of, and from where to where it ceases to be the reference's."""
    since = places_in_words(departure, [departure.since]) if departure.since else ""
    line = places_in_words(departure, [departure.line])
    if departure.made_of:
        lines = places_in_words(departure, departure.made_of)
        text = _("What goes into that line from {lines} is the reference's.")
        if since:
            text = _(
                "What goes into that line from {lines} is the reference's: "
                "it ceases to be on the way from {since} to {line}."
            )
        yield text.format(lines=lines, since=since, line=line)
    elif since:
        yield _("What leads to that line stands from {since} to {line}.").format(
            since=since, line=line
        )
    if departure.untelling:
        lines = places_in_words(departure, departure.untelling)
        text = _("Masks, whole numbers or parts of the inputs from {lines} go into it too.")
        yield text.format(lines=lines)
    if departure.bare:
        yield _("It is made of Python's numbers, and these are not looked at.")
    if departure.rearranged:
        yield _(
            "Its numbers are those of a value of the reference or of an input, arranged otherwise."
        )


def way_on_in_words(departure: Departure) -> Iterator[str]:
    if departure.until:
        until = places_in_words(departure, [departure.until])
        yield _(
            "That may be another way to the same, as its numbers are picked out of the "
            "reference's, summed up, or other by a factor or a summand alone; but what follows "
            "from it down to {until} is not the reference's either."
        ).format(until=until)


def ends_in_words(departure: Departure, first: int, last: int) -> dict[str, str]:
    ends = {"first": first, "last": last}
    return {name: places_in_words(departure, [line]) for name, line in ends.items()}


def places_in_words(departure: Departure, lines: Sequence[int]) -> str:
    """`line 3`, `lines 3, 5 and 8`; of a notebook `line 2 of cell 4, lines 1 and 3 of cell 5`."""
    if not departure.cells:
        return lines_in_words(lines)
    cells: dict[int, list[int]] = {}
    places = {line: (cell, at) for line, cell, at in departure.cells}
    for line in lines:
        cell, at = places.get(line, (0, line))
        cells.setdefault(cell, []).append(at)
    text = _("{lines} of cell {cell}")
    told = (text.format(lines=lines_in_words(at), cell=cell) for cell, at in cells.items())
    return _(", ").join(told)


def lines_in_words(lines: Sequence[int]) -> str:
    *first, last = lines
    if not first:
        return _("line {line}").format(line=last)
    before = _(", ").join(map(str, first))
    return _("lines {before} and {last}").format(before=before, last=last)
