"""A program that is needed later is carried out with the first that are asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from interview.grading.execution.facts import Returned
from interview.grading.judge.admission import Run
from interview.grading.judge.together import RunTogether
from tests.helpers.judging import bench_of

REFERENCE = "def double(x):\n    return 2 * x\n"
CASES = [{"name": n, "call": {"x": f"randn({n})"}} for n in ("2", "3")]


@pytest.fixture
def programs(toy):
    bench = bench_of(toy, REFERENCE, cases=CASES, define="double")
    return [*{program.case: program for program in bench.programs}.values()]


class Runner:
    """Notes what it is asked for; after so many programs it comes to its end."""

    def __init__(self, most=9):
        self.asked, self.most = [], most

    def __call__(self, programs, seconds):
        self.asked.append((len(programs), seconds))
        facts = {n: Returned([program.case]) for n, program in enumerate(programs[: self.most])}
        return Run(facts, ended="done" if len(programs) <= self.most else "timeout")


def test_one_run_serves_both(programs):
    runner, (first, second) = Runner(), programs
    later = replace(second, recorded=True)
    run_on = RunTogether(runner, later, 1.0)
    climbed = run_on([first, second], 2.0)
    assert [facts.results for facts in climbed.facts.values()] == [[first.case], [second.case]]
    assert run_on([replace(later)], 1.0).facts[0].results == [second.case]
    assert runner.asked == [(3, 3.0)]
    run_on([first], 2.0)
    run_on([replace(first, recorded=True)], 1.0)
    assert runner.asked[1:] == [(1, 2.0), (1, 1.0)]


def test_what_did_not_come_to_its_end_is_asked_for_again(programs):
    runner, (first, second) = Runner(most=1), programs
    later = replace(second, recorded=True)
    run_on = RunTogether(runner, later, 1.0)
    assert (run_on([first], 2.0).ended, len(run_on([first, second], 2.0).facts)) == ("done", 1)
    assert run_on([later], 1.0).ended == "done"
    assert runner.asked == [(2, 3.0), (2, 2.0), (1, 1.0)]


def test_alone_it_is_run_alone(programs):
    runner, later = Runner(), replace(programs[0], recorded=True)
    RunTogether(runner, later, 1.0)([later], 1.0)
    RunTogether(runner, None, 1.0)(programs, 2.0)
    assert runner.asked == [(1, 1.0), (2, 2.0)]
