"""A mutant: a reference with one change, as text, as a diff, and as an edit that can be told by words."""

from __future__ import annotations

import ast
import difflib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from interview.authoring.mutants.change import Change, rebuilt
from interview.authoring.mutants.reference import ReferenceTree

ARROW = " -> "


@dataclass(frozen=True, eq=False)
class Mutant:
    """A reference with one change."""

    tree: ReferenceTree
    change: Change

    @property
    def kind(self) -> str:
        return self.change.kind

    @cached_property
    def function(self) -> str:
        """The qualified name of the function that it is in; empty at the top of the file."""
        return self.tree.qualified_name(self.change.old[0])

    @cached_property
    def source(self) -> str:
        """The whole file, in which nothing else has changed."""
        start, end = self.tree.span(self.change.old)
        text = self.tree.source
        column = start - text.rfind(b"\n", 0, start) - 1
        glue = "\n" + " " * column
        new = glue.join(unparsed(node).replace("\n", glue) for node in self.change.new)
        if self.needs_brackets(new):
            new = f"({new})"
        return (text[:start] + new.encode() + text[end:]).decode()

    def needs_brackets(self, new: str) -> bool:
        """Whether the text would be read otherwise where it stands."""
        around = self.tree.parents[self.change.old[0]]
        change = self.change
        while isinstance(around, ast.Tuple | ast.Slice):  # which stand in an index without brackets
            change = Change(change.kind, (around,), (rebuilt(around, change),))
            around = self.tree.parents[around]
        if not isinstance(change.new[0], ast.expr) or not isinstance(around, ast.expr):
            return False
        (outer, outer_end), (start, end) = (
            self.tree.span((n,)) for n in (around, self.change.old[0])
        )
        text = self.tree.source
        whole = (text[outer:start] + new.encode() + text[end:outer_end]).decode()
        try:
            read = ast.parse(f"({whole}\n)", mode="eval").body
        except SyntaxError:
            return True
        return ast.unparse(read) != unparsed(rebuilt(around, change))

    def edits(self) -> Iterator[str]:
        """`old -> new`, from the changed node outwards to its line."""
        change = self.change
        yield as_edit(change)
        for around in list(self.tree.ancestors(change.old[0]))[1:]:
            if isinstance(change.old[0], ast.stmt) or isinstance(around, ast.mod):
                return
            change = Change(change.kind, (around,), (rebuilt(around, change),))
            if isinstance(around, ast.expr | ast.stmt):
                yield as_edit(change)

    @cached_property
    def edit(self) -> str:
        """The shortest `old -> new` whose old text stands once in its function, or the whole line."""
        texts = texts_in(self.tree, self.function)
        for edit in self.edits():
            if texts[edit.partition(ARROW)[0]] == 1:
                return edit
        return edit

    def diff(self) -> list[str]:
        """Its changed lines, `12 - old` and `12 + new`."""
        before, after = self.tree.source.decode().splitlines(), self.source.splitlines()
        lines = []
        for tag, i, i_end, j, j_end in difflib.SequenceMatcher(
            None, before, after, autojunk=False
        ).get_opcodes():
            if tag != "equal":
                lines += [f"{n + 1} - {before[n]}" for n in range(i, i_end)]
                lines += [f"{n + 1} + {after[n]}" for n in range(j, j_end)]
        return lines


def as_edit(change: Change) -> str:
    old, new = ("; ".join(map(header, nodes)) for nodes in (change.old, change.new))
    return f"{old}{ARROW}{new}"


def header(node: ast.AST) -> str:
    """A node in one line; of what holds lines its first."""
    return unparsed(node).partition("\n")[0]


def unparsed(node: ast.AST) -> str:
    """A node as text, the elements of an index without brackets."""
    if isinstance(node, ast.Tuple) and any(isinstance(part, ast.Slice) for part in node.elts):
        return ast.unparse(ast.Subscript(ast.Name("_"), node))[2:-1]
    return ast.unparse(node)


def texts_in(tree: ReferenceTree, function: str) -> Counter[str]:
    """How often each text of an expression or line stands in a function."""
    if function not in tree.texts:
        nodes = (n for n in ast.walk(tree.tree) if isinstance(n, ast.expr | ast.stmt))
        own = (n for n in nodes if tree.qualified_name(n) == function)
        tree.texts[function] = Counter(map(header, own))
    return tree.texts[function]
