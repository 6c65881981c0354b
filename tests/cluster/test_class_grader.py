"""A class on workers that die, differ, return and stay away; who these are is made up, what happens is not."""

from __future__ import annotations

import pytest

from interview.bank import Bank
from interview.classroom.submissions import Submission
from interview.cluster import crew
from interview.cluster.class_grader import ClusterGrader
from interview.cluster.scheduler import Outcome
from interview.errors import ClusterError
from interview.grading.sandbox.levels import BASIC, NO_NAMESPACES
from tests.conftest import TOY
from tests.helpers.cluster import ABOUT, MadeUpScheduler, said, unlike_here

CARDS = Bank(TOY).cards
ENDS_IT, NO_ENGINE = "ends its worker", "ends its engine"


@pytest.fixture(autouse=True)
def without_waiting(monkeypatch):
    monkeypatch.setattr(crew, "SECONDS_BETWEEN_LOOKS", 0.0)


class Told(list):
    """The lines that a person reads."""

    def about(self, word):
        return [line for line in self if word in line]


def graded(scheduler, *sources, patience=30.0):
    """The statuses of verdicts on these sources, and what was told."""
    told = Told()
    grader = ClusterGrader(scheduler, ABOUT, patience, told.append)
    grader.about()
    submissions = [
        Submission(f"person {i}", "attempt.py", CARDS[0], source.encode())
        for i, source in enumerate(sources)
    ]
    entries = list(grader.grade(submissions, 5, "en"))
    assert len({entry.person for entry in entries}) == len(entries) == len(sources)
    verdicts = {entry.person: entry.verdict for entry in entries}
    return [verdicts[s.person] for s in submissions], told


def statuses(verdicts):
    return [verdict.status for verdict in verdicts]


def by_source(worker, sources):
    """A worker that dies of one source, and loses its engine to another."""
    if ENDS_IT in sources:
        return "dies"
    if NO_ENGINE in sources:
        place = sources.index(NO_ENGINE)
        verdicts = [
            {
                "question": "attend",
                "file": "attempt.py",
                "status": "accepted",
                "score": 1.0,
                "seed": 5,
            }
            | {"cases": [], "groups": [], "findings": [], "candidates": [], "common": None}
        ] * place
        return said({"verdicts": verdicts, "lost": "the engine went away", "seconds": 1.0})
    return None


@pytest.mark.parametrize("workers", [["a"], ["a", "b", "c"], {"a": 4, "b": 1}], ids=len)
def test_everybody_is_graded_and_what_is_no_text_goes_nowhere(workers):
    scheduler = MadeUpScheduler(CARDS, workers)
    verdicts, told = graded(scheduler, *["x"] * 30, "", "y\0")
    assert statuses(verdicts) == ["accepted"] * 30 + ["invalid"] * 2
    assert len(told) == 1
    assert {worker for worker, task in scheduler.log if task == "grade_chunk"} == set(workers)


@pytest.mark.parametrize(
    "workers", [["a"], ["a", "b"], {"a": 4}], ids=["one", "two", "of 4 threads"]
)
def test_a_submission_that_ends_its_worker_is_crashed_and_its_neighbours_are_graded(workers):
    verdicts, told = graded(
        MadeUpScheduler(CARDS, workers, by_source), *["x"] * 9, ENDS_IT, *["x"] * 9
    )
    assert statuses(verdicts) == ["accepted"] * 9 + ["crashed"] + ["accepted"] * 9
    assert verdicts[9].findings[0].kind == "worker_ended"
    assert len(told.about("has gone: what it had is graded elsewhere")) == 3


def test_one_that_ends_the_engine_is_tried_again_alone_and_then_a_judge_error():
    scheduler = MadeUpScheduler(CARDS, ["a", "b"], by_source)
    verdicts, _told = graded(scheduler, *["x"] * 9, NO_ENGINE, *["x"] * 9)
    assert statuses(verdicts) == ["accepted"] * 9 + ["judge_error"] + ["accepted"] * 9
    assert verdicts[9].findings[0].values["error"] == "the engine went away"


def test_a_worker_that_is_killed_once_costs_nobody_anything():
    killed = []

    def behaves(worker, sources):
        if worker == "a" and not killed:
            killed.append(worker)
            return "dies"
        return None

    verdicts, told = graded(MadeUpScheduler(CARDS, ["a", "b"], behaves), *["x"] * 20)
    assert statuses(verdicts) == ["accepted"] * 20
    assert len(told.about("worker name of a (a) has gone")) == 1


def test_one_that_returns_at_its_old_address_is_examined_and_gets_the_bank_again():
    scheduler, begun = MadeUpScheduler(CARDS, ["a"]), []
    scheduler.behaves = lambda worker, sources: None if begun else (begun.append(1) or "returns")
    verdicts, _told = graded(scheduler, *["x"] * 20)
    assert statuses(verdicts) == ["accepted"] * 20
    assert [task for _worker, task in scheduler.log if task != "grade_chunk"] == [
        *("examine", "take_bank"),
        *("examine", "take_bank"),
    ]


def test_a_worker_whose_task_fails_is_left_and_the_failure_is_ours():
    def behaves(worker, sources):
        return Outcome(error="OSError: no room") if "x" in sources else None

    verdicts, told = graded(MadeUpScheduler(CARDS, ["a", "b"], behaves), "y", "x", "y")
    assert statuses(verdicts) == ["accepted", "judge_error", "accepted"]
    assert told.about("cannot go on: OSError: no room")


DIFFERENT = {
    "torch": (unlike_here(torch="2.6.0"), "torch: expected 2.13.0, got 2.6.0"),
    "Python": (unlike_here(python="3.9.1"), "Python: expected"),
    "package": (unlike_here(package="0.1 (abc)"), "package: expected"),
    "sandbox": (unlike_here(sandbox=BASIC), "sandbox: expected full, got basic"),
    "no package": (Outcome(error="ModuleNotFoundError: No module named 'interview'"), "No module"),
    "another form": (
        said({"name": "n", "traits": {"python": "3"}}),
        "another version of the package",
    ),
}


@pytest.mark.parametrize(("traits", "reason"), DIFFERENT.values(), ids=DIFFERENT)
def test_a_worker_that_differs_is_told_by_name_and_gets_nothing(traits, reason):
    scheduler = MadeUpScheduler(CARDS, ["a", "b", "other"])
    scheduler.traits["other"] = traits
    verdicts, told = graded(scheduler, *["x"] * 8)
    assert statuses(verdicts) == ["accepted"] * 8
    (line,) = told.about("does not grade")
    assert "other" in line
    assert reason in line
    assert {task for worker, task in scheduler.log if worker == "other"} == {"examine"}


def test_the_level_that_most_have_is_that_of_all():
    scheduler = MadeUpScheduler(CARDS, ["a", "b", "other"])
    scheduler.traits |= dict.fromkeys("ab", unlike_here(sandbox=NO_NAMESPACES))
    grader = ClusterGrader(scheduler, ABOUT, 30.0, Told().append)
    assert grader.about() == {"level": NO_NAMESPACES, "torch": "2.13.0"}
    assert grader.crew.turned_away == {"other"}


@pytest.mark.parametrize("answer", [Outcome(error="OSError: disk full"), Outcome("another")])
def test_a_worker_that_cannot_take_the_bank_grades_nothing(answer):
    scheduler = MadeUpScheduler(CARDS, ["a", "b"])
    scheduler.refusing["a"] = answer
    verdicts, told = graded(scheduler, *["x"] * 8)
    assert statuses(verdicts) == ["accepted"] * 8
    assert told.about("worker name of a (a) does not grade")
    assert ("a", "grade_chunk") not in scheduler.log


def test_a_worker_that_never_answers_holds_nobody_up(monkeypatch):
    monkeypatch.setattr(crew, "LONGEST_SILENCE", 0.2)
    scheduler = MadeUpScheduler(CARDS, ["a", "b"])
    scheduler.behaves = lambda worker, sources: scheduler.silent.add("b")
    verdicts, told = graded(scheduler, *["x"] * 20)
    assert statuses(verdicts) == ["accepted"] * 20
    assert told.about("worker name of b (b) does not answer: what it had is graded elsewhere")


def test_a_worker_that_comes_later_helps():
    scheduler = MadeUpScheduler(CARDS, ["a"])

    def behaves(worker, sources):
        scheduler.threads["late"] = 1

    scheduler.behaves = behaves
    graded(scheduler, *["x"] * 60)
    assert ("late", "grade_chunk") in scheduler.log


def test_without_a_worker_for_long_the_batch_ends_and_says_what_to_do():
    with pytest.raises(
        ClusterError, match="no worker that may grade for 0 seconds: what is graded"
    ):
        graded(MadeUpScheduler(CARDS, []), "x", patience=0.0)
    only = MadeUpScheduler(CARDS, ["a"])
    only.behaves = lambda worker, sources: only.threads.clear() or Outcome()
    with pytest.raises(ClusterError, match="run the same command again"):
        graded(only, *["x"] * 3, patience=0.01)


def test_whatever_happens_the_workers_are_let_go():
    scheduler = MadeUpScheduler(CARDS, ["a", "b"])
    grader = ClusterGrader(scheduler, ABOUT, 30.0, Told().append)
    grader.about()
    submissions = [Submission(f"person {i}", "f.py", CARDS[0], b"x") for i in range(9)]
    entries = grader.grade(submissions, 5, "en")
    next(entries)
    entries.close()
    assert not grader.crew.members
    assert not grader.crew.expected
    assert {"0", "2"} <= scheduler.forgotten  # their engines
