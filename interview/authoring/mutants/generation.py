"""A reference -> all its mutants, each text once, in the order of its lines."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from random import Random

from interview.authoring.mutants.calls import (
    argument_changes,
    call_changes,
)
from interview.authoring.mutants.change import Change
from interview.authoring.mutants.in_place import in_place_changes
from interview.authoring.mutants.leniency import lenient_changes
from interview.authoring.mutants.mutant import Mutant
from interview.authoring.mutants.names import attribute_changes, variable_changes
from interview.authoring.mutants.operators import (
    comparison_changes,
    logic_changes,
    operator_changes,
    order_changes,
)
from interview.authoring.mutants.reference import ReferenceTree
from interview.authoring.mutants.statements import (
    condition_changes,
    doubled_line_changes,
    line_changes,
    loop_changes,
    swapped_line_changes,
)
from interview.authoring.mutants.stored import (
    divisor_changes,
    first_row_changes,
    stored_value_changes,
)
from interview.authoring.mutants.values import (
    named_value_changes,
    number_changes,
    slice_changes,
)

Changes = Callable[[ReferenceTree, ast.AST], Iterator[Change]]
ALL_CHANGES: tuple[Changes, ...] = (
    *(operator_changes, comparison_changes, logic_changes, order_changes),
    *(number_changes, named_value_changes, slice_changes),
    *(call_changes, argument_changes, in_place_changes),
    *(stored_value_changes, divisor_changes, first_row_changes),
    *(variable_changes, attribute_changes, lenient_changes),
    *(line_changes, doubled_line_changes, condition_changes, loop_changes, swapped_line_changes),
)


def mutants_of(source: str) -> list[Mutant]:
    """Every mutant of a reference."""
    tree = ReferenceTree(source)
    found: dict[str, Mutant] = {}
    for node in tree.mutable:
        for changes in ALL_CHANGES:
            for change in changes(tree, node):
                mutant = Mutant(tree, change)
                found.setdefault(mutant.source, mutant)
    found.pop(source, None)
    return list(found.values())


def sampled(mutants: list[Mutant], count: int | None, name: str) -> list[Mutant]:
    """So many of them, the same ones for the same name; all for None."""
    if count is None or count >= len(mutants):
        return mutants
    chosen = sorted(Random(name).sample(range(len(mutants)), count))
    return [mutants[i] for i in chosen]
