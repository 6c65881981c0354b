"""The sizes of a case: which whole numbers are sizes, and the same case with others. Knows no torch.

A size says how much there is of something: an argument of a recipe that makes tensors of a shape, a
bound of drawn numbers or of a slice, a plain number among the arguments, and how many rows `lengths`
makes. What stands in a list of data, an axis, an index, a factor, a zero or a negative number is none.
The same number is the same size everywhere in a case; which others are legal, the reference says.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import cycle, islice
from typing import Any, TypeVar

from interview.bank.expressions import BUILTIN_NAMES
from interview.model.question import Arguments, Case, Raise

FIRST_SIZE = {
    **dict.fromkeys(("randn", "rand", "randint", "zeros", "ones", "eye", "arange"), 0),
    **dict.fromkeys(("permutation", "lengths", "causal", "integer", "pick"), 0),
    **dict.fromkeys(("full", "boolean", "given"), 1),
    "uniform": 2,
}
"""The recipes that take sizes: from which argument on. `lengths` takes them in a list, too, one for each row."""
SIZED_METHODS = frozenset({"expand", "reshape", "view"})
WITHOUT_SIZES = frozenset({*BUILTIN_NAMES, "tensor", "cat", "stack", "where", "words", "result"})
"""All other recipes are a question's own: every whole number that they are given is a size."""

Renumber = Callable[[int], int]
C = TypeVar("C", Case, Raise)


@dataclass(frozen=True)
class Sizes:
    """The sizes of a case, the smallest first."""

    numbers: tuple[int, ...]
    built: frozenset[int]
    """Those in `build`, whatever else they are: another call on the same object can't change them."""

    @property
    def free(self) -> tuple[int, ...]:
        """Those that another call on the same object may change."""
        return tuple(number for number in self.numbers if number not in self.built)


def sizes_in(case: Case | Raise, default_build: Arguments) -> Sizes:
    """The sizes of a case; where it has no `build` of its own, of the exercise's."""
    built: set[int] = set()
    found: set[int] = set()
    renumbered_arguments(default_build if case.build is None else case.build, noting(built))
    for arguments in (case.where, case.call or {}, *calls_of(case)):
        renumbered_arguments(arguments, noting(found))
    return Sizes(tuple(sorted(found | built)), frozenset(built))


def resized(case: C, default_build: Arguments, numbers: Mapping[int, int]) -> tuple[C, Arguments]:
    """The case and the exercise's `build`, each old size replaced by its new one wherever it stands.

    Numbers that are no sizes of the case change nothing; if none is one, both are the very same.
    """
    new = {old: numbers[old] for old in sizes_in(case, default_build).numbers if old in numbers}
    if all(old == number for old, number in new.items()):
        return case, default_build

    def replaced(number: int) -> int:
        return new.get(number, number)

    changes: dict[str, Any] = {
        name: renumbered_arguments(arguments, replaced)
        for name in ("where", "build", "call")
        if (arguments := getattr(case, name)) is not None
    }
    if calls := calls_of(case):
        changes["calls"] = tuple(renumbered_arguments(call, replaced) for call in calls)
    return replace(case, **changes), renumbered_arguments(default_build, replaced)


def calls_of(case: Case | Raise) -> tuple[Arguments, ...]:
    return case.calls if isinstance(case, Case) else ()


def noting(found: set[int]) -> Renumber:
    """Leaves every number as it is, and puts it into `found`."""

    def unchanged(number: int) -> int:
        found.add(number)
        return number

    return unchanged


def renumbered_arguments(arguments: Arguments, new: Renumber) -> Arguments:
    """Arguments with every size in them replaced; a number that stands by itself is one."""
    return {
        name: new(value) if is_size(value) else renumbered(value, new, plain=name != "method")
        for name, value in arguments.items()
    }


def is_size(value: Any) -> bool:
    return type(value) is int and value > 0


def renumbered(data: Any, new: Renumber, plain: bool = False) -> Any:
    """Data with the sizes of all recipes in it replaced."""
    match data:
        case str():
            return renumbered_recipe(data, new, plain)
        case list() | tuple():
            return type(data)(renumbered(item, new) for item in data)
        case dict():
            return {key: renumbered(value, new) for key, value in data.items()}
    return data


def renumbered_recipe(text: str, new: Renumber, plain: bool) -> str:
    """A recipe with its sizes replaced, and its text unchanged elsewhere.

    plain: whether a recipe that is nothing but a number is a size.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError:  # whoever draws the case is told
        return text
    lists = [*lists_of_lengths(tree)]
    within = {id(node) for rows in lists for node in ast.walk(rows)}  # written with their list
    literals = [*size_literals(tree), *(direct_sizes([tree]) if plain else ())]
    written = [(node, str(new(node.value))) for node in literals if id(node) not in within]
    written += [(rows, list_of_rows(rows, new)) for rows in lists]
    lines = text.strip().encode().split(b"\n")  # as the syntax tree counts
    for node, told in sorted(written, key=lambda one: start_of(one[0]), reverse=True):
        first, last = node.lineno - 1, node.end_lineno - 1
        before, after = lines[first][: node.col_offset], lines[last][node.end_col_offset :]
        lines[first : last + 1] = [before + told.encode() + after]
    return text.replace(text.strip(), b"\n".join(lines).decode())


def start_of(node: Any) -> tuple[int, int]:
    return node.lineno, node.col_offset


def direct_sizes(nodes: list[Any]) -> Iterator[Any]:
    """Those of the nodes that are sizes themselves."""
    return (node for node in nodes if isinstance(node, ast.Constant) and is_size(node.value))


def size_literals(tree: ast.expr) -> Iterator[Any]:
    """The literals in size positions of a recipe."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=func, args=args, keywords=keywords):
                first = first_size(func)
                if first is not None:
                    yield from direct_sizes([*args[first:], *(word.value for word in keywords)])
            case ast.Slice(lower=lower, upper=upper):
                yield from direct_sizes([lower, upper])


def lists_of_lengths(tree: ast.expr) -> Iterator[ast.List]:
    """The lists that `lengths` makes its rows of."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="lengths"), args=[ast.List() as rows, *_]):
                yield rows


def list_of_rows(rows: ast.List, new: Renumber) -> str:
    """So many lengths as there are rows now: the first of them, or all of them in turn."""
    told = [renumbered_recipe(ast.unparse(length), new, plain=True) for length in rows.elts]
    number = new(len(told)) if told else 0
    return f"[{', '.join(islice(cycle(told), number))}]"


def first_size(func: ast.expr) -> int | None:
    """From which argument on a function takes sizes; None if it takes none."""
    match func:
        case ast.Name(id=name) if name not in WITHOUT_SIZES:
            return FIRST_SIZE.get(name, 0)
        case ast.Attribute(attr=name) if name in SIZED_METHODS:
            return 0
    return None
