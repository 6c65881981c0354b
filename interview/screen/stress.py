"""A numerics round on the screen: what holds, what does not and how, and what the reference does there."""

from __future__ import annotations

from rich.text import Text

from interview.messages import _
from interview.model.card import Card
from interview.model.stress import StressRound, StressTrial
from interview.model.verdict import Finding
from interview.screen.console import (
    CASE_MARKS,
    foreign_text,
    show_indented,
    show_sentences,
    status_colour,
)
from interview.screen.verdict import REMARK, show_finding
from interview.text import inert_name
from interview.wording.stress import trial_in_words


def show_stress_round(told: StressRound, card: Card, file: str) -> None:
    """Every trial in one line, and in more where it does not hold."""
    title = _("{number}. {title}: numerics round").format(number=card.number, title=card.title)
    show_report_heading(title, file)
    if told.findings:
        show_not_right(told.findings, card)
        return
    several = len({trial.of for trial in told.trials}) > 1
    for trial in told.trials:
        show_stress_trial(trial, several)
    show_round_summary(told)


def show_report_heading(title: str, file: str) -> None:
    show_indented(Text(title, style="bold"), 0)
    show_indented(foreign_text(inert_name(file), "bright_black"), 2)


def show_not_right(findings: tuple[Finding, ...], card: Card) -> None:
    """Why nothing is told of the code."""
    for finding in findings:
        if finding.check == "not_written":
            show_indented(Text(_("not written yet"), "yellow"), 2)
        else:
            show_finding(finding, 2)
    if any(finding.kind != "not_recorded" for finding in findings):
        text = _("This is for code that is right as it is: first [bold]interview grade {number}[/]")
        show_sentences("  " + text.format(number=card.number))


def show_stress_trial(trial: StressTrial, several: bool) -> None:
    """`several`: whether the function it calls is to be named."""
    words = trial_in_words(trial)
    if several:
        words = _("{check}: {message}").format(check=trial.of, message=words)
    status = "failed" if trial.attempt else "passed"
    mark, colour = CASE_MARKS[status], status_colour(status)
    if trial.attempt and trial.reference:
        mark, colour = REMARK, "yellow"
    show_indented(foreign_text(f"{mark} {words}", colour), 2)
    if trial.attempt:
        show_indented(foreign_text(trial.call, "bright_black"), 6)
        show_finding(trial.attempt, 6)
        text = _("the reference holds")
        if trial.reference:
            text = _("the reference does not hold there either")
        show_indented(Text(text, style="bright_black"), 6)
    elif trial.reference:
        show_indented(Text(_("the reference does not hold there"), style="bright_black"), 6)


def show_round_summary(told: StressRound) -> None:
    held = sum(trial.attempt is None for trial in told.trials)
    text = _("holds in {held} of {total}")
    show_indented(Text(text.format(held=held, total=len(told.trials)), style="bold"), 2)
    text = _("This changes no verdict, and is not recorded.")
    show_indented(Text(text, style="bright_black"), 2)
