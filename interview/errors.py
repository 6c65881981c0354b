"""What a person can fix: each error is one line that says where, what, and what to do."""

from __future__ import annotations


class InterviewError(Exception):
    """Something a person can put right; shown without a traceback."""

    exit_status = 2

    def __init__(self, *problems: str) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(problems))


class UsageError(InterviewError):
    """A wrong name, path or option was given."""


class QuestionError(InterviewError):
    """A question's files are wrong; holds every problem found, not only the first."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(*problems)


class MachineError(InterviewError):
    """This machine lacks something that a person can give it: memory, a mounted /proc."""


class ClusterError(InterviewError):
    """A cluster cannot be reached, or has gone: a person can start it."""


class EngineError(InterviewError):
    """The grading engine could not be started or went away: our fault, never the learner's."""

    exit_status = 3
