"""What an attempt's comments say of its weights: `# weights: qkv = w_q + w_k + w_v; out = w_o`."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from interview.grading.execution.layout import EACH, LAYER
from interview.grading.judge.pairing import Pairing, left_over, paired
from interview.grading.judge.parameters import Construction, Portion, Unit
from interview.grading.judge.readings import told_axes
from interview.grading.wire.foreign import MAX_NAME
from interview.text import inert_line

MARK = re.compile(r"#+\s*weights\s*:(.*)")
BETWEEN_DECLARATIONS = re.compile(r"[;,](?![^(]*\))")
DECLARED_SIDES = re.compile(r"(?P<own>[^=]+)=(?P<of>.+?)(?:\s+as\s*\((?P<axes>[^()]*)\))?")
MOST_DECLARED, LONGEST_COMMENT = 200, 1000


@dataclass(frozen=True)
class Declaration:
    """One of them."""

    line: int
    text: str
    own: tuple[str, ...]
    of: tuple[str, ...]
    transposed: bool = False
    axes: str = ""
    """The attempt's axes, as it has them; all that fit where it is silent."""


class NotUnderstood(Exception):
    """A declaration that means nothing here: its line and text, what is wrong, and what there is instead."""

    def __init__(
        self, told: Declaration, why: str, there: Sequence[str] = (), name: str = ""
    ) -> None:
        super().__init__(told.line, why)
        self.values = {
            "line": told.line,
            "text": inert_line(told.text, MAX_NAME),
            "why": why,
            "name": inert_line(name, MAX_NAME),
            "there": list(there)[:MOST_NAMES_TOLD],
        }


MOST_NAMES_TOLD = 12


def declarations_in(source: str) -> list[Declaration]:
    """Those in comments; raises NotUnderstood."""
    return list(declared_in(source))


def declared_in(source: str) -> Iterator[Declaration]:
    for line, comment in comments_in(source):
        if match := MARK.fullmatch(comment.strip()[:LONGEST_COMMENT]):
            for text in BETWEEN_DECLARATIONS.split(match[1].partition("#")[0])[:MOST_DECLARED]:
                if text.strip():
                    yield declaration_of(line, text.strip())


def comments_in(source: str) -> Iterator[tuple[int, str]]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.string
    except (SyntaxError, tokenize.TokenError, ValueError):
        return


def declaration_of(line: int, text: str) -> Declaration:
    told = Declaration(line, text, (), ())
    match = DECLARED_SIDES.fullmatch(text)
    if not match:
        raise NotUnderstood(told, "form")
    own, of = (tuple(name.strip() for name in match[side].split("+")) for side in ("own", "of"))
    transposed = {name.endswith(".T") for name in of}
    if len(transposed) > 1 or not all((*own, *of)):
        raise NotUnderstood(told, "form")
    names = tuple(name.removesuffix(".T") for name in of)
    axes = ", ".join(" ".join(axis.split()) for axis in (match["axes"] or "").split(","))
    return Declaration(line, text, own, names, transposed == {True}, axes)


def declared_pairings(
    told: Sequence[Declaration],
    units: Sequence[Unit],
    parts: Sequence[Portion],
    constructions: Sequence[Construction],
) -> list[Pairing]:
    """What the declarations say of these units; of others they may say something too."""
    made: list[Pairing] = []
    for one in told:
        mine = [unit for name in one.own for unit in units_named(one, name, units)]
        if not mine:
            continue
        theirs = [part for name in one.of for part in parts_named(one, name, parts)]
        free = left_over(theirs, made)
        known = {name for pairing in made for name in pairing.unit.leaves.values()}
        if not free or known & {name for unit in mine for name in unit.leaves.values()}:
            raise NotUnderstood(one, "twice")
        in_order = len(one.own) > 1 or len(one.of) > 1 or len(mine) == 1
        found = paired(mine, free, constructions, by_words=not in_order)
        found = [so_arranged(pairing, one) for pairing in found] if found else []
        if not found or not all(all(pairing.arrangements) for pairing in found):
            raise NotUnderstood(one, "shapes", shapes_told(mine, free, constructions))
        made += found
    return made


def units_named(told: Declaration, name: str, units: Sequence[Unit]) -> list[Unit]:
    """Those of the attempt; a `*` is a layer's if the other side has one too."""
    if EACH in told.of[0]:
        name = name.replace(EACH, LAYER, 1)
    found: list[Unit] = []
    for unit in units:
        tensors = {leaf: own for leaf, own in unit.leaves.items() if own == name}
        if unit.label == name or unit.label.startswith(f"{name}."):
            found.append(unit)
        elif tensors:
            found.append(replace(unit, leaves=tensors))
    return found


def parts_named(told: Declaration, name: str, parts: Sequence[Portion]) -> list[Portion]:
    """Those of the reference; raises NotUnderstood where there are none."""
    label = name.replace(EACH, LAYER, 1)
    found = [part for part in parts if f"{part.label}.".startswith(f"{label}.")]
    if found:
        return found
    module, _, leaf = label.rpartition(".")
    found = [
        replace(part, leaves={leaf: part.leaves[leaf]})
        for part in parts
        if leaf in part.leaves and f"{part.label}.".startswith(f"{module}.")
    ]
    if not found:
        there = [part.label.replace(LAYER, EACH) for part in parts]
        raise NotUnderstood(told, "unknown", there, name)
    return found


def so_arranged(pairing: Pairing, told: Declaration) -> Pairing:
    """With those arrangements alone that the declaration allows."""

    def allowed(arrangement: str) -> bool:
        if told.axes:
            return told_axes(arrangement, len(pairing.parts)) == told.axes
        return not told.transposed or arrangement.endswith(("-> i o", "-> i (h s d)"))

    first, *others = pairing.arrangements
    return replace(pairing, arrangements=(tuple(filter(allowed, first)), *others))


def shapes_told(
    units: Sequence[Unit], parts: Sequence[Portion], constructions: Sequence[Construction]
) -> list[str]:
    """`qkv.weight (36, 12)`, of both sides."""
    built = constructions[0]
    own = [name for unit in units for name in unit.leaves.values()]
    of = dict.fromkeys(piece.name for part in parts for piece in part.leaves.values())
    return [
        f"{name.replace(LAYER, EACH)} {shapes[name]}"
        for shapes, names in ((built.own, own), (built.reference, [*of]))
        for name in names
        if name in shapes
    ]
