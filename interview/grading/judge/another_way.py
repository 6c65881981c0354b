"""Values that another way to the same result may have, though the reference hasn't: picked out, scaled, shifted."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from interview.grading.judge.imprints import NEAR, Imprint, Numbers


class KnownNumbers:
    """Every single number of one side, wherever it stands."""

    def __init__(self, imprints: Iterable[Imprint | None]) -> None:
        self.imprints = [imprint for imprint in imprints if imprint]
        every = [imprint.flat for imprint in self.imprints] or [np.zeros(0)]
        self.flat = np.unique(np.concatenate(every))

    def are_another_way(self, imprint: Imprint) -> bool:
        """Whether it is picked out of these values, or is one of them but for a factor or a summand."""
        return self.hold_all(imprint) or any(differs_by_row(imprint, one) for one in self.imprints)

    def hold_all(self, imprint: Imprint) -> bool:
        """Whether each of its numbers occurs, but for whole ones where there are others."""
        wanted = imprint.broken if imprint.broken.size else imprint.flat
        if not self.flat.size:
            return False
        places = np.searchsorted(self.flat, wanted).clip(max=self.flat.size - 1)
        above, below = self.flat[places], self.flat[(places - 1).clip(min=0)]
        near = np.minimum(np.abs(above - wanted), np.abs(below - wanted))
        return bool((near <= imprint.bound).all())


def differs_by_row(one: Imprint, other: Imprint) -> bool:
    """Whether one is the other times, or plus, something that is the same along some axis."""
    mine, theirs = np.squeeze(one.plain), np.squeeze(other.plain)
    if not mine.ndim or sorted(mine.shape) != sorted(theirs.shape):
        return False
    return any(
        differs_along_axis(mine, theirs.transpose(order))
        for order in permutations(range(mine.ndim))
        if tuple(theirs.shape[axis] for axis in order) == mine.shape
    )


def differs_along_axis(mine: Numbers, theirs: Numbers) -> bool:
    ratios = np.divide(mine, theirs, out=np.full_like(mine, np.nan), where=theirs != 0)
    nothing = (mine == 0) & (theirs == 0)
    return any(
        is_constant(ratios, nothing, axis) or is_constant(mine - theirs, nothing, axis)
        for axis in range(mine.ndim)
    )


def is_constant(values: Numbers, but: NDArray[np.bool_], axis: int) -> bool:
    """Whether it is the same along an axis, but for some elements; false unless there are two to compare."""
    compared = ~but
    if np.isnan(values[compared]).any() or compared.sum(axis).max() < 2:
        return False
    highest = np.where(compared, values, -np.inf).max(axis)
    lowest = np.where(compared, values, np.inf).min(axis)
    bound = 10 * NEAR * np.abs(values[compared]).max()
    return bool((highest - lowest <= bound).all())
