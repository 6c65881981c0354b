"""What a call costs against the reference, in words."""

from __future__ import annotations

from collections.abc import Iterator

from interview.messages import _, ngettext
from interview.model.cost import CostBeside
from interview.wording.departure import lines_in_words


def cost_lines(told: CostBeside) -> Iterator[str]:
    """A sentence for the largest value, and one for each amount."""
    yield largest_in_call(told)
    mine, theirs = told.attempt, told.reference
    amounts = (
        (_("numbers that memory is taken for"), mine.numbers, theirs.numbers),
        (_("operations of torch that make something"), mine.operations, theirs.operations),
        (_("operations within matrix products"), mine.products, theirs.products),
    )
    for what, own, reference in amounts:
        text = _("{what}: {own:,}, the reference {reference:,}")
        line = text.format(what=what, own=own, reference=reference)
        ratio = own / reference if reference and own != reference else 0
        yield _("{line} ({ratio:.1f}x)").format(line=line, ratio=ratio) if ratio else line


def largest_in_call(told: CostBeside) -> str:
    """`Yours makes (B, H, T, S) = (2, 3, 4, 7) twice (lines 20 and 22): 2.0x the reference's numbers.`"""
    mine, theirs = told.attempt, told.reference
    shape = shape_in_words(mine.largest)
    if told.letters:
        shape = f"({', '.join(told.letters)}) = {shape}"
    times = times_in_words(mine.times)
    if mine.lines:
        times = _("{times} ({lines})").format(times=times, lines=lines_in_words(mine.lines))
    line = _("largest value: yours makes {shape} {times}").format(shape=shape, times=times)
    if mine.largest == theirs.largest:
        text = _("{line}; the reference {times}")
        line = text.format(line=line, times=times_in_words(theirs.times))
    else:
        text = _("{line}; the reference's largest is {shape}, {times}")
        shape, times = shape_in_words(theirs.largest), times_in_words(theirs.times)
        line = text.format(line=line, shape=shape, times=times)
    if mine.largest != theirs.largest or mine.times == theirs.times or not theirs.times:
        return line
    text = _("{line}: {ratio:.1f}x the reference's numbers")
    return text.format(line=line, ratio=mine.times / theirs.times)


def times_in_words(times: int) -> str:
    if times == 2:
        return _("twice")
    return ngettext("once", "{count} times", times).format(count=times)


def shape_in_words(shape: tuple[int, ...]) -> str:
    """`(2, 3)`, `(2,)`, `()`."""
    return str(tuple(shape))
