"""The nouns of grading: what is said of an attempt, as kinds and values. All frozen, none knows torch.

How a finding is put into words is `wording`'s affair.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

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
    """What was looked at: a kind of check as exercises name it, or values, error, parameters, ..."""
    kind: str
    """What is the matter: shape, elements, error, ...; `wording.verdict` has a sentence for each."""
    values: dict[str, Any] = field(default_factory=dict)
    """What the sentence tells: plain data, as JSON has it."""


@dataclass(frozen=True)
class Evidence:
    """What the name of a mistake rests on in one case: the attempt and the mistake did the same there."""

    check: str
    """What was found to fail, and compared: values, gradients, raises, error, ..."""
    values: int
    """So many values agree; 0 where both raised the same instead of returning any."""


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
    more_calls: int = 0
    """Further calls on the same object, which `call` leaves out."""
    training: bool = False
    """Whether the module was in training mode."""
    group: str = "core"
    """What it belongs to: core, edges, errors or numerics."""
    evidence: Evidence | None = None
    """For the mistake that is named here or for the whole attempt."""


@dataclass(frozen=True)
class GroupResult:
    """What the judge says of the cases of one function that belong together; earned whole or not at all."""

    of: str
    group: str
    weight: float
    """Its share of the function's credit, from 0 to 1."""
    cases: int
    passed: int

    @property
    def right(self) -> bool:
        return self.passed == self.cases


@dataclass(frozen=True)
class Example:
    """A small input on which the attempt differs, as plain data; tensors are `{"dtype", "shape", "tensor"}`."""

    case: str
    """The case that it is a small one of."""
    of: str
    constructed: bool
    build: dict[str, Any]
    parameters: dict[str, Any]
    """The weights that are loaded, by name."""
    calls: list[dict[str, Any]]
    training: bool
    expected: dict[str, Any]
    """`results` of the calls, or the type of an `error`."""
    got: dict[str, Any]
    """The same, and the error's `message`."""


@dataclass(frozen=True)
class Departure:
    """Where an attempt first differs from the reference, in the values that it computes on a failed case."""

    case: str
    line: int
    """Where the first value on the way to the wrong result is made that is not the reference's."""
    statement: tuple[int, int] = (0, 0)
    """From which line to which the statement of that line goes; (0, 0) where that isn't known."""
    callers: tuple[int, ...] = ()
    """The lines from which that line was called, the nearest first."""
    built: tuple[int, int] = (0, 0)
    """The lines of the statement that constructed the module called there; (0, 0) where none is."""
    made_of: tuple[int, ...] = ()
    """Other lines, which make what that value is made of and what is the reference's."""
    untelling: tuple[int, ...] = ()
    """Lines that make masks, whole numbers or parts of inputs it is made of, which tell nothing."""
    since: int = 0
    """A line above it in the same function, from which on the way to it is told; 0 where it isn't.

    The last of `made_of` if any is there, else the first of `untelling`, else where the function begins.
    """
    until: int = 0
    """Where that value may be another way to the same, a line below with what follows and can't be; else 0."""
    cells: tuple[tuple[int, int, int], ...] = ()
    """Of a notebook, for each line that is told: its cell, and which line of this it is."""
    bare: bool = False
    """Whether it is made of Python's numbers, which are not looked at."""
    of_input: bool = False
    """Whether nothing is lost but parts of the inputs, which else tell nothing, as that value is."""
    detours: bool = False
    """Whether a value before it is not the reference's either, but leads back to one that is."""
    rearranged: bool = False
    """Whether its numbers are those of a value of the reference, arranged otherwise."""
    agrees: str = ""
    """The last stage of the exercise's `stages` that the attempt has, before the one it lacks if it lacks one."""
    agrees_says: str = ""
    missing: str = ""
    """The first stage that no tensor of the attempt equals, and nothing leads back from."""
    missing_says: str = ""

    @property
    def lines(self) -> list[int]:
        """Every line that is named, in the order of the file."""
        named = {self.line, self.since, self.until, *self.statement, *self.callers, *self.built}
        return sorted({*named, *self.made_of, *self.untelling} - {0})


MatrixKind: TypeAlias = Literal["weights", "mask", "table"]
MatrixRows: TypeAlias = tuple[tuple[float | None, ...], ...]


@dataclass(frozen=True)
class Matrices:
    """A matrix of a failed case whose pattern shows what is wrong, expected and got."""

    case: str
    kind: MatrixKind
    index: tuple[int, ...]
    """Of the axes before the last two."""
    expected: MatrixRows
    got: MatrixRows
    """None where an element is NaN or infinite."""


@dataclass(frozen=True)
class WeightsRead:
    """How the weights of one class were loaded, where their names or shapes are not those of the task."""

    of: str
    lines: tuple[str, ...]
    """What a comment would say of each that is another: `qkv = w_q + w_k + w_v`."""
    declared: bool = False
    """Whether a comment says so, at least of some."""


@dataclass(frozen=True)
class Verdict:
    """The judge's opinion of one attempt."""

    question: str
    file: str
    status: Status
    score: float
    """The credit for the groups that are right, from 0 to 1, each defined name weighing the same."""
    seed: int
    """The secret seed of this run: the same seed draws the same inputs again."""
    cases: tuple[CaseResult, ...] = ()
    parts: dict[str, float] = field(default_factory=dict)
    """Each defined name with its own credit."""
    groups: tuple[GroupResult, ...] = ()
    """The groups of cases that there are, for each defined name."""
    edition: str = ""
    """Of the question it was judged by: changes with everything that verdicts hang on."""
    misconception: str | None = None
    """Id of the one misconception that reproduces what the attempt did; `explanation` is what it says."""
    explanation: str = ""
    candidates: tuple[str, ...] = ()
    """Where several misconceptions do the same: all of them, none named."""
    findings: tuple[Finding, ...] = ()
    """About the whole file: a syntax error, a forbidden call, a time limit."""
    notes: tuple[Finding, ...] = ()
    """Of a notebook: what was left out of it before it was graded. None of it is a fault by itself."""
    common: Finding | None = None
    """What the failed cases have in common and the passed ones don't, where no mistake is named."""
    example: Example | None = None
    """The smallest input on which it can be seen to differ."""
    departure: Departure | None = None
    """Where it first differs in the values that it computes."""
    matrices: Matrices | None = None
    """A wrong matrix whose pattern tells more than its numbers."""
    weights: tuple[WeightsRead, ...] = ()
    """Of each class whose weights have other names or another layout than the task's, how they were read."""
    output: str = ""
    """What the attempt printed, cut."""
    seconds: float = 0.0
    """How long the attempt's run took."""

    @property
    def broken_question(self) -> tuple[str, ...]:
        """What is wrong with the question itself, where nothing could be graded therefore."""
        broken = [f for f in self.findings if f.kind == "broken_question"]
        return tuple(line for finding in broken for line in finding.values["problems"])

    @property
    def case_misconceptions(self) -> tuple[str, ...]:
        """Ids of the misconceptions named in single cases, each once, where none reproduces the attempt."""
        named = (case.misconception for case in self.cases if case.misconception)
        return () if self.misconception else tuple(dict.fromkeys(named))

    @property
    def core_right(self) -> bool:
        """Whether what an interviewer looks at first is right, whatever is left at the edges."""
        core = [result for result in self.groups if result.group == "core"]
        return self.status != "forbidden" and bool(core) and all(result.right for result in core)


def verdict_from_data(data: Mapping[str, Any]) -> Verdict:
    """The verdict that `dataclasses.asdict` took apart; raises TypeError and KeyError if it is none."""
    cases = tuple(map(case_from_data, data["cases"]))
    groups = tuple(GroupResult(**group) for group in data["groups"])
    lists = {
        "common": Finding(**data["common"]) if data["common"] else None,
        "example": Example(**data["example"]) if data.get("example") else None,
        "departure": departure_from_data(data.get("departure")),
        "matrices": matrices_from_data(data.get("matrices")),
        "weights": tuple(map(weights_from_data, data.get("weights", ()))),
        "groups": groups,
        "findings": findings_from_data(data),
        "notes": tuple(Finding(**note) for note in data.get("notes", ())),
        "candidates": tuple(data["candidates"]),
    }
    return Verdict(**{**data, **lists, "cases": cases})


def departure_from_data(data: Mapping[str, Any] | None) -> Departure | None:
    if not data:
        return None
    lists = {name: tuple(value) for name, value in data.items() if isinstance(value, list | tuple)}
    cells = tuple(map(tuple, data.get("cells", ())))
    return Departure(**{**data, **lists, "cells": cells})


def matrices_from_data(data: Mapping[str, Any] | None) -> Matrices | None:
    if not data:
        return None
    rows = {name: tuple(map(tuple, data[name])) for name in ("expected", "got")}
    return Matrices(**{**data, **rows, "index": tuple(data["index"])})


def weights_from_data(data: Mapping[str, Any]) -> WeightsRead:
    return WeightsRead(**{**data, "lines": tuple(data["lines"])})


def case_from_data(data: Mapping[str, Any]) -> CaseResult:
    told = {
        "findings": findings_from_data(data),
        "skipped": tuple(data["skipped"]),
        "evidence": Evidence(**data["evidence"]) if data.get("evidence") else None,
    }
    return CaseResult(**{**data, **told})


def findings_from_data(data: Mapping[str, Any]) -> tuple[Finding, ...]:
    return tuple(Finding(**finding) for finding in data["findings"])
