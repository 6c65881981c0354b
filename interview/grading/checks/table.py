"""Every kind of check there is, found by the names that the schema allows."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import get_args

from interview.grading.checks.check import Check, Form
from interview.model import question

CHECKS: dict[str, Check] = {
    name: import_module(f"interview.grading.checks.{name}").CHECK
    for name in get_args(question.CheckName)
}
"""In the order in which they are observed and judged."""
PLAIN_FORM = Form("values")


def observing_checks(names: tuple[str, ...]) -> tuple[str, ...]:
    """Which of these checks tell something beside the results, in the table's order."""
    return tuple(name for name, check in CHECKS.items() if name in names and not check.forms)


def forms_of_checks(names: tuple[str, ...]) -> list[Form]:
    """The other forms that these checks ask for."""
    return [form for name, check in CHECKS.items() if name in names for form in check.forms]


def form_named(name: str) -> Form:
    """The form that a program's variant names."""
    return forms_of(tuple(CHECKS.values())).get(name, PLAIN_FORM)


@cache
def forms_of(checks: tuple[Check, ...]) -> dict[str, Form]:
    return {form.name: form for check in checks for form in check.forms}
