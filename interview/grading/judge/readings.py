"""Pairings -> rules by which a runner loads, and the words that declare the same in a comment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, permutations, product
from typing import Any

from interview.grading.execution.layout import EACH, LAYER, Rule, letters_of_axes
from interview.grading.judge.label_words import ROLES
from interview.grading.judge.pairing import PLAIN, Pairing, joined_label
from interview.grading.judge.parameters import Portion

MOST_READINGS, MOST_ORDERS = 12, 24
SPELT = {"h": "H", "n": "H", "d": "d", "i": "in", "o": "out", "j": "out"}


@dataclass(frozen=True)
class Reading:
    """One way to take an attempt's parameters for the reference's."""

    rules: tuple[Rule, ...]
    lines: tuple[str, ...]
    """What a comment would say of those that have another name or layout."""


def readings_of(pairings: Sequence[Pairing]) -> list[Reading]:
    """Where shapes allow several arrangements, one for each choice; what may be arranged alike is."""
    alike = list(dict.fromkeys(one.arrangements[0] for one in pairings))
    choices = islice(product(*alike), MOST_READINGS)
    made = [dict(zip(alike, choice, strict=True)) for choice in choices]
    return [reading_of(pairings, chosen) for chosen in made]


def other_readings(pairings: Sequence[Pairing]) -> list[Reading]:
    """Those by another order, of tensors and of what is fused in one, where names say nothing of it."""
    made: list[Reading] = []
    for other in islice(other_orders(pairings), MOST_ORDERS):
        made += readings_of(other)[:2]
    return made


def other_orders(pairings: Sequence[Pairing]) -> Iterator[list[Pairing]]:
    """The same with parts exchanged among units that are alike, and within those that hold several."""
    alike: dict[Any, list[int]] = {}
    for number, one in enumerate(pairings):
        if not says_what_it_is(one):
            alike.setdefault((one.leaves, one.arrangements, len(one.parts)), []).append(number)
    groups = [numbers for numbers in alike.values() if len(numbers) > 1]
    within = [n for n, one in enumerate(pairings) if len(one.parts) > 1 and not one.unit.letters]
    exchanged = product(*(permutations(numbers) for numbers in groups))
    turned = [*product(*(permutations(pairings[number].parts) for number in within))]
    for orders, several in islice(product(exchanged, turned), 1, None):
        made = [*pairings]
        for numbers, places in zip(groups, orders, strict=True):
            for number, place in zip(numbers, places, strict=True):
                made[number] = replace(pairings[number], parts=pairings[place].parts)
        for number, parts in zip(within, several, strict=True):
            made[number] = replace(made[number], parts=parts)
        yield made


def says_what_it_is(one: Pairing) -> bool:
    """Whether a unit's name tells which part it stands for."""
    own = one.unit.words & frozenset().union(*ROLES)
    return bool(own) or one.unit.label == joined_label(one.parts)


def reading_of(pairings: Sequence[Pairing], chosen: dict[tuple[str, ...], str]) -> Reading:
    rules: list[Rule] = []
    lines: list[str] = []
    for one in pairings:
        first = companion_of(one, pairings, chosen) or chosen[one.arrangements[0]]
        for number, (own, leaf) in enumerate(one.leaves):
            beside = beside_matrix(first)
            fits = one.arrangements[number]
            how = first if number == 0 else beside if beside in fits else fits[0]
            pieces = tuple(part.leaves[leaf] for part in one.parts)
            rules.append(Rule(one.unit.leaves[own], pieces, how))
        lines += declaring_line(one, first)
    return Reading(tuple(rules), tuple(lines))


def companion_of(
    one: Pairing, pairings: Sequence[Pairing], chosen: dict[tuple[str, ...], str]
) -> str | None:
    """How a vector alone is arranged that belongs to a matrix alone."""
    if dict(one.leaves).get("") != "bias":
        return None
    labels = [part.label for part in one.parts]
    for other in pairings:
        if other is not one and [part.label for part in other.parts] == labels:
            beside = beside_matrix(chosen[other.arrangements[0]])
            return beside if beside in one.arrangements[0] else None
    return None


def beside_matrix(arrangement: str) -> str:
    """The same of the vector that is added: `(h d) i -> h i d` -> `(h d) -> h d`."""
    before, after = letters_of_axes(arrangement)
    kept = [tuple(letter for letter in axis if letter in before[0]) for axis in after]
    sides = [axes_in_words(before[:1]), axes_in_words([axis for axis in kept if axis])]
    return " -> ".join(" ".join(side) for side in sides)


def axes_in_words(axes: Sequence[tuple[str, ...]]) -> list[str]:
    return [f"({' '.join(axis)})" if len(axis) > 1 else axis[0] for axis in axes]


def declaring_line(one: Pairing, arrangement: str) -> Iterator[str]:
    """`qkv = w_q + w_k + w_v`, unless name and layout are the reference's."""
    label = joined_label(one.parts)
    if one.unit.label == label and arrangement in PLAIN:
        return
    if [own for own, _ in one.leaves] == [""]:
        label = " + ".join(tensor_label(part, one.leaves[0][1]) for part in one.parts)
    yield f"{starred_label(one.unit.label)} = {starred_label(label)}{manner(one, arrangement)}"


def tensor_label(part: Portion, leaf: str) -> str:
    """The tensor alone: `w_q.weight`, or of a packed one `self_attn.in_proj.q.weight`."""
    piece = part.leaves[leaf]
    return piece.name if piece.among == 1 else f"{part.label}.{leaf}"


def starred_label(label: str) -> str:
    return label.replace(LAYER, EACH)


def manner(one: Pairing, arrangement: str) -> str:
    """How the axes lie, where that is not what is taken for granted."""
    if arrangement in PLAIN or (one.unit.stacked and arrangement.endswith(("d i", "o d", "h d"))):
        return ""
    if arrangement == "o i -> i o" and len(one.parts) == 1:
        return ".T"
    return f" as ({told_axes(arrangement, len(one.parts))})"


def told_axes(arrangement: str, pieces: int) -> str:
    """`H, in, d`: the attempt's axes, an axis of several things with the outer one first."""
    spelt = SPELT | {"s": str(pieces)}
    axes = letters_of_axes(arrangement)[1]
    return ", ".join(" ".join(spelt[letter] for letter in axis) or "1" for axis in axes)
