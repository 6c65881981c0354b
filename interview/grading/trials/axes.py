"""Which lengths agree in all cases of a question: what other sizes must keep to, as the text surely says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from torch import Tensor

from interview.grading.execution.program import Program

Axis = tuple[str, int]
"""An argument and one of its axes."""
Lengths = dict[Axis, int]
Pair = tuple[Axis, Axis]


def kind_of_call(program: Program) -> str:
    """What is called with which arguments; only such calls are comparable."""
    first = program.steps[0] if program.steps else {}
    return f"{program.of}({', '.join(sorted(first))})"


def lengths_of(program: Program) -> Lengths:
    """The lengths of all axes of the arguments of the first call; a list is an axis too."""
    return dict(axes_of(program)) if program.steps else {}


def axes_of(program: Program) -> Iterator[tuple[Axis, int]]:
    for name, value in program.steps[0].items():
        if isinstance(value, Tensor):
            # By the number of axes as well: a mask of two has others than one of three.
            yield from (((f"{name}{value.dim()}", i), size) for i, size in enumerate(value.shape))
        elif isinstance(value, list | tuple):
            yield (name, 0), len(value)


def holds_nothing(value: Any) -> bool:
    """Whether there is an empty tensor in what is passed."""
    if isinstance(value, Tensor):
        return value.numel() == 0
    if isinstance(value, dict):
        value = list(value.values())
    return isinstance(value, list | tuple) and any(map(holds_nothing, value))


def empty_arguments(program: Program) -> set[str]:
    """The arguments that hold an empty tensor in some call."""
    return {name for step in program.steps for name, value in step.items() if holds_nothing(value)}


class AgreeingLengths:
    """The pairs of axes that have one length in every ordinary case, and which of them a refusal breaks."""

    def __init__(self, ordinary: Sequence[Program], refused: Sequence[Program]) -> None:
        agreeing: dict[str, set[Pair]] = {}
        differing: dict[str, set[Pair]] = {}
        for program in ordinary:
            lengths, kind = lengths_of(program), kind_of_call(program)
            for pair in combinations(lengths, 2):
                found = agreeing if same_length(lengths, pair) else differing
                found.setdefault(kind, set()).add(pair)
        self.pairs = {kind: agreeing[kind] - differing.get(kind, set()) for kind in agreeing}
        self.may_be_empty = set[str]().union(*map(empty_arguments, (*ordinary, *refused)))
        self.broken_by_refusals = {(kind_of_call(p), self.broken(p)) for p in refused}

    def broken(self, program: Program) -> frozenset[Pair]:
        """The pairs that have two lengths in a program."""
        lengths = lengths_of(program)
        pairs = self.pairs.get(kind_of_call(program), set())
        here = (pair for pair in pairs if set(pair) <= lengths.keys())
        return frozenset(pair for pair in here if not same_length(lengths, pair))

    def allow(self, program: Program, refused: bool) -> bool:
        """Whether all lengths agree that must; where it is refused, or as few do as in a promised refusal.

        An argument is empty only if it is in a case of the question.
        """
        if not empty_arguments(program) <= self.may_be_empty:
            return False
        broken = self.broken(program)
        return not broken or (
            refused and (kind_of_call(program), broken) in self.broken_by_refusals
        )


def same_length(lengths: Lengths, pair: Pair) -> bool:
    return lengths[pair[0]] == lengths[pair[1]]
