"""Where the results of a class go, and what they must not replace or become."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from interview.bank import Bank
from interview.classroom.plan import plan_batch, run_batch
from interview.errors import UsageError
from tests.conftest import TOY
from tests.helpers.grader import MarkingAllRight

BANK = Bank(TOY)


@pytest.fixture
def school(tmp_path, monkeypatch):
    """A folder with the submissions of Ada and Bo."""
    monkeypatch.chdir(tmp_path)
    hand_in(tmp_path / "hw", "ada", "bo")
    return tmp_path


def hand_in(folder, *people):
    for person in people:
        (folder / person).mkdir(parents=True)
        (folder / person / "01_attend.py").write_bytes(b"x = 1\n")


def graded(place, out=None):
    """The batch as the command runs it, to where its results lie."""
    plan = plan_batch(BANK, Path(place), out and Path(out), 5, None, MarkingAllRight(), "1")
    assert len(list(run_batch(plan, MarkingAllRight()))) == len(plan.waiting)
    return plan


def test_results_lie_where_the_command_is_called(school):
    assert graded("hw").folder == Path("hw-results")
    os.chdir("hw-results")
    assert graded(school / "hw").folder == Path("hw-results")


@pytest.mark.parametrize("inside", ["hw", "hw/ada"])
def test_from_within_the_submissions_they_go_beside_them_and_nobody_joins_the_class(school, inside):
    os.chdir(school / inside)
    place = os.path.relpath(school / "hw")
    assert graded(place).folder.resolve() == school / "hw-results"
    again = graded(place)
    assert [found.person for found in again.people] == ["ada", "bo"]
    assert not again.waiting


@pytest.mark.parametrize("out", ["hw", "hw/results", "hw/ada", "link/results", "hw/../hw"])
def test_no_results_among_the_submissions(school, out):
    (school / "link").symlink_to("hw")
    with pytest.raises(UsageError) as error:
        graded("hw", out)
    (line,) = error.value.problems
    assert line.startswith(f"--out: {Path(out)} lies within the submissions")
    assert line.endswith("name another folder, such as hw-results")
    assert sorted(os.listdir(school / "hw")) == ["ada", "bo"]


def test_the_results_of_another_class_are_not_replaced(school):
    graded("hw", "out")
    before = (school / "out" / "results.jsonl").read_bytes()
    hand_in(school / "other", "cy")
    with pytest.raises(
        UsageError, match=r"^out: holds the results of other submissions, such as ada's"
    ):
        graded("other", "out")
    assert (school / "out" / "results.jsonl").read_bytes() == before
    hand_in(school / "other", "ada")
    assert graded("other", "out").folder == Path("out")  # the same class, as it is now
