"""The nouns of grading: what is said of an attempt. All frozen, none knows torch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Status: TypeAlias = Literal[
    "accepted",
    "not_written",
    "wrong",
    "crashed",
    "timeout",
    "out_of_memory",
    "forbidden",
    "invalid",
    "judge_error",
]


@dataclass(frozen=True)
class Finding:
    """One thing observed about a run."""

    check: str
    """values, gradients, float32, parameters, error, ...: what was looked at."""
    message: str
    """One line: what was expected, what was got."""
    details: tuple[str, ...] = ()
    """More lines: counts, places, the first mismatches, the learner's traceback."""


@dataclass(frozen=True)
class CaseResult:
    """What the judge says of one case."""

    name: str
    of: str
    status: Literal["passed", "failed", "skipped"]
    call: str
    """What was called, with shapes: `CrossAttention(d_model=16)(x=(2, 3, 16))`."""
    findings: tuple[Finding, ...] = ()
    skipped: tuple[str, ...] = ()
    """Checks that depend on the failed one and were therefore not judged."""
    misconception: str | None = None
    """Id of the one misconception that gives this case's results, where none reproduces the attempt."""
    explanation: str = ""


@dataclass(frozen=True)
class Verdict:
    """The judge's opinion of one attempt."""

    question: str
    file: str
    status: Status
    score: float
    """Share of the cases passed, from 0 to 1, each defined name weighing the same."""
    seed: int
    """The secret seed of this run: the same seed draws the same inputs again."""
    cases: tuple[CaseResult, ...] = ()
    parts: dict[str, float] = field(default_factory=dict)
    """Each defined name with the share of its own cases passed."""
    misconception: str | None = None
    """Id of the one misconception that reproduces what the attempt did; `explanation` is what it says."""
    explanation: str = ""
    candidates: tuple[str, ...] = ()
    """Where several misconceptions do the same: all of them, none named."""
    findings: tuple[Finding, ...] = ()
    """About the whole file: a syntax error, a forbidden call, a time limit."""
    output: str = ""
    """What the attempt printed, cut."""
    seconds: float = 0.0
    """How long the attempt's run took."""
