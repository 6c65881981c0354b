"""Which colour and which character stand for a number of a picture, wherever it is drawn.

White is 0; blue is more, orange is less, as both can be told apart by those who see red and green alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from interview.model.picture import HeatMap

Colour = tuple[int, int, int]
MIDDLE, MORE, LESS = (247, 247, 247), (8, 81, 156), (179, 88, 6)
RAMP = " .:-=+*#%@"
NO_NUMBER = "·"
"""Where there is none: a span that is not legal."""


def largest(values: Iterable[Iterable[float]]) -> float:
    """The largest magnitude, 1 if all are 0."""
    return max((abs(n) for row in values for n in row if not math.isnan(n)), default=0.0) or 1.0


def share(number: float, most: float) -> float:
    """From -1 to 1: how much of the largest magnitude it is."""
    return 0.0 if math.isnan(number) else max(-1.0, min(1.0, number / most))


def colour(number: float, most: float) -> Colour:
    part = share(number, most)
    red, green, blue = (
        round(white + abs(part) * (full - white))
        for white, full in zip(MIDDLE, MORE if part >= 0 else LESS, strict=True)
    )
    return red, green, blue


def character(number: float, most: float) -> str:
    """Without colour; the sign is another character's."""
    if math.isnan(number):
        return NO_NUMBER
    return RAMP[round(abs(share(number, most)) * (len(RAMP) - 1))]


def as_hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def number_text(number: float) -> str:
    """Three digits at most, and no more than there are."""
    if math.isnan(number):
        return NO_NUMBER
    return f"{number:.3g}"


def fits_numbers(picture: HeatMap) -> bool:
    """Whether it is so small that its numbers tell more than colours."""
    return len(picture.values) < 5 and len(picture.values[0]) < 5
