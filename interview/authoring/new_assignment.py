"""A new assignment: every key with a comment, and only what it cannot do without filled in."""

from __future__ import annotations

from pathlib import Path

from interview.files import write_new_file

ASSIGNMENT_NAME = "assignment.yaml"
ASSIGNMENT_TEMPLATE = """\
# yaml-language-server: $schema=assignment.schema.json
title: Homework 1  # as the column is called in Moodle or Canvas
questions:  # by number or id, as `interview list` has them, in the order of the columns
  - {question: 1, points: 10}
# due: 2027-01-31 23:59 Europe/Berlin  # with its zone
# late: {percent_a_day: 10, grace: 15 minutes, cut_off: 7 days}
# extra_time: {ada@example.org: 2 days}  # by id, e-mail address or name
# handed_in: {ada@example.org: 2027-01-31 10:00 +01:00}  # where neither the platform nor files tell it
# roster: roster.csv  # id, name, email, language; an export of Moodle or Canvas as it is
# weights: {core: 60, edges: 20, errors: 10, numerics: 10}  # of the groups of cases, in all questions
# students_see:
#   groups: {core: visible, edges: after_due_date, errors: after_published, numerics: hidden}
#   mistake: explained  # or named, untold
#   hints: 0  # so many of a question's three, where it isn't right
# language: en  # of what students read: en or zh
# overrides: overrides.yaml  # points given by hand; this name needs no mention
"""


def begin_assignment(folder: Path) -> Path | None:
    """Writes `assignment.yaml` into the folder; None, and nothing is written, where there is one."""
    path = folder / ASSIGNMENT_NAME
    return path if write_new_file(path, ASSIGNMENT_TEMPLATE) else None
