"""An attempt beside the reference: cut where both have reached the same, whole where that is not known."""

from __future__ import annotations

from interview.model.beside import StageLines
from interview.practice.exercise.beside import sections_beside

MINE = """import torch


class Attend:
    def forward(self, x):
        s = x @ x.mT
        w = torch.softmax(
            s, -1
        )
        return w @ x

    def helper(self):
        return 1
"""
THEIRS = """import torch


class Attend:
    def __init__(self):
        pass

    def forward(self, x):
        return self.mixed(x)

    def mixed(self, x):
        return (x @ x.mT).softmax(-1) @ x
"""
SAYS = {"scores": "scores", "weights": "softmax"}


def test_every_function_stands_there_once_with_what_the_other_side_has():
    sections = sections_beside(MINE, THEIRS, (), SAYS)
    assert [(s.function, bool(s.mine), bool(s.theirs)) for s in sections] == [
        ("Attend.__init__", False, True),
        ("Attend.forward", True, True),
        ("Attend.mixed", False, True),
        ("Attend.helper", True, False),
    ]
    assert sections[1].theirs == "def forward(self, x):\n    return self.mixed(x)"


def test_a_function_is_cut_after_the_statement_in_which_both_reach_a_stage():
    stages = (StageLines("scores", (6,), (6,)), StageLines("weights", (7,), (8,)))
    cut = sections_beside(MINE, MINE, stages, SAYS)[:3]
    assert [s.stages for s in cut] == [("scores",), ("softmax",), ()]
    assert cut[0].mine == "def forward(self, x):\n    s = x @ x.mT"
    assert cut[1].mine == "w = torch.softmax(\n    s, -1\n)"
    assert cut[2].mine == "return w @ x"


def test_stages_that_one_line_makes_are_one_part_and_what_comes_in_another_order_is_no_cut():
    stages = (StageLines("scores", (6,), (6,)), StageLines("weights", (7,), (6,)))
    cut = sections_beside(MINE, MINE, stages, SAYS)
    assert cut[0].stages == ("scores", "softmax")
    assert cut[0].mine.endswith(")")
    turned = (StageLines("scores", (8,), (6,)), StageLines("weights", (6,), (8,)))
    assert [s.stages for s in sections_beside(MINE, MINE, turned, SAYS)][:2] == [("scores",), ()]


def test_a_line_that_several_stages_share_gives_way_to_the_one_they_were_called_from():
    twice = """def split(x):
    return x * 2


def attend(q, k):
    a = split(q)
    b = split(k)
    return a @ b
"""
    stages = (StageLines("q", (2, 6), (2, 6)), StageLines("k", (2, 7), (2, 7)))
    own = [s for s in sections_beside(twice, twice, stages, {}) if s.function == "attend"]
    assert [s.stages for s in own] == [("q",), ("k",), ()]


def test_stages_of_functions_with_other_names_cut_nothing():
    stages = (StageLines("scores", (6,), (12,)),)
    assert all(not s.stages for s in sections_beside(MINE, THEIRS, stages, SAYS))
