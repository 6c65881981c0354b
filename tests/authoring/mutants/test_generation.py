"""Mutants of small references: what is changed, what is left alone, and how each is told."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from interview.authoring.mutants.change import Change, rebuilt
from interview.authoring.mutants.generation import mutants_of, sampled
from interview.bank import open_bank

BANK = open_bank(None)


def edits(source, kind=None):
    return {m.edit for m in mutants_of(dedent(source)) if kind in (None, m.kind)}


@pytest.mark.parametrize(
    ("line", "edit"),
    [
        ("a * b / c", "a * b -> a + b"),
        ("a - b", "a - b -> b - a"),
        ("a < b", "a < b -> a <= b"),
        ("a != b", "a != b -> a < b"),
        ("0 < a <= 1", "0 < a <= 1 -> a <= 1"),
        ("a and b", "a and b -> a or b"),
        ("a if b else c", "a if b else c -> c"),
        ("~a", "~a -> a"),
        ("a + 3", "3 -> 4"),
        ("a.softmax(dim=-1)", "-1 -> -2"),
        ("a.softmax(dim=-1)", "a.softmax(dim=-1) -> a.log_softmax(dim=-1)"),
        ("a.transpose(1, 2)", "a.transpose(1, 2) -> a"),
        ("f(a, b)", "f(a, b) -> f(b, a)"),
        ("f(a, k=b)", "f(a, k=b) -> f(a)"),
        ("a.masked_fill(b, -math.inf)", "-math.inf -> -10000.0"),
        ("torch.arange(a, dtype=torch.long)", "torch.long -> torch.int32"),
        ("a / b", "b -> b + 0.0001"),
        ("a @ b", "a -> a[:1]"),
        ("a[:, 1:]", "1: -> :"),
        ("a[:, None]", ":, None -> None, :"),
        ("[x for x in a if b]", "b -> True"),
        ("nn.LayerNorm(a)", "nn.LayerNorm(a) -> nn.LayerNorm(a, eps=1e-12)"),
        ("a @ b", "a @ b -> (a @ b).detach()"),
        ("f(a)", "a -> b"),
        (
            "a.shape != b.shape[:2]",
            "a.shape != b.shape[:2] -> a.shape.numel() != b.shape[:2].numel()",
        ),
        ("a.shape == (b, c)", "a.shape == (b, c) -> a.shape.numel() == torch.Size((b, c)).numel()"),
        ("a if b is None else b", "a if b is None else b -> b or a"),
        ("b if b is not None else a", "b if b is not None else a -> b or a"),
        ("a / math.sqrt(b)", "math.sqrt(b) -> math.isqrt(b)"),
    ],
)
def test_a_line_is_changed(line, edit):
    lines = edits(f"def f(a: Tensor, b, c):\n    return {line}\n")
    assert edit in lines


def test_what_is_0_is_taken_for_what_is_left_out():
    source = """
    def f(a, p=0.5, *, n: int = 3, none=0, flag=True):
        return a * p + n + none + flag
    """
    added = {
        m.source.splitlines()[2].strip()
        for m in mutants_of(dedent(source))
        if m.kind == "0 for left out"
    }
    assert added == {"p = p or 0.5", "n = n or 3"}


def test_a_line_before_one_that_holds_lines_leaves_these_where_they_are():
    source = """
    def f(p=0.5):
        if p < 0:
            raise ValueError
        return p
    """
    (mutant,) = [m for m in mutants_of(dedent(source)) if m.kind == "0 for left out"]
    assert mutant.source.splitlines()[2:] == ["    p = p or 0.5", *dedent(source).splitlines()[2:]]


def test_lines_loops_conditions_and_refusals_are_changed():
    source = """
        def f(xs, n):
            if n < 1:
                raise ValueError(f"n is {n - 1}")
            total = 0
            for x in xs:
                total += x
            return total
    """
    found = edits(source)
    assert {
        "raise ValueError(f'n is {n - 1}') -> pass",
        "raise ValueError(f'n is {n - 1}') -> raise TypeError(f'n is {n - 1}')",
        "total += x -> total = x",
        "total += x -> total -= x",
    } <= found
    assert any("list(xs)[1:]" in edit for edit in found)
    assert any("if not n < 1:" in edit or "not n < 1" in edit for edit in found)
    assert not any("n + 1" in edit for edit in found), "the text of an error is nobody's business"


def test_annotations_docstrings_and_harmless_changes_are_left_alone():
    source = '''
        """A file, 1."""
        Pair = list[tuple[int, int]]

        def f(x: Tensor, y: Tensor, a: int = 1) -> Tensor | None:
            """Adds 2."""
            scores = x @ y
            scores = scores.masked_fill(y, 0.0)
            return scores.transpose(1, 2).contiguous().to(y.dtype)
    '''
    found = edits(source)
    assert not any(word in edit for edit in found for word in ("Pair", "Adds", "A file"))
    assert "x.dtype" not in "".join(found)
    assert not edits(source, "in place"), "nobody else has what was just made"
    assert not any(edit.endswith("transpose(2, 1)") for edit in found)


def test_writing_into_an_argument_is_a_mutant():
    found = edits("def f(x, m):\n    return x.masked_fill(m, 0.0)\n", "in place")
    assert found == {"x.masked_fill(m, 0.0) -> x.masked_fill_(m, 0.0)"}


def read_again(mutant):
    return ast.unparse(ast.parse(mutant.source))


def changed_tree(mutant):
    """The tree in which the change was made, as text."""
    change = mutant.change
    for around in list(mutant.tree.ancestors(change.old[0]))[1:]:
        change = Change(change.kind, (around,), (rebuilt(around, change),))
    return ast.unparse(ast.fix_missing_locations(change.new[0]))


@pytest.mark.parametrize("card", BANK.cards[::3], ids=lambda card: card.slug)
def test_every_mutant_of_the_bank_can_be_read_and_is_the_tree_that_was_changed(card):
    mutants = mutants_of(card.reference.read_text(encoding="utf-8"))
    for mutant in sampled(mutants, 20, "read"):
        assert read_again(mutant) == changed_tree(mutant)
        assert mutant.diff()


def test_the_first_bank_has_ten_thousand_mutants():
    cards = open_bank("bert").cards
    count = sum(len(mutants_of(card.reference.read_text(encoding="utf-8"))) for card in cards)
    assert count >= 10_000


def test_a_sample_is_the_same_each_time_and_in_order():
    mutants = mutants_of("def f(a, b):\n    return a + b * 2\n")
    assert sampled(mutants, 5, "x") == sampled(mutants, 5, "x") != sampled(mutants, 5, "y")
    places = [mutants.index(m) for m in sampled(mutants, 5, "x")]
    assert places == sorted(places)
    assert sampled(mutants, None, "x") == mutants


def test_brackets_are_set_where_they_are_needed_only():
    sources = {m.source for m in mutants_of("def f(a, b):\n    return a * (b + 1)\n")}
    assert "def f(a, b):\n    return a * (b - 1)\n" in sources
    assert "def f(a, b):\n    return a + (b + 1)\n" in sources
    assert "def f(a, b):\n    return a / (b + 1)\n" in sources


def test_an_edit_is_quoted_up_to_what_stands_once_in_its_function():
    source = "class A:\n    def f(self, a):\n        b = a + 1\n        return g(a + 1)\n"
    found = {(m.function, m.edit) for m in mutants_of(source)}
    assert ("A.f", "b = a + 1 -> b = a - 1") in found
    assert ("A.f", "g(a + 1) -> g(a - 1)") in found
