"""A question's ladder made from the reference alone: for each case its legal small sizes.

Greedy at first: one size smaller, else two or three together, until nothing gets smaller. From there to
neighbours that differ in one size. So a case that ties many sizes to each other costs few tries,
where most combinations would be refused.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from itertools import combinations, product

from interview.bank.ladder import LADDER_SEED, SMALL_SIZES, Rung
from interview.grading.execution.facts import Returned
from interview.grading.judge.bench import Bench
from interview.grading.judge.legality import Resizing, count_numbers

SMALLEST_PRODUCT = 4
"""Of two sizes above 1: two heads of width two."""
MOST_RUNGS = 40
"""For each case."""
MOST_NUMBERS = 200
"""On a rung; where there are more, nothing small was found."""
TRIES_DOWN, TRIES_IN_ALL = 200, 300
"""For each case: sizes that the reference is asked about."""

NewSizes = tuple[int, ...]
"""The new sizes of a case, in the order of its own."""
Found = tuple[int, NewSizes]
"""How many numbers legal sizes make, and the sizes."""


def rungs_of(bench: Bench) -> list[Rung]:
    """Every case's rungs, in the order of the cases; a case's, in that of their numbers."""
    return [
        rung
        for index, case in enumerate(bench.question.exercise.all_cases)
        for rung in CaseLadder(Resizing(bench, index, LADDER_SEED, whole=True)).rungs(case.name)
    ]


class CaseLadder:
    """The search for the small sizes of one case."""

    def __init__(self, resizing: Resizing) -> None:
        self.resizing = resizing
        self.own: NewSizes = resizing.sizes.numbers
        self.options = [options_of(number, self.own) for number in self.own]
        self.tried: dict[NewSizes, int | None] = {}
        """What the reference was asked about: how many numbers it is, or None if it is not legal."""

    def rungs(self, name: str) -> list[Rung]:
        self.spread_from(self.smallest())
        legal = sorted((count, state) for state, count in self.tried.items() if count is not None)
        return [
            Rung(name, dict(zip(self.own, state, strict=True)), count)
            for count, state in varied([rung for rung in legal if rung[0] <= MOST_NUMBERS])
        ]

    def count(self, state: NewSizes) -> int | None:
        """How many numbers inputs and result hold with these sizes; None if they are not legal."""
        if state not in self.tried:
            judged = self.resizing.judged(dict(zip(self.own, state, strict=True)))
            self.tried[state] = None
            if judged:
                program, facts = judged
                results = facts.results if isinstance(facts, Returned) else []
                self.tried[state] = count_numbers([program.build, *program.steps, results])
        return self.tried[state]

    def smallest(self) -> NewSizes:
        """Sizes of which no three together can be made smaller, as far as it was tried."""
        state = self.own
        self.count(state)
        while len(self.tried) < TRIES_DOWN:
            smaller = next((s for s in self.smaller(state) if self.count(s) is not None), None)
            if smaller is None:
                break
            state = smaller
        return state

    def smaller(self, state: NewSizes) -> Iterator[NewSizes]:
        """The state with one size smaller, the largest first, then with two and three, while tries are left."""
        order = sorted(range(len(state)), key=lambda place: -state[place])
        for places in (places for count in (1, 2, 3) for places in combinations(order, count)):
            options = [
                [size for size in self.options[place] if size < state[place]] for place in places
            ]
            for sizes in product(*options):
                if len(self.tried) >= TRIES_DOWN:
                    return
                yield replaced_sizes(state, places, sizes)

    def spread_from(self, state: NewSizes) -> None:
        """Tries what differs in one size from a legal state, the smallest state first."""
        waiting, seen = [(self.count(state) or 0, state)], {state}
        while waiting:
            _, state = heapq.heappop(waiting)
            for place, options in enumerate(self.options):
                for size in options:
                    other = self.neighbour(state, place, size)
                    if other is not None and other not in seen:
                        seen.add(other)
                        heapq.heappush(waiting, (self.count(other) or 0, other))

    def neighbour(self, state: NewSizes, place: int, size: int) -> NewSizes | None:
        """The state with another size; where that is not legal, its multiples in proportion, as width to heads."""
        old, own = state[place], self.own[place]
        multiples = [
            other
            for other, number in enumerate(self.own)
            if number > own > 1
            and number % own == 0
            and state[other] % old == 0
            and state[other] // old * size <= number
        ]
        sizes = [state[other] // old * size for other in multiples]
        alone = replaced_sizes(state, (place,), (size,))
        together = replaced_sizes(state, (place, *multiples), (size, *sizes))
        for other in (alone, together):
            if len(self.tried) < TRIES_IN_ALL and self.count(other) is not None:
                return other
        return None


def replaced_sizes(state: NewSizes, places: tuple[int, ...], sizes: tuple[int, ...]) -> NewSizes:
    new = dict(zip(places, sizes, strict=True))
    return tuple(new.get(place, size) for place, size in enumerate(state))


def options_of(number: int, own: NewSizes) -> tuple[int, ...]:
    """What a size may become; a product, two times two as well."""
    is_product = any(1 < other < number and number % other == 0 for other in own)
    return (*SMALL_SIZES, SMALLEST_PRODUCT) if is_product else SMALL_SIZES


def varied(rungs: list[Found]) -> list[Found]:
    """At most so many of the sorted rungs: those that show many sizes together as none before, then the smallest.

    So the few show about every two sizes together: two heads with two examples, and one head with three.
    """
    left, chosen, shown = rungs, [], set[tuple[tuple[int, int], ...]]()
    wanted = max((len(pairs_of(sizes)) for _, sizes in rungs), default=0)
    while wanted:
        others = []
        for rung in left:
            new = pairs_of(rung[1]) - shown
            if len(new) < wanted:
                others.append(rung)
            else:
                chosen.append(rung)
                shown |= new
        left, wanted = others, wanted // 2
    return sorted([*chosen, *left][:MOST_RUNGS])


def pairs_of(sizes: NewSizes) -> set[tuple[tuple[int, int], ...]]:
    """Each two sizes and where they stand; of one size, this."""
    return set(combinations(enumerate(sizes), min(2, len(sizes))))
