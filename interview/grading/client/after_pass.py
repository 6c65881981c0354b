"""What is told of an attempt on request besides its verdict: no verdict hangs on it, and nothing is recorded."""

from __future__ import annotations

from typing import Any

from interview.grading.client.failures import JudgeLost, refuse_failure
from interview.grading.client.link import Link
from interview.grading.client.replies import not_judged_verdict
from interview.model.beside import StageLines, stage_lines_from_data
from interview.model.card import Card
from interview.model.cells import is_notebook
from interview.model.cost import CostReport, cost_report_from_data, report_in_cells
from interview.model.stress import StressRound, round_in_cells, stress_round_from_data

OPEN_SEED = 1
"""Of the inputs, so that the same attempt is told the same."""


def stress_of(link: Link, card: Card, file: str, source: str) -> StressRound:
    """Which hard inputs an attempt stands; raises QuestionError and EngineError as `Link.grade`."""
    try:
        told = stress_round_from_data(asked(link, card, "stress", file, source))
        return round_in_cells(told, file, source)
    except JudgeLost as lost:
        return StressRound(findings=not_judged_verdict(card, file, OPEN_SEED, lost).findings)


def cost_of_attempt(link: Link, card: Card, file: str, source: str) -> CostReport:
    """What an attempt costs against the reference; raises as `stress_of`."""
    try:
        told = cost_report_from_data(asked(link, card, "cost", file, source))
        return report_in_cells(told, file, source)
    except JudgeLost as lost:
        return CostReport(findings=not_judged_verdict(card, file, OPEN_SEED, lost).findings)


def stages_in_both(link: Link, card: Card, file: str, source: str) -> tuple[StageLines, ...]:
    """The lines of an attempt and of the reference that make the same; none where nothing can be said."""
    if is_notebook(file):  # whose lines are those of several cells
        return ()
    try:
        return stage_lines_from_data(asked(link, card, "beside", file, source))
    except JudgeLost:
        return ()


def asked(link: Link, card: Card, what: str, file: str, source: str) -> Any:
    """The judge's answer to one of its `AFTER_A_PASS`."""
    reply = link.ask_about(card, OPEN_SEED, file=file, source=source, **{what: True})
    refuse_failure(reply, f"{card.slug}: {what}")
    return reply[what]
