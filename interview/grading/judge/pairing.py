"""Which of an attempt's parameters stands for which of the reference: by shapes, names, and order, in this turn.

Nothing that the attempt computes is looked at, so that no wrong answer becomes right by a choice made here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from interview.grading.execution.layout import EACH, LAYER, Piece, fitting_sizes, joined_shape
from interview.grading.judge.label_words import contradicts
from interview.grading.judge.parameters import PACKED_NAME, Construction, Portion, Unit, split_name

MATRICES = (
    *("o i -> o i", "o i -> i o", "o i -> o i 1"),
    *("(h d) i -> h d i", "(h d) i -> h i d", "(h d) i -> i h d"),
    *("o (h d) -> h o d", "o (h d) -> h d o", "o (h d) -> o h d"),
    *("(s o) i -> s o i", "(s o) i -> s i o", "(s o) i -> i s o"),
    *("(s h d) i -> (h s d) i", "(s h d) i -> i (h s d)", "(s h d) i -> (h d s) i"),
    *("(s h d) i -> h (s d) i", "(s h d) i -> h i (s d)"),
    *("(s h d) i -> s h i d", "(s h d) i -> s h d i"),
)
VECTORS = (
    *("o -> o", "o -> 1 o", "o -> 1 1 o"),
    *("(h d) -> h d", "(h d) -> h 1 d", "(h d) -> 1 h 1 d", "(h d) -> 1 h d"),
    *("(s o) -> s o", "(s h d) -> (h s d)", "(s h d) -> (h d s)"),
    *("(s h d) -> h (s d)", "(s h d) -> s h d", "(s h d) -> s h 1 d"),
)
TENSORS = (
    *("n o i -> n o i", "h o i -> h i o", "h o i -> (h o) i", "h o i -> i (h o)"),
    *("h j i -> h j i", "h j i -> h i j", "h j i -> (h j) i", "h j i -> i (h j)"),
)
"""A matrix for each head or expert, in one tensor; or for each several, one after the other."""
PLAIN = ("o i -> o i", "o -> o", "n o i -> n o i")
TRANSPOSED = ("o i -> i o", "(s h d) i -> i (h s d)")
LETTERS_OF_ATTENTION = frozenset("qkvo")
MOST_FUSED = 3
SAME_NAME = 100


@dataclass(frozen=True)
class Pairing:
    """A unit of the attempt, and the parts of the reference that it holds, one after the other."""

    unit: Unit
    parts: tuple[Portion, ...]
    leaves: tuple[tuple[str, str], ...]
    """Which of the unit's leaves holds which leaf of each part."""
    arrangements: tuple[tuple[str, ...], ...]
    """Those that fit, for each of these leaves."""

    @property
    def takes(self) -> set[tuple[str, str]]:
        return {(part.label, leaf) for part in self.parts for _, leaf in self.leaves}


def paired(
    units: Sequence[Unit],
    parts: Sequence[Portion],
    constructions: Sequence[Construction],
    by_words: bool = True,
) -> list[Pairing] | None:
    """Each unit with parts that no other has; None where shapes or names don't allow it.

    by_words: whether names count before the order; where the order was told, they don't.
    """
    ranked = [
        (-likeness(one) if by_words else 0, number, place, one)
        for number, unit in enumerate(units)
        for place, one in enumerate(possible_pairings(unit, parts, constructions, by_words))
    ]
    found: dict[int, Pairing] = {}
    taken: set[tuple[str, str]] = set()
    for _, number, _, one in sorted(ranked, key=lambda row: row[:3]):
        if number not in found and not one.takes & taken:
            found[number] = one
            taken |= one.takes
    return [found[number] for number in range(len(units))] if len(found) == len(units) else None


def left_over(parts: Sequence[Portion], pairings: Sequence[Pairing]) -> list[Portion]:
    """The parts with those of their leaves that no unit holds."""
    taken = {leaf for one in pairings for leaf in one.takes}
    rest = (
        replace(part, leaves={k: v for k, v in part.leaves.items() if (part.label, k) not in taken})
        for part in parts
    )
    return [part for part in rest if part.leaves]


def likeness(one: Pairing) -> int:
    """How much the names say that it is so."""
    unit, alike = one.unit, 0
    for part in one.parts:
        alike += len(unit.words & part.words)
        alike += dict(one.leaves).get("", " ")[:1] in unit.words
    return alike + SAME_NAME * (unit.label == joined_label(one.parts))


def joined_label(parts: Sequence[Portion]) -> str:
    """As a declaration names them."""
    whole = parts[0].label.rpartition(".")[0]
    packed = [f"{whole}.{letter}" for letter in "qkv"]
    if whole.rpartition(".")[2] == PACKED_NAME and [part.label for part in parts] == packed:
        return whole
    return " + ".join(part.label for part in parts)


def possible_pairings(
    unit: Unit, parts: Sequence[Portion], constructions: Sequence[Construction], by_words: bool
) -> Iterator[Pairing]:
    for run in runs_of(unit, parts, by_words):
        if any((LAYER in part.label) != unit.layered for part in run):
            continue
        for leaves in possible_leaves(unit, run):
            fits = tuple(
                tuple(fitting_arrangements(unit.leaves[own], run, leaf, constructions))
                for own, leaf in leaves
            )
            if all(fits):
                yield Pairing(unit, run, leaves, fits)


def runs_of(unit: Unit, parts: Sequence[Portion], by_words: bool) -> Iterator[tuple[Portion, ...]]:
    """Parts that a unit may hold one after the other, in the order of its name if that tells one."""
    for start in range(len(parts)):
        for count in range(1, MOST_FUSED + 1):
            run = tuple(parts[start : start + count])
            if len(run) < count:
                continue
            if not by_words:
                yield run
                continue
            letters = [letters_of(part) for part in run]
            if count > 1 and not (all(letters) and "o" not in letters and of_one_module(run)):
                continue
            mine, theirs = unit.words & LETTERS_OF_ATTENTION, {*"".join(letters)}
            if (mine and theirs and mine != theirs) or contradicts(unit.words, words_of_all(run)):
                continue
            if count > 1 and {*unit.letters} == theirs and {*map(len, letters)} == {1}:
                run = tuple(sorted(run, key=lambda part: unit.letters.index(letters_of(part))))
            yield run


def letters_of(part: Portion) -> str:
    return "".join(sorted(part.words & LETTERS_OF_ATTENTION))


def of_one_module(parts: Sequence[Portion]) -> bool:
    return len({part.label.rpartition(".")[0] for part in parts}) == 1


def words_of_all(parts: Sequence[Portion]) -> frozenset[str]:
    return frozenset(word for part in parts for word in part.words)


def possible_leaves(unit: Unit, run: Sequence[Portion]) -> Iterator[tuple[tuple[str, str], ...]]:
    """A module's by name; a single tensor may be either."""
    names = [*unit.leaves]
    if names == [""]:
        for leaf in ("weight", "bias"):
            if all(leaf in part.leaves for part in run):
                yield (("", leaf),)
    elif all((name or "weight") in part.leaves for name in names for part in run):
        yield tuple((name, name or "weight") for name in names)


def fitting_arrangements(
    own: str, run: Sequence[Portion], leaf: str, constructions: Sequence[Construction]
) -> Iterator[str]:
    """Those that the shapes allow wherever it is built; of a layer of torch's none that it doesn't have."""
    pieces = [part.leaves[leaf] for part in run]
    told = []
    for built in constructions:
        there = {piece.name in built.reference for piece in pieces}
        if there == {True} and own in built.own:
            told.append(built)
        elif there != {False} or own in built.own:
            return
    fits = [
        one for one in (*MATRICES, *VECTORS, *TENSORS) if told and fits_all(one, own, pieces, told)
    ]
    torchs = split_name(own)[2] and any(one in PLAIN for one in fits)
    for one in fits:
        if not (torchs and one in TRANSPOSED):
            yield one


def fits_all(
    arrangement: str, own: str, pieces: Sequence[Piece], constructions: Sequence[Construction]
) -> bool:
    before, after = arrangement.split(" -> ")
    of_several = "s" in before or "j" in before
    if (EACH in own and after[0] not in "hn") or (of_several and len(pieces) == 1):
        return False
    if len(pieces) > 1 and "h" in before and not of_several:
        return False
    for built in constructions:
        joined = joined_shape(pieces, built.reference, arrangement)
        if joined is None or not fitting_sizes(
            arrangement, joined, built.own[own], len(pieces), built.heads
        ):
            return False
    return True
