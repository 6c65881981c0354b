"""What an attempt computed beside what the reference did: which values are the same, and where they cease to be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import Any

import torch
from torch import Tensor

from interview.grading.execution.recording import RecordedStage
from interview.grading.judge.another_way import KnownNumbers
from interview.grading.judge.frontier import (
    Frontier,
    Known,
    ancestors_of,
    frontier_of,
    known_sources,
    untelling_sources,
)
from interview.grading.judge.imprints import Imprint, Occurrences, imprint_of

LINES_TOLD, CALLERS_TOLD = 4, 2
LONGEST_WAY = 12
"""Lines of a function before the first value that isn't the reference's, if the way to it is told."""
Imprints = list[Imprint | None]
Search = Callable[[Sequence[RecordedStage], Sequence[Known], int], list[int]]


class Records:
    """Both sides' stages, and which of the attempt's occur in the reference."""

    def __init__(
        self,
        inputs: Sequence[Tensor],
        mine: list[RecordedStage],
        theirs: list[RecordedStage],
        wrong: Sequence[Tensor],
        near: float,
    ) -> None:
        self.mine, self.theirs = mine, theirs
        whole = bool(wrong) and not any(map(torch.is_floating_point, wrong))
        self.imprint = partial(imprint_of, whole=whole, near=near)
        self.inputs: Imprints = list(map(self.imprint, inputs))
        self.every: Imprints = [self.imprint(stage.value) for stage in mine]
        self.reference: Imprints = [self.imprint(stage.value) for stage in theirs]
        sizes = {one.numel() for one in wrong}
        self.imprints: Imprints = [
            one if one and (not whole or one.values.size in sizes) else None for one in self.every
        ]
        """Of whole numbers only those that can be the wrong results: others count and point to places."""
        self.there = Occurrences([*self.inputs, *self.reference])
        self.ends = results_among(mine, wrong)
        self.way = ancestors_of(mine, self.ends) if wrong else set(range(len(mine)))
        """What the wrong results are made of; everything where no wrong result is of numbers."""
        every: list[Known] = [self.there.has(one) if one else None for one in self.imprints]
        self.known = self.without_parts_of_inputs(every)
        self.frontier: Frontier = frontier_of(mine, self.known)
        self.of_input = not self.begins
        if self.of_input:
            self.known = every
            self.frontier = frontier_of(mine, every)

    def without_parts_of_inputs(self, known: Sequence[Known]) -> list[Known]:
        """What is only picked out of an input, or arranged otherwise, tells no more than it does.

        Nor does what goes into nothing that tells anything, as a sum times zero, or a comparison.
        """
        inputs = [KnownNumbers([one]) for one in self.inputs if one]
        left, parts = list(known), set[int]()
        for number, imprint in enumerate(self.imprints):
            parents = self.mine[number].parents
            made_of_parts = all(one in parts or self.imprints[one] is None for one in parents)
            if imprint and made_of_parts and any(one.hold_all(imprint) for one in inputs):
                parts.add(number)
                left[number] = left[number] or None
        telling, used = set[int](), set[int]()
        for number in reversed(range(len(self.mine))):
            if number in used and number not in telling:
                left[number] = left[number] or None
            used.update(self.mine[number].parents)
            if left[number] is not None:
                telling.update(self.mine[number].parents)
        return left

    @property
    def begins(self) -> list[int]:
        """The frontier on the way to the wrong result, as far as it stands in the attempt's own file."""
        return [n for n in self.frontier.begins if n in self.way and self.mine[n].lines]

    @cached_property
    def numbers(self) -> KnownNumbers:
        return KnownNumbers([*self.inputs, *self.reference])

    def first_lost(self) -> int | None:
        """The first of the frontier on the way to the wrong result that stands in the attempt's own file.

        None where that is a result made of Python's numbers far from the beginning of its function: then it
        tells nothing, as these are not looked at.
        """
        number = next(iter(self.begins), None)
        if number is None or not self.mine[number].bare or number not in self.ends:
            return number
        return number if way_begins(self.mine[number], (), ()) else None

    def place(self, number: int) -> dict[str, Any]:
        """Lines: where the value is made, of what, what follows from it, and whether it is what it seems to be."""
        stage, imprint = self.mine[number], self.imprints[number]
        line, *callers = stage.lines
        beside = [one for one in self.lost_after(number) if self.mine[one].lines[:1] == (line,)]
        masks = self.found(untelling_sources, beside)
        nearest = self.found(known_sources, beside)
        sources = [*nearest, *map(self.origin, nearest)]
        made_of, untelling = ([self.mine[one] for one in some] for some in (sources, masks))
        return {
            "line": line,
            "statement": stage.statement,
            "callers": tuple(callers[:CALLERS_TOLD]),
            "built": stage.built,
            "bare": stage.bare,
            "of_input": self.of_input,
            "made_of": lines_of(made_of, stage),
            "untelling": lines_of(untelling, stage),
            "since": way_begins(stage, made_of, untelling),
            "until": self.way_ends(number),
            "detours": any(self.known[one] is False for one in self.way if one < number),
            "rearranged": imprint is not None and self.there.has_rearranged(imprint),
        }

    def lost_after(self, number: int) -> list[int]:
        """This value, and what is made of it on the way and is lost too."""
        after = {number}
        for later in sorted(self.way):
            follows = not after.isdisjoint(self.mine[later].parents)
            if later > number and self.frontier.lost[later] and follows:
                after.add(later)
        return sorted(after)

    def found(self, search: Search, numbers: Sequence[int]) -> list[int]:
        """What a search gives for all of these."""
        return [one for number in numbers for one in search(self.mine, self.known, number)]

    def origin(self, number: int) -> int:
        """Where a value was made that was only arranged otherwise, or picked out of another, since."""
        made, imprint = number, self.imprints[number]
        while imprint:
            before = (
                parent
                for parent in self.mine[number].parents
                if self.known[parent]
                and (one := self.imprints[parent])
                and KnownNumbers([one]).hold_all(imprint)
            )
            parent = next(before, None)
            if parent is None:
                break
            number = parent
            made = number if self.mine[number].lines else made
        return made

    def way_ends(self, number: int) -> int:
        """Where it may be another way to the same: the line of what follows and cannot be one, or is last; else 0.

        Of each line what it gives last is looked at.
        """
        stage = self.mine[number]
        of_lines = {
            self.mine[one].lines[:1]: one for one in self.lost_after(number) if self.mine[one].lines
        }
        last = sorted(of_lines.values())
        if self.is_another_way(last[0]):
            told = next((one for one in last if not self.is_another_way(one)), last[-1])
            line = line_within(self.mine[told], stage.functions[0])
            return line if 0 < line - stage.lines[0] <= LONGEST_WAY else 0
        return 0

    def is_another_way(self, number: int) -> bool:
        """Whether it may be, as also any sum or maximum of what was there before."""
        imprint = self.imprints[number]
        if imprint is None:
            return False
        before = [self.imprints[parent] for parent in self.mine[number].parents]
        reduced = len(before) == 1 and before[0] and imprint.values.size < before[0].values.size
        return bool(reduced) or self.numbers.are_another_way(imprint)

    def stage_names(self, named: dict[str, list[Tensor]]) -> tuple[str, str]:
        """The last named stage that the attempt has before the first that it hasn't, and this one, if any."""
        here = Occurrences([*self.inputs, *self.every])
        known: list[Known] = [here.has_in_parts(one) if one else None for one in self.reference]
        lost = frontier_of(self.theirs, known).lost
        stages = sorted(
            (place, key) for key, values in named.items() if (place := self.places(values))
        )
        missing = next(
            ((place, key) for place, key in stages if all(lost[one] for one in place)), None
        )
        own = Occurrences(self.every)
        above = ancestors_of(self.theirs, missing[0][:1]) if missing else None
        had = [
            key
            for place, key in stages
            if (above is None or place[0] in above)
            and all(own.has_in_parts(imprint) for one in place if (imprint := self.reference[one]))
        ]
        return (had[-1] if had else ""), (missing[1] if missing else "")

    def places(self, values: Sequence[Tensor]) -> list[int]:
        """The reference's stages that gave these values; none unless all of them can be told again."""
        places = []
        for imprint in map(self.imprint, values):
            same = (
                number
                for number, one in enumerate(self.reference)
                if one
                and imprint
                and one.values.shape == imprint.values.shape
                and one.is_same(imprint)
            )
            place = next(same, None)
            if place is None:
                return []
            places.append(place)
        return places


def lines_of(stages: Sequence[RecordedStage], of: RecordedStage) -> tuple[int, ...]:
    """Where they were made, told by lines of the function that `of` was made in where they have one there."""
    own, function = of.lines[0], of.functions[0]
    lines = {line_within(stage, function) or stage.lines[0] for stage in stages if stage.lines}
    return tuple(sorted(lines - {own})[-LINES_TOLD:])


def line_within(stage: RecordedStage, function: int) -> int:
    """The line of a function that a stage was called from, or made in; 0 if it's in another."""
    lines = zip(stage.lines, stage.functions, strict=True)
    return next((line for line, begun in lines if begun == function), 0)


def way_begins(
    stage: RecordedStage, sources: Sequence[RecordedStage], masks: Sequence[RecordedStage]
) -> int:
    """Of the same function, the last line before it with a value of the reference, else where masks or it begin.

    0 where that is far away, or nothing lies between.
    """
    line, function = stage.lines[0], stage.functions[0]
    known, untelling = (
        [at for one in stages if 0 < (at := line_within(one, function)) < line]
        for stages in (sources, masks)
    )
    last = max(known) if known else min(untelling, default=function)
    return last if 1 < line - last <= LONGEST_WAY else 0


def results_among(stages: Sequence[RecordedStage], wrong: Sequence[Tensor]) -> set[int]:
    """The stages that are wrong results."""
    return {n for n, stage in enumerate(stages) if any(holds(stage.value, one) for one in wrong)}


def holds(value: Tensor | None, wanted: Tensor) -> bool:
    if value is None or value.numel() != wanted.numel():
        return False
    same = torch.isclose(value.double().flatten(), wanted.double().flatten(), 0, 0, equal_nan=True)
    return bool(same.all())
