"""The nouns of a class: an assignment, its late rule, what students see, overrides. All frozen.

The attribute docstrings are read by `interview schema`, so each speaks to the instructor writing YAML.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

from interview.model.strict import Strict

Visibility: TypeAlias = Literal["visible", "after_due_date", "after_published", "hidden"]
"""As Gradescope spells it."""
TellsMistake: TypeAlias = Literal["explained", "named", "untold"]
PageLanguage: TypeAlias = Literal["", "en", "zh"]


@dataclass(frozen=True)
class ClassFile(Strict):
    """What an instructor writes about a class; README describes it."""

    guide: ClassVar[str] = "README.md"
    keys_of: ClassVar[str] = "the assignment's"


@dataclass(frozen=True)
class GroupWeights(Strict):
    """How much each group of cases counts, all four; the share of a group without cases goes to the others."""

    core: float
    """What an interviewer looks at first."""
    edges: float
    """Empty rows, length 1, ties, odd widths."""
    errors: float
    """The promised errors."""
    numerics: float
    """Large and small values, precision."""


@dataclass(frozen=True)
class AssignedQuestion(Strict):
    """A question of the assignment."""

    question: str | int
    """Its id or its number."""
    points: float
    """What it is worth if everything is right."""
    weights: GroupWeights | None = None
    """How much each group of cases counts here, instead of the assignment's `weights`."""


@dataclass(frozen=True)
class LateRule(Strict):
    """What a late submission costs. Each question is late by its own file; a day that has begun counts."""

    percent_a_day: float = 0
    """So many per cent are taken off for each day."""
    of: Literal["earned", "maximum"] = "earned"
    """Per cent of what was earned, or of what the question is worth."""
    grace: str | int = ""
    """What is late by no more than this is in time: `15 minutes`."""
    cut_off: str | int = ""
    """What is later than this earns nothing: `7 days`. Left out, there is no end."""


@dataclass(frozen=True)
class ShownGroups(Strict):
    """When students see how each group of cases went: visible, after_due_date, after_published or hidden."""

    core: Visibility = "visible"
    """What an interviewer looks at first."""
    edges: Visibility = "visible"
    """Empty rows, length 1, ties, odd widths."""
    errors: Visibility = "visible"
    """The promised errors."""
    numerics: Visibility = "visible"
    """Large and small values, precision."""


@dataclass(frozen=True)
class StudentView(Strict):
    """What students see of their results."""

    groups: ShownGroups = ShownGroups()
    """When they see each group of cases."""
    mistake: TellsMistake = "explained"
    """Of a known mistake: its sentence and name (explained), its name alone (named), or nothing (untold)."""
    hints: Literal[0, 1, 2, 3] = 0
    """So many of a question's three hints stand on the page of whoever doesn't have it right."""


@dataclass(frozen=True)
class Assignment(ClassFile):
    """Which questions a class is given, what they are worth, until when, and to whom."""

    title: str
    """Its name, as in the gradebook of your platform: `Homework 3`."""
    questions: tuple[AssignedQuestion, ...]
    """The questions, in the order of the columns."""
    due: str = ""
    """Day, time and zone: `2026-12-01 23:59 Europe/Berlin`, or with an offset, `2026-12-01 23:59 +01:00`."""
    late: LateRule = LateRule()
    """What a late submission costs; left out, nothing."""
    extra_time: dict[str | int, str | int] = field(default_factory=dict)
    """Id, e-mail or name of a person -> how much later it is due for them: `2 days`."""
    handed_in: dict[str | int, str] = field(default_factory=dict)
    """Id, e-mail or name of a person -> when they handed in, where names and files don't tell it."""
    roster: str = ""
    """A CSV file with the people of the class: id, name, e-mail, in any order; a path from this file."""
    weights: GroupWeights | None = None
    """How much each group of cases counts in every question; left out, as each exercise says."""
    students_see: StudentView = StudentView()
    """What students see of their results."""
    language: PageLanguage = ""
    """Of what students read: en or zh; left out, that of the command. On their pages the roster's `language` goes
    before it, in what `interview release` and `interview autograder` write `--lang`."""
    overrides: str = ""
    """The file with points given by hand; left out, `overrides.yaml` beside this one, if it is there."""


@dataclass(frozen=True)
class Override(Strict):
    """Points given by hand; they stand, whatever the grader or the late rule says."""

    person: str | int
    """Id, e-mail or name."""
    question: str | int
    """Its id or its number."""
    points: float
    """What counts for it in the end."""
    reason: str
    """Why; it stands in every report, and the student sees it."""


@dataclass(frozen=True)
class Overrides(ClassFile):
    """Points given by hand in an assignment."""

    keys_of: ClassVar[str] = "the overrides'"
    overrides: tuple[Override, ...]
    """One for a person and a question."""
