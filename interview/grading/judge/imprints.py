"""Tensors known again whatever their layout: transposed, merged from heads, or one head of them at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from interview.grading.checks.comparison import in_float64

MASKED = -1e8
"""What is below stands for minus infinity, whichever number an attempt takes for it."""
NEAR = 1e-6
"""How far two values may be apart, relative to the largest beside them: a detour through float32 is right."""
Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Imprint:
    """What is left of a tensor without the order of its axes."""

    values: Numbers

    @cached_property
    def plain(self) -> Numbers:
        """NaN, the infinities and what masks as zeros."""
        ordinary = np.isfinite(self.values) & (self.values > MASKED)
        return np.where(ordinary, self.values, 0.0)

    @cached_property
    def flat(self) -> Numbers:
        """Its elements, sorted."""
        return np.sort(self.plain, axis=None)

    @cached_property
    def masked(self) -> int:
        """How many elements are no ordinary numbers."""
        return int((~(np.isfinite(self.values) & (self.values > MASKED))).sum())

    @cached_property
    def tells(self) -> bool:
        """Whether it holds anything but whole numbers, which occur everywhere."""
        return bool((np.abs(self.flat - np.round(self.flat)) > NEAR).any())

    @cached_property
    def bound(self) -> float:
        return NEAR * float(np.abs(self.flat).max(initial=0.0))

    @cached_property
    def sums(self) -> list[Numbers]:
        """Along each axis longer than 1, in its order: the sums over all other axes."""
        every = range(self.plain.ndim)
        return [
            self.plain.sum(axis=tuple(other for other in every if other != axis))
            for axis in self.long_axes
        ]

    @property
    def long_axes(self) -> list[int]:
        return [axis for axis, size in enumerate(self.values.shape) if size > 1]

    def holds_as_many(self, other: Imprint) -> bool:
        return self.values.size == other.values.size and self.masked == other.masked

    def is_rearranged(self, other: Imprint) -> bool:
        """Whether they hold the same elements, however these are arranged."""
        return self.holds_as_many(other) and nearly_alike(self.flat, other.flat, self.bound)

    def is_same(self, other: Imprint) -> bool:
        """Whether they hold the same elements along the same axes, in any order of these."""
        if len(self.long_axes) != len(other.long_axes) or not self.is_rearranged(other):
            return False
        left = [np.sort(sums) for sums in other.sums]
        for sums in map(np.sort, self.sums):
            bound = self.bound * self.flat.size
            fitting = (
                i
                for i, o in enumerate(left)
                if o.size == sums.size and nearly_alike(o, sums, bound)
            )
            place = next(fitting, None)
            if place is None:
                return False
            del left[place]
        return True

    def parts_like(self, part: Imprint) -> Iterator[Imprint]:
        """One head, row or example of it, at whatever axis, that adds up to the same as `part`."""
        total, bound = float(part.flat.sum()), self.bound * part.flat.size
        for axis, sums in zip(self.long_axes, self.sums, strict=True):
            if self.values.size == part.values.size * sums.size:
                for place in np.flatnonzero(np.abs(sums - total) <= bound):
                    yield Imprint(np.take(self.values, place, axis))


def nearly_alike(one: Numbers, other: Numbers, bound: float) -> bool:
    return bool((np.abs(one - other) <= bound).all())


def imprint_of(value: Tensor | None) -> Imprint | None:
    """None of what tells nothing: masks, whole numbers, nothing at all."""
    if value is None:
        return None
    imprint = Imprint(in_float64(value).numpy())
    return imprint if imprint.tells else None


class Occurrences:
    """Everything that occurs on one side, to be looked up by the other."""

    def __init__(self, imprints: Iterable[Imprint | None]) -> None:
        self.imprints = [imprint for imprint in imprints if imprint]

    def has(self, wanted: Imprint) -> bool:
        """Whether it occurs as a whole, or as a part of something."""
        return self.has_whole(wanted) or any(
            wanted.is_same(part) for one in self.imprints for part in one.parts_like(wanted)
        )

    def has_whole(self, wanted: Imprint) -> bool:
        return any(wanted.is_same(one) for one in self.imprints)

    def has_in_parts(self, wanted: Imprint) -> bool:
        """Whether it occurs as a whole, or all its parts along some axis do."""
        return self.has_whole(wanted) or any(
            all(self.has_whole(Imprint(part)) for part in np.moveaxis(wanted.values, axis, 0))
            for axis in wanted.long_axes
        )

    def has_rearranged(self, wanted: Imprint) -> bool:
        return any(wanted.is_rearranged(one) for one in self.imprints)
