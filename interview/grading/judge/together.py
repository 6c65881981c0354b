"""What will be asked of an attempt, carried out in a run that is made anyway: a run costs more than a program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from interview.grading.execution.program import Program
from interview.grading.judge.admission import Run
from interview.grading.judge.second_look import RunOn


class RunTogether:
    """Runs the attempt; with the first programs one more, and keeps what came of it for when it is asked for."""

    def __init__(self, run_on: RunOn, later: Program | None, seconds: float) -> None:
        """later: the program, which may take so many seconds more."""
        self.run_on, self.later, self.seconds = run_on, later, seconds
        self.begun = False
        self.kept: Run | None = None

    def __call__(self, programs: Sequence[Program], seconds: float) -> Run:
        if self.is_later(programs):
            return self.kept or self.run_on(programs, seconds)
        if self.later is None or self.begun:
            return self.run_on(programs, seconds)
        self.begun = True
        run = self.run_on([*programs, self.later], seconds + self.seconds)
        place = len(programs)
        if run.ended == "done" and place in run.facts:
            self.kept = replace(run, facts={0: run.facts[place]})
        asked = {number: facts for number, facts in run.facts.items() if number < place}
        return replace(run, facts=asked, ended="done" if len(asked) == place else run.ended)

    def is_later(self, programs: Sequence[Program]) -> bool:
        if self.later is None or len(programs) != 1:
            return False
        return programs[0].recorded and programs[0].case == self.later.case
