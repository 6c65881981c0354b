"""What a numerics round says of an attempt: which hard inputs it stands, beside what the reference does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from interview.model.cells import cell_marks, finding_in_cells, is_notebook
from interview.model.verdict import Finding, findings_from_data

StressKind: TypeAlias = Literal[
    "large", "float32", "bfloat16", "float16", "empty_row", "length_one", "long"
]


@dataclass(frozen=True)
class StressTrial:
    """One hard input, and what became of it on both sides; None where the right result came back."""

    kind: StressKind
    of: str
    call: str
    """What was called, with shapes."""
    values: dict[str, Any] = field(default_factory=dict)
    """What was done to the case's inputs."""
    attempt: Finding | None = None
    reference: Finding | None = None


@dataclass(frozen=True)
class StressRound:
    """All trials; or none, and why it could not be held."""

    trials: tuple[StressTrial, ...] = ()
    findings: tuple[Finding, ...] = ()


def stress_round_from_data(data: Mapping[str, Any]) -> StressRound:
    """The round that `dataclasses.asdict` took apart."""
    trials = tuple(
        StressTrial(**{**told, **{who: finding_or_none(told[who]) for who in BOTH_SIDES}})
        for told in data["trials"]
    )
    return StressRound(trials, findings_from_data(data))


def round_in_cells(told: StressRound, file: str, source: str) -> StressRound:
    """The round on a notebook, with lines of cells; others as they are."""
    if not is_notebook(file):
        return told
    marks = cell_marks(source)

    def moved(finding: Finding) -> Finding:
        return finding_in_cells(finding, marks)

    trials = tuple(
        replace(trial, attempt=moved(trial.attempt)) if trial.attempt else trial
        for trial in told.trials
    )
    return StressRound(trials, tuple(map(moved, told.findings)))


BOTH_SIDES = ("attempt", "reference")


def finding_or_none(data: Mapping[str, Any] | None) -> Finding | None:
    return Finding(**data) if data else None
