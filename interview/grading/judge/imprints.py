"""Tensors known again whatever their layout: transposed, merged from heads, or one head of them at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from interview.grading.checks.comparison import in_float64

MASKED = -1e8
"""What is below stands for minus infinity, whichever number an attempt takes for it."""
NEAR = 1e-6
"""How far two values may always be apart, relative to the largest beside them: float32 is no other value."""
TELLING_WHOLE_NUMBERS = 3
"""So many different ones tell something, where the results are whole numbers."""
Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Imprint:
    """What is left of a tensor without the order of its axes."""

    values: Numbers
    near: float = NEAR
    """How far two of its values may be apart, relative to its largest."""

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
    def total(self) -> float:
        return float(self.flat.sum())

    @cached_property
    def masked(self) -> int:
        """How many elements are no ordinary numbers."""
        return int((~(np.isfinite(self.values) & (self.values > MASKED))).sum())

    @cached_property
    def broken(self) -> Numbers:
        """Its elements that are no whole numbers, sorted: these occur everywhere and tell nothing."""
        return self.flat[np.abs(self.flat - np.round(self.flat)) > NEAR]

    @cached_property
    def bound(self) -> float:
        return self.near * float(np.abs(self.flat).max(initial=0.0))

    @cached_property
    def sums(self) -> list[Numbers]:
        """Along each axis longer than 1, in its order: the sums over all other axes."""
        every = range(self.plain.ndim)
        return [
            self.plain.sum(axis=tuple(other for other in every if other != axis))
            for axis in self.long_axes
        ]

    @cached_property
    def long_axes(self) -> list[int]:
        return [axis for axis, size in enumerate(self.values.shape) if size > 1]

    def holds_as_many(self, other: Imprint) -> bool:
        return self.values.size == other.values.size and self.masked == other.masked

    def is_rearranged(self, other: Imprint) -> bool:
        """Whether they hold the same elements, however these are arranged."""
        if not self.holds_as_many(other):
            return False
        if abs(self.total - other.total) > self.bound * self.flat.size:  # seen sooner
            return False
        return nearly_alike(self.flat, other.flat, self.bound)

    def is_same(self, other: Imprint) -> bool:
        """Whether they hold the same elements in the same order along the same axes, in any order of these."""
        if len(self.long_axes) != len(other.long_axes) or not self.is_rearranged(other):
            return False
        left = list(other.sums)
        for sums in self.sums:
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


def nearly_alike(one: Numbers, other: Numbers, bound: float) -> bool:
    return bool((np.abs(one - other) <= bound).all())


def imprint_of(value: Tensor | None, whole: bool = False, near: float = NEAR) -> Imprint | None:
    """None of what tells nothing: masks, whole numbers unless `whole` of them are looked at, nothing at all."""
    if value is None or not (whole or value.is_floating_point()):
        return None
    imprint = Imprint(in_float64(value).numpy(), near)
    tells = imprint.broken.size or (whole and np.unique(imprint.flat).size >= TELLING_WHOLE_NUMBERS)
    return imprint if tells else None


class Parts:
    """All parts with one number of elements, looked through at once."""

    def __init__(self, divided: Sequence[tuple[Imprint, int, Numbers]]) -> None:
        self.divided = divided
        self.sums = np.concatenate([sums for _, _, sums in divided])
        self.bounds = np.concatenate([np.full(sums.size, one.bound) for one, _, sums in divided])
        self.ends = np.cumsum([sums.size for _, _, sums in divided])
        self.made: dict[int, Imprint] = {}

    def that_add_up_to(self, total: float, size: int) -> Iterator[Imprint]:
        for number in np.flatnonzero(np.abs(self.sums - total) <= self.bounds * size).tolist():
            if number not in self.made:
                row = int(np.searchsorted(self.ends, number, side="right"))
                one, axis, sums = self.divided[row]
                place = number - int(self.ends[row]) + sums.size
                self.made[number] = Imprint(np.take(one.values, place, axis), one.near)
            yield self.made[number]


class Occurrences:
    """Everything that occurs on one side, to be looked up by the other."""

    def __init__(self, imprints: Iterable[Imprint | None]) -> None:
        self.wholes: dict[int, list[Imprint]] = {}
        """By how many elements they have."""
        self.divided: dict[int, list[tuple[Imprint, int, Numbers]]] = {}
        """By how many elements a part has: along which axis, and what each part adds up to."""
        self.added: dict[int, Parts] = {}
        for one in imprints:
            if one:
                self.wholes.setdefault(one.values.size, []).append(one)
                for axis, sums in zip(one.long_axes, one.sums, strict=True):
                    size = one.values.size // sums.size
                    self.divided.setdefault(size, []).append((one, axis, sums))

    def has(self, wanted: Imprint) -> bool:
        """Whether it occurs as a whole, or as a part of something: one head, row or example of it."""
        return self.has_whole(wanted) or any(map(wanted.is_same, self.parts_like(wanted)))

    def has_whole(self, wanted: Imprint) -> bool:
        return any(map(wanted.is_same, self.wholes.get(wanted.values.size, ())))

    def parts_like(self, part: Imprint) -> Iterator[Imprint]:
        """Those that add up to the same."""
        size = part.values.size
        if size not in self.divided:
            return
        if size not in self.added:
            self.added[size] = Parts(self.divided[size])
        yield from self.added[size].that_add_up_to(part.total, size)

    def has_in_parts(self, wanted: Imprint) -> bool:
        """Whether it occurs as a whole, or all its parts along some axis do; long parts also in others."""
        return self.has(wanted) or any(
            all(
                self.has_part(Imprint(part, wanted.near))
                for part in np.moveaxis(wanted.values, axis, 0)
            )
            for axis in wanted.long_axes
        )

    def has_part(self, part: Imprint) -> bool:
        return self.has(part) if part.values.size > 1 else self.has_whole(part)

    def has_rearranged(self, wanted: Imprint) -> bool:
        return any(map(wanted.is_rearranged, self.wholes.get(wanted.values.size, ())))
