"""The parameters of the reference and of an attempt, as parts that can stand for each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from interview.grading.execution.layout import EACH, LAYER, AxisLengths, Piece
from interview.grading.judge.label_words import label_words, order_of_letters

NamedShapes = dict[str, AxisLengths]
PACKED_NAME = "in_proj"
"""What `nn.MultiheadAttention` calls query, key and value in one."""


@dataclass(frozen=True)
class Construction:
    """One way of building it: what there is then, each layer's name with a mark for its index."""

    reference: NamedShapes
    own: NamedShapes
    """What is stacked has its number first."""
    heads: tuple[int, ...]


@dataclass(frozen=True)
class Portion:
    """A module or a single tensor of the reference, or a third of a packed one."""

    label: str
    words: frozenset[str]
    leaves: Mapping[str, Piece]
    """`weight` and `bias`, as far as there are such; a single tensor is a weight."""


@dataclass(frozen=True)
class Unit:
    """A module or a single tensor of the attempt."""

    label: str
    words: frozenset[str]
    letters: str
    leaves: Mapping[str, str]
    """The names of its tensors; under "" that of a single one."""

    @property
    def layered(self) -> bool:
        return LAYER in self.label

    @property
    def stacked(self) -> bool:
        return EACH in self.label


def split_name(name: str) -> tuple[str, str, bool]:
    """The module of a parameter, which leaf of it this is, and whether it is a module of torch's own form."""
    module, dot, leaf = name.rpartition(".")
    if leaf in ("weight", "bias") and dot:
        return module, leaf, True
    if match := re.fullmatch(r"(.+)_(weight|bias)", leaf):
        return f"{module}{dot}{match[1]}", match[2], False
    return name, "", False


def without_tensors(unit: Unit, names: set[str]) -> Unit:
    return replace(unit, leaves={k: name for k, name in unit.leaves.items() if name not in names})


def parts_of(shapes: Mapping[str, AxisLengths]) -> list[Portion]:
    """Those of the reference, in its order."""
    modules: dict[str, dict[str, str]] = {}
    for name in shapes:
        module, leaf, _ = split_name(name)
        modules.setdefault(module, {})[leaf or "weight"] = name
    parts: list[Portion] = []
    for label, leaves in modules.items():
        rows = {shapes[name][0] for name in leaves.values() if shapes[name]}
        if label.rpartition(".")[2] == PACKED_NAME and all(count % 3 == 0 for count in rows):
            for number, letter in enumerate("qkv"):
                third = {leaf: Piece(name, number, 3) for leaf, name in leaves.items()}
                parts.append(Portion(f"{label}.{letter}", label_words(f"{label}.{letter}"), third))
        else:
            whole = {leaf: Piece(name) for leaf, name in leaves.items()}
            parts.append(Portion(label, label_words(label), whole))
    return parts


def units_of(names: Iterable[str]) -> list[Unit]:
    """Those of the attempt, in the order in which it has registered them."""
    modules: dict[str, dict[str, str]] = {}
    for name in names:
        module, leaf, _ = split_name(name)
        modules.setdefault(module, {})[leaf] = name
    return [
        Unit(label, label_words(label), order_of_letters(label), leaves)
        for label, leaves in modules.items()
    ]


def constructions_of(
    pairs: Sequence[tuple[NamedShapes, NamedShapes, tuple[int, ...]]], stacking: bool = True
) -> list[Construction] | None:
    """Each way of building it once, from names and shapes; None where layers can't be told apart.

    stacking: whether tensors of which there are as many as heads may be the parts of one.
    """
    containers = [container_of([reference], [None]) for reference, _, _ in pairs]
    layers = [layer_count(r, c) if c else 0 for (r, _, _), c in zip(pairs, containers, strict=True)]
    container = container_of([own for _, own, _ in pairs], layers) if any(layers) else None
    if any(layers) and container is None:
        return None
    owns = [with_layers(own, container) for _, own, _ in pairs]
    starred = stacked_names(owns, [heads for _, _, heads in pairs]) if stacking else set()
    made = [
        Construction(with_layers(reference, own_container), stacked(own, starred), heads)
        for (reference, _, heads), own, own_container in zip(pairs, owns, containers, strict=True)
    ]
    return [one for number, one in enumerate(made) if one not in made[:number]]


def container_of(several: Sequence[NamedShapes], counts: Sequence[int | None]) -> str | None:
    """The list of layers: of all lists of equal parts, as many as told, the one that holds most tensors."""
    found: dict[str, int] = {}
    for name in several[0]:
        if match := re.match(r"((?:[^.]+\.)*?)\d+\.", name):
            found[match[1]] = found.get(match[1], 0) + 1
    for prefix in sorted(found, key=lambda one: -found[one]):
        there = [layer_count(names, prefix) for names in several]
        if all(there) and all(c in (None, t) for c, t in zip(counts, there, strict=True)):
            return prefix
    return None


def layer_count(names: NamedShapes, prefix: str) -> int:
    """How many equal parts there are, numbered from 0; 0 if they are something else."""
    parts: dict[int, NamedShapes] = {}
    for name, shape in names.items():
        if match := re.match(rf"{re.escape(prefix)}(\d+)\.(.*)", name):
            parts.setdefault(int(match[1]), {})[match[2]] = shape
    alike = all(part == parts[min(parts)] for part in parts.values())
    return len(parts) if alike and sorted(parts) == [*range(len(parts))] else 0


def with_layers(shapes: NamedShapes, prefix: str | None) -> NamedShapes:
    """With one name for the same tensor of all layers."""
    if prefix is None:
        return dict(shapes)
    pattern = re.compile(rf"({re.escape(prefix)})\d+\.")
    return {pattern.sub(rf"\1{LAYER}.", name, count=1): shape for name, shape in shapes.items()}


def stacked_names(several: Sequence[NamedShapes], heads: Sequence[Sequence[int]]) -> set[str]:
    """Names with a mark for an index of which there are always as many as heads, all of one shape."""
    candidates = {form for names in several for name in names for form in starred_forms(name)}

    def is_stacked(form: str) -> bool:
        told = [
            (members(names, form), counts) for names, counts in zip(several, heads, strict=True)
        ]
        return all(
            len(found) in counts and len({*found.values()}) == 1 for found, counts in told if found
        )

    return {form for form in candidates if is_stacked(form)}


def starred_forms(name: str) -> Iterable[str]:
    steps = name.split(".")
    return [
        ".".join([*steps[:place], EACH, *steps[place + 1 :]])
        for place, step in enumerate(steps)
        if step.isdigit()
    ]


def members(names: NamedShapes, form: str) -> dict[str, AxisLengths]:
    """What a name with a mark stands for."""
    pattern = re.compile(re.escape(form).replace(re.escape(EACH), r"\d+"))
    return {name: shape for name, shape in names.items() if pattern.fullmatch(name)}


def stacked(names: NamedShapes, starred: set[str]) -> NamedShapes:
    """With one name, and one shape, for what is stacked."""
    made: NamedShapes = {}
    for name, shape in names.items():
        form = next((form for form in starred_forms(name) if form in starred), None)
        if form is None:
            made[name] = shape
        else:
            made.setdefault(form, (len(members(names, form)), *shape))
    return made
