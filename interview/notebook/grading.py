"""From the text of an attempt to its verdict: of a script, which records nothing, or of a cell, as a learner's."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import copy_context
from dataclasses import replace
from pathlib import Path

from interview import messages
from interview.bank import Bank, open_bank
from interview.errors import UsageError
from interview.grading.client.link import fresh_seed
from interview.grading.client.shared import open_engine
from interview.grading.client.source import NotText, decode_source
from interview.messages import _
from interview.model.card import Card
from interview.model.verdict import Verdict
from interview.notebook.cell import as_written, notes_on_cell
from interview.notebook.shown import ShownVerdict, shown_verdict
from interview.practice.exercise.exercises import ExerciseRecorder
from interview.practice.exercise.grade import invalid_verdict
from interview.practice.exercise.workspace import ExerciseFile
from interview.practice.talk.language import choose_language

SCRIPT_NAME = "source"
"""What stands for a file's name where there is none."""
SEEDS = range(2**63)
"""What the history can keep, as for `interview grade --seed`."""


def grade_source(
    question: str,
    source: str,
    *,
    seed: int | None = None,
    lang: str | None = None,
    bank: str | Sequence[str] | None = None,
    cold: bool = False,
) -> ShownVerdict:
    """As `interview.grade` says."""
    if not isinstance(source, str):
        text = (
            "interview.grade: expected the text of an attempt, got {type}: give what stands in it"
        )
        raise TypeError(text.format(type=type(source).__name__))

    def graded() -> ShownVerdict:
        tongue = speak(lang)
        opened = open_bank(bank)
        card = opened.told(opened.find(question), tongue)
        verdict = judged_text(card, SCRIPT_NAME, source, seed, tongue, cold)
        return shown_verdict(verdict, card, tongue)

    return copy_context().run(graded)


def judged_cell(
    question: str,
    cell: str,
    name: str,
    *,
    seed: int | None = None,
    lang: str | None = None,
    bank: str | Sequence[str] | None = None,
) -> ShownVerdict:
    """The verdict on what stands below `%%grade` in a cell, recorded as any attempt; raises as `interview.grade`.

    Its lines are counted as those of the cell, whose first is `%%grade`.
    """
    tongue = speak(lang)
    opened = open_bank(bank)
    card = opened.told(opened.find(question), tongue)
    source, left_out = as_written(cell)
    verdict = judged_text(card, name, source, seed, tongue, cold=False)
    verdict = replace(verdict, notes=notes_on_cell(left_out))
    return recorded_verdict(opened, card, verdict, tongue)


def recorded_verdict(bank: Bank, card: Card, verdict: Verdict, tongue: str) -> ShownVerdict:
    recorder = ExerciseRecorder(bank)
    first_core = recorder.passes_by_core(verdict)
    recorder.record(verdict)
    return shown_verdict(verdict, card, tongue, first_core)


def speak(lang: str | None) -> str:
    """The language asked for, or that of the environment; from here on texts are in it."""
    tongue = choose_language(lang)
    messages.use_catalogue(tongue)
    return tongue


def judged_text(
    card: Card, name: str, source: str, seed: int | None, lang: str, cold: bool
) -> Verdict:
    """The verdict on a text, which is looked at as a file's would be; raises QuestionError."""
    drawn = fresh_seed() if seed is None else seed
    if drawn not in SEEDS:
        text = _("seed {seed}: expected a whole number from 0 to {most}")
        raise UsageError(text.format(seed=seed, most=SEEDS[-1]))
    try:
        if not source.strip():
            raise NotText(_("nothing stands in it: write the exercise, then grade it"))
        text = decode_source(source.encode("utf-8", "surrogatepass"))
    except NotText as error:
        return invalid_verdict(ExerciseFile(card, Path(name)), drawn, str(error))
    with open_engine(cold) as links:
        return links.link().grade(card, name, text, drawn, lang, example=True)
