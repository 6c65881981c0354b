"""`equivalent`: which mutant an entry means, and what is refused."""

from __future__ import annotations

import pytest

from interview.authoring.mutants.explained import entry_problems, fitting_mutants
from interview.authoring.mutants.generation import mutants_of
from interview.bank import Bank
from interview.model.question import Equivalent

SOURCE = """
def f(a, b):
    c = g(a - 1)
    return g(a - 1) - b


def h(a):
    return a - 1
"""


@pytest.fixture
def problems(toy):
    (card,) = Bank(toy).cards

    def told(entry, seen=lambda mutant: None):
        mutants = mutants_of(SOURCE)
        fit = fitting_mutants([entry], mutants)
        how = {m: how for m in mutants if (how := seen(m))}
        return entry_problems(card, [entry], fit, how)

    return told


def entry(edit, function="f"):
    return Equivalent(function, edit, "both are the same for every a")


def test_an_entry_means_one_mutant_by_the_text_of_its_edit(problems):
    assert problems(entry("c = g(a - 1) -> c = g(a + 1)")) == []
    assert problems(entry("a - 1 -> a + 1", "h")) == []


def test_an_edit_elsewhere_leaves_an_entry_as_it_is():
    kept = entry("a - 1 -> a + 1", "h")
    for source in (SOURCE, "x = 1\n" + SOURCE.replace("- b", "* b"), SOURCE + "    # the end\n"):
        (fitting,) = fitting_mutants([kept], mutants_of(source)).values()
        assert len(fitting) == 1


def test_an_entry_that_means_none_or_several_is_refused_with_its_line(problems):
    (orphan,) = problems(entry("a * 1 -> a"))
    assert "question.yaml:" in orphan
    assert "exercise.equivalent.0: expected an edit of f, got `a * 1 -> a`" in orphan
    (unclear,) = problems(entry("a - 1 -> a + 1"))
    assert "fits 2 edits of f: quote more of the line" in unclear
    assert "expected an edit of k" in problems(entry("a - 1 -> a + 1", "k"))[0]


def test_an_entry_that_a_witness_refutes_is_refused(problems):
    told = problems(entry("a - 1 -> a + 1", "h"), lambda mutant: "seed 3: expected 1, got 2")
    assert "is no equivalent: seed 3: expected 1, got 2" in told[0]
