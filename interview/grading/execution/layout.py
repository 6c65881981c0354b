"""The reference's weights as an attempt's own parameters hold them: renamed, transposed, fused, by heads.

The judge decides on a layout; by it a runner loads, and tells gradients under the reference's names. Every
number of the reference stands in exactly one place of the attempt.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import torch
from torch import Tensor

LAYER, EACH = "#", "*"
"""In a name: the index of a layer, the same on both sides; and an index over which tensors are stacked."""
AxisLengths = tuple[int, ...]
LetterSizes = dict[str, int]


class Piece(NamedTuple):
    """One of so many equal parts of a tensor of the reference, along its first axis."""

    name: str
    place: int = 0
    among: int = 1


@dataclass(frozen=True)
class Rule:
    """What one of the attempt's names holds."""

    own: str
    of: tuple[Piece, ...]
    """Concatenated along the first axis, or along the one of letter j."""
    arrangement: str
    """Their axes and the attempt's, `(h d) i -> h i d`: h heads, d head width, i in, o out, s pieces,
    n matrices in one tensor, j out of pieces for the same heads."""


def layout_as_data(rules: Sequence[Rule]) -> tuple[Any, ...]:
    """Plain data that can be sent."""
    return tuple((rule.own, tuple(map(tuple, rule.of)), rule.arrangement) for rule in rules)


def layout_from_data(data: Sequence[Any]) -> list[Rule]:
    return [Rule(own, tuple(Piece(*piece) for piece in of), how) for own, of, how in data]


def head_counts(build: Mapping[str, Any]) -> tuple[int, ...]:
    """How many heads, or experts, something is built with, of each kind that there is."""
    counts = {
        name: n
        for name, n in build.items()
        if ("head" in name or "expert" in name) and "dim" not in name
    }
    return tuple(n for n in counts.values() if type(n) is int and n > 0)


@lru_cache(maxsize=256)
def letters_of_axes(
    arrangement: str,
) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]:
    """Both sides: for each axis the letters that it is made of; none for an axis of length 1."""
    return tuple(  # type: ignore[return-value]
        tuple(
            tuple(letter for letter in axis.strip("()").split() if letter != "1")
            for axis in side.replace("(", ",(").replace(")", "),").split(",")
            for axis in ([axis] if axis.startswith("(") else axis.split())
        )
        for side in arrangement.split(" -> ")
    )


def joining_axis(arrangement: str) -> int:
    """The axis along which pieces are concatenated."""
    before, _ = letters_of_axes(arrangement)
    return before.index(("j",)) if ("j",) in before else 0


def solved_sizes(
    arrangement: str, shape: AxisLengths, own: AxisLengths, known: LetterSizes
) -> LetterSizes | None:
    """The size of each letter where the shapes allow the arrangement; `known` helps where they don't tell."""
    sides = letters_of_axes(arrangement)
    axes, lengths = [letters for side in sides for letters in side], [*shape, *own]
    if len(axes) != len(lengths) or len(shape) != len(sides[0]):
        return None
    sizes: LetterSizes = {"s": known["s"]} if "s" in known else {}
    for _ in range(3):
        for letters, length in zip(axes, lengths, strict=True):
            unknown = [letter for letter in letters if letter not in sizes]
            product = math.prod(sizes[letter] for letter in letters if letter in sizes)
            if len(unknown) == 1 and product and length % product == 0:
                sizes[unknown[0]] = length // product
        if "h" in known:
            sizes.setdefault("h", known["h"])
    whole = all(
        all(letter in sizes for letter in letters)
        and math.prod(sizes[letter] for letter in letters) == length
        for letters, length in zip(axes, lengths, strict=True)
    )
    return sizes if whole else None


def fitting_sizes(
    arrangement: str, shape: AxisLengths, own: AxisLengths, pieces: int, heads: Sequence[int]
) -> LetterSizes | None:
    """The sizes, with the first number of heads that fits; axes of heads have one of these lengths."""
    if " h" not in arrangement and "(h" not in arrangement:
        return solved_sizes(arrangement, shape, own, {"s": pieces})
    tries = (solved_sizes(arrangement, shape, own, {"s": pieces, "h": h}) for h in heads)
    return next((sizes for sizes in tries if sizes and sizes["h"] in heads), None)


def rearranged(tensor: Tensor, arrangement: str, sizes: LetterSizes, back: bool = False) -> Tensor:
    """The reference's numbers as the attempt has them; `back` the other way round."""
    before, after = letters_of_axes(arrangement)
    if back:
        before, after = after, before
    order = [letter for letters in before for letter in letters]
    wanted = [letter for letters in after for letter in letters]
    spread = tensor.reshape([sizes[letter] for letter in order])
    moved = spread.permute([order.index(letter) for letter in wanted])
    return moved.reshape([math.prod(sizes[letter] for letter in letters) for letters in after])


@dataclass(frozen=True)
class Placing:
    """A rule in one construction."""

    own: tuple[str, ...]
    """One tensor, or those that are stacked."""
    stacked: bool
    of: tuple[Piece, ...]
    arrangement: str
    sizes: LetterSizes


def placings_of(
    rules: Sequence[Rule],
    wanted: Mapping[str, AxisLengths],
    own: Mapping[str, AxisLengths],
    heads: Sequence[int],
) -> list[Placing] | None:
    """Where each of the reference's tensors stands in the attempt's; None unless it is all of both, once."""
    placings: list[Placing] = []
    for rule in rules:
        for one in rules_of_layers(rule, wanted):
            placing = placing_of(one, wanted, own, heads)
            if placing is None:
                return None
            placings.append(placing)
    names = [name for placing in placings for name in placing.own]
    pieces = [piece for placing in placings for piece in placing.of]
    shares: dict[str, float] = {}
    for piece in dict.fromkeys(pieces):
        shares[piece.name] = shares.get(piece.name, 0.0) + 1 / piece.among
    whole = len(set(pieces)) == len(pieces) and all(
        abs(shares.get(name, 0.0) - 1) < 1e-9 for name in wanted
    )
    return placings if whole and sorted(names) == sorted(own) else None


def rules_of_layers(rule: Rule, wanted: Mapping[str, AxisLengths]) -> Iterator[Rule]:
    """The rule for each layer that there is; none where the reference is built without its tensors."""
    first = rule.of[0].name
    if LAYER not in first:
        if first in wanted:
            yield rule
        return
    for index in range(len(wanted)):
        if first.replace(LAYER, str(index), 1) not in wanted:
            return
        pieces = tuple(p._replace(name=p.name.replace(LAYER, str(index), 1)) for p in rule.of)
        yield Rule(rule.own.replace(LAYER, str(index), 1), pieces, rule.arrangement)


def placing_of(
    rule: Rule,
    wanted: Mapping[str, AxisLengths],
    own: Mapping[str, AxisLengths],
    heads: Sequence[int],
) -> Placing | None:
    names = [rule.own]
    if EACH in rule.own:
        each = (rule.own.replace(EACH, str(index), 1) for index in range(len(own)))
        names = [name for name in each if name in own]
    shapes = {own.get(name) for name in names}
    if len(shapes) != 1 or None in shapes or any(piece.name not in wanted for piece in rule.of):
        return None
    (shape,) = shapes
    joined = joined_shape(rule.of, wanted, rule.arrangement)
    if shape is None or joined is None:
        return None
    stacked = EACH in rule.own
    theirs = (len(names), *shape) if stacked else shape
    sizes = fitting_sizes(rule.arrangement, joined, theirs, len(rule.of), heads)
    return Placing(tuple(names), stacked, rule.of, rule.arrangement, sizes) if sizes else None


def own_shapes(
    rules: Sequence[Rule], wanted: Mapping[str, AxisLengths], heads: Sequence[int]
) -> dict[str, AxisLengths]:
    """The attempt's names and shapes as the rules have them, as far as the reference's tell them."""
    shapes: dict[str, AxisLengths] = {}
    for rule in rules:
        for one in rules_of_layers(rule, wanted):
            joined = joined_shape(one.of, wanted, one.arrangement)
            known = {"s": len(one.of), **({"h": heads[0]} if heads else {})}
            after = letters_of_axes(one.arrangement)[1]
            sizes = joined and solved_sizes(one.arrangement.split(" -> ")[0], joined, (), known)
            if not sizes:
                return {}
            shape = tuple(math.prod(sizes[letter] for letter in axis) for axis in after)
            if EACH not in one.own:
                shapes[one.own] = shape
                continue
            each = (one.own.replace(EACH, str(index), 1) for index in range(shape[0]))
            shapes |= dict.fromkeys(each, shape[1:])
    return shapes


def joined_shape(
    pieces: Sequence[Piece], whole: Mapping[str, AxisLengths], arrangement: str
) -> AxisLengths | None:
    """Of pieces of tensors of such shapes, one after the other; None where they don't go together."""
    axis = joining_axis(arrangement)
    if any(axis >= len(whole[p.name]) or whole[p.name][0] % p.among for p in pieces):
        return None
    shapes = [(whole[p.name][0] // p.among, *whole[p.name][1:]) for p in pieces]
    around = {(shape[:axis], shape[axis + 1 :]) for shape in shapes}
    if len(around) != 1:
        return None
    ((before, after),) = around
    return (*before, sum(shape[axis] for shape in shapes), *after)


def piece_of(tensor: Tensor, piece: Piece) -> Tensor:
    rows = tensor.shape[0] // piece.among
    return tensor.narrow(0, piece.place * rows, rows)


def own_values(placings: Sequence[Placing], wanted: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """What the attempt's parameters hold, by their names."""
    values: dict[str, Tensor] = {}
    for placing in placings:
        pieces = [piece_of(wanted[piece.name], piece) for piece in placing.of]
        joined = torch.cat(pieces, joining_axis(placing.arrangement))
        laid = rearranged(joined, placing.arrangement, placing.sizes)
        values |= zip(placing.own, laid if placing.stacked else [laid], strict=True)
    return values


def reference_values(
    placings: Sequence[Placing], wanted: Mapping[str, Tensor], own: Mapping[str, Tensor]
) -> dict[str, Tensor]:
    """The attempt's tensors, of its parameters or as large as these, as those of the reference."""
    values = {name: torch.zeros_like(tensor) for name, tensor in wanted.items()}
    for placing in placings:
        parts = [own[name] for name in placing.own]
        laid = torch.stack(parts) if placing.stacked else parts[0]
        joined = rearranged(laid, placing.arrangement, placing.sizes, back=True)
        axis = joining_axis(placing.arrangement)
        places = [piece_of(values[piece.name], piece) for piece in placing.of]
        split = torch.split(joined, [place.shape[axis] for place in places], axis)
        for place, part in zip(places, split, strict=True):
            place.copy_(part)
    return values
