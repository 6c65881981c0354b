"""An attempt beside the reference: function by function, and within one stage by stage."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import dedent

from interview.model.beside import StageLines

FirstAndLast = tuple[int, int]
"""The first and the last."""


@dataclass(frozen=True)
class BesideSection:
    """What belongs together on both sides; one of them may have nothing."""

    function: str
    """`CrossAttention.forward`."""
    stages: tuple[str, ...]
    """What both have at its end, in words; nothing where that is not known."""
    mine: str
    theirs: str


@dataclass(frozen=True)
class Cut:
    """Where both sides have reached the same."""

    stages: tuple[str, ...]
    mine: int
    theirs: int


def sections_beside(
    mine: str, theirs: str, stages: Sequence[StageLines], says: Mapping[str, str]
) -> list[BesideSection]:
    """All functions of both sources, in the reference's order, then those that only the attempt has."""
    own, reference = Side(mine), Side(theirs)
    sections: list[BesideSection] = []
    for name in dict.fromkeys((*reference.functions, *own.functions)):
        cuts = cuts_in(name, own, reference, stages) if name in own.functions else []
        sections += sections_of(name, own, reference, cuts, says)
    return sections


class Side:
    """One of the two sources, with its functions."""

    def __init__(self, source: str) -> None:
        self.lines = source.splitlines()
        self.tree = ast.parse(source)
        self.functions = dict(functions_in(self.tree))

    def function_at(self, line: int) -> str | None:
        """The function that a line stands in."""
        inside = (n for n, (first, last) in self.functions.items() if first <= line <= last)
        return next(inside, None)

    def statement_end(self, line: int) -> int:
        """The last line of the statement that a line belongs to; of what has a body, the line itself."""
        ends = [
            node.end_lineno or line
            for node in ast.walk(self.tree)
            if isinstance(node, ast.stmt)
            and not hasattr(node, "body")
            and node.lineno <= line <= (node.end_lineno or line)
        ]
        return min(ends, default=line)

    def text(self, first: int, last: int) -> str:
        """These lines without what all of them are indented by, and without empty ones around them."""
        return dedent("\n".join(self.lines[first - 1 : last])).strip("\n").rstrip()


def functions_in(tree: ast.Module) -> Iterator[tuple[str, FirstAndLast]]:
    """The functions of a file and the methods of its classes, with their lines."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, lines_of_node(node)
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield f"{node.name}.{inner.name}", lines_of_node(inner)


def lines_of_node(node: ast.FunctionDef | ast.AsyncFunctionDef) -> FirstAndLast:
    first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
    return first, node.end_lineno or node.lineno


def cuts_in(name: str, own: Side, reference: Side, stages: Sequence[StageLines]) -> list[Cut]:
    """The stages that both make in this function, as far as they come in the same order."""
    cuts: list[Cut] = []
    for stage in stages:
        places = places_of(stage, own, reference, stages)
        if places is None or own.function_at(places[0]) != name:
            continue
        mine, theirs = own.statement_end(places[0]), reference.statement_end(places[1])
        last = cuts[-1] if cuts else Cut((), 0, 0)
        if mine > last.mine and theirs > last.theirs:
            cuts.append(Cut((stage.key,), mine, theirs))
        elif mine >= last.mine and theirs >= last.theirs:  # one line of one side makes both
            cuts[-1] = Cut((*last.stages, stage.key), mine, theirs)
    return cuts


def places_of(
    stage: StageLines, own: Side, reference: Side, stages: Sequence[StageLines]
) -> tuple[int, int] | None:
    """A line of each side, both in a function of one name; rather one in which no other stage is made too."""
    others = [one for one in stages if one is not stage]
    shared_mine = {line for one in others for line in one.mine}
    shared_theirs = {line for one in others for line in one.theirs}
    for theirs in sorted(stage.theirs, key=shared_theirs.__contains__):
        for mine in sorted(stage.mine, key=shared_mine.__contains__):
            function = own.function_at(mine)
            if function and function == reference.function_at(theirs):
                return mine, theirs
    return None


def sections_of(
    name: str, own: Side, reference: Side, cuts: Sequence[Cut], says: Mapping[str, str]
) -> Iterator[BesideSection]:
    """The function, cut where both sides have reached the same."""
    mine, mine_end = own.functions.get(name, (1, 0))
    theirs, theirs_end = reference.functions.get(name, (1, 0))
    for cut in (*cuts, Cut((), mine_end, theirs_end)):
        texts = own.text(mine, cut.mine), reference.text(theirs, cut.theirs)
        if any(text.strip() for text in texts):
            yield BesideSection(name, tuple(says.get(key, key) for key in cut.stages), *texts)
        mine, theirs = cut.mine + 1, cut.theirs + 1
