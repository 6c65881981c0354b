"""The sentences for where an attempt first differs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interview.model.verdict import Departure
from interview.wording.departure import departure_lines

FACTS = Departure(case="plain", line=33)


def told(**facts):
    return departure_lines(replace(FACTS, **facts))


def test_a_line_alone():
    assert told() == [
        "Masks, parts of the inputs and the like aside, the first tensor on the way to your result "
        "that is not the reference's is made in line 33."
    ]


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        ({"agrees_says": "scores"}, "Your code has the reference's scores."),
        ({"missing_says": "weights"}, "No tensor of your code equals the reference's weights."),
        (
            {"agrees_says": "scores", "missing_says": "weights"},
            "Your code has the reference's scores. "
            "No tensor of your code equals the reference's weights.",
        ),
    ],
)
def test_stages_come_first(facts, first):
    assert told(**facts)[0] == first
    assert len(told(**facts)) == 2


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"statement": (33, 33)}, "is made in line 33."),
        ({"statement": (31, 35)}, "in line 33, in the statement from line 31 to line 35."),
        ({"callers": (41, 50)}, "in line 33, called from lines 41 and 50."),
        ({"detours": True}, "and leads back to none of its tensors, is made in line 33."),
        ({"built": (12, 12)}, "The module that is called there is constructed in line 12."),
        ({"built": (12, 14)}, "is constructed from line 12 to line 14."),
        ({"made_of": (30,)}, "What goes into that line from line 30 is the reference's."),
        ({"made_of": (29, 30), "since": 30}, "from lines 29 and 30 is the reference's: it "
         "ceases to be on the way from line 30 to line 33."),
        ({"since": 28}, "What leads to that line stands from line 28 to line 33."),
        ({"untelling": (5,)}, "Masks, whole numbers or parts of the inputs from line 5 go into it too."),
        ({"of_input": True}, "is made in line 33; its numbers are those of an input."),
        ({"bare": True}, "It is made of Python's numbers, and these are not looked at."),
        ({"rearranged": True}, "arranged otherwise."),
        ({"until": 36}, "but what follows from it down to line 36 is not the reference's either."),
    ],
)  # fmt: skip
def test_each_fact_has_its_words(facts, words):
    assert words in " ".join(told(**facts))


def test_a_notebook_is_told_by_cells():
    facts = {"since": 30, "made_of": (22, 29, 30), "callers": (52,)}
    cells = ((22, 3, 1), (29, 4, 2), (30, 4, 3), (33, 4, 6), (52, 6, 1))
    place, sources = told(**facts, cells=cells)
    assert "line 6 of cell 4, called from line 1 of cell 6." in place
    assert "from line 1 of cell 3, lines 2 and 3 of cell 4 is the" in sources
    assert "from line 3 of cell 4 to line 6 of cell 4." in sources


def test_every_line_is_named_once():
    facts = replace(FACTS, statement=(33, 34), callers=(41,), built=(9, 9), until=36)
    assert facts.lines == [9, 33, 34, 36, 41]
