"""What the schema can't say about one question's file; each broken rule is one line with a remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from keyword import iskeyword
from pathlib import Path
from typing import Any

from interview.bank.code_rules import defined_names
from interview.bank.drills import draw_drill
from interview.bank.edits import apply_edit
from interview.bank.expression_faults import data_faults, expression_faults
from interview.bank.expressions import DRILL_NAMES, RECIPE_NAMES, ExpressionError
from interview.bank.facts import bank_facts
from interview.bank.files import read_bank_file
from interview.bank.names import id_problem, slug_of, title_problem
from interview.bank.source import KeyPath
from interview.errors import QuestionError
from interview.model.answer import Drill
from interview.model.card import reference_of
from interview.model.question import Case, Exercise, Question, Raise

Problem = tuple[KeyPath, str]
MOST_MINUTES = 600
NUMBERS = {"tolerance": (0.0, 1e6), "weights": (0.0, 1e6), "limits": (1e-3, 1e5)}
"""From where to where the numbers of these parts of an exercise are."""


def broken_rules(folder: Path, question: Question) -> Iterator[Problem]:
    """Every broken rule: its key, the problem and a remedy."""
    yield from broken_exercise_rules(folder, question)
    yield from topic_problems(folder, question)
    yield from drill_problems(question)


def topic_problems(folder: Path, question: Question) -> Iterator[Problem]:
    """A topic that the bank doesn't have; which it has is told by its `bank.yaml`, if there is one."""
    facts = bank_facts(folder.parent)
    *others, last = map(repr, facts.topic_ids)
    if question.topic not in facts.topic_ids:
        names = f"{', '.join(others)} or {last}" if others else last
        more = " one of these" if not facts.topics else " one, or add it to `topics` in bank.yaml"
        yield ("topic",), f"expected {names}, got {question.topic!r}: use{more}"


def broken_exercise_rules(folder: Path, question: Question) -> Iterator[Problem]:
    """Those that grading relies on; drawing every drill takes longer than all of them."""
    yield from name_problems(folder, question)
    yield from number_problems(question)
    yield from since_problems(question.exercise)
    yield from case_problems(question.exercise)
    yield from recipe_problems(folder, question.exercise)
    yield from misconception_problems(folder, question)


def name_problems(folder: Path, question: Question) -> Iterator[Problem]:
    if problem := id_problem(question.id):
        yield ("id",), problem
    if problem := title_problem(question.title):
        yield ("title",), problem
    slug = slug_of(question.number, question.id)
    numbered = question.number >= 1  # else that is told, and the folder may be right
    if numbered and folder.name != slug and not id_problem(question.id):
        what = f"expected the folder to be called {slug}, got {folder.name}: rename one of them"
        yield ("id",), what
    exercise = question.exercise
    if not exercise.names:
        yield ("exercise", "define"), "expected a name, got none: write what is to be defined"
    for name in exercise.names:
        if name and (not name.isidentifier() or iskeyword(name)):
            what = f"expected the name of a function or class, got {name!r}: use letters and _"
            yield ("exercise", "define"), what


def since_problems(exercise: Exercise) -> Iterator[Problem]:
    """Versions that are none, and versions of what is not forbidden."""
    for name, version in exercise.since.items():
        if name not in exercise.forbid:
            what = f"{name!r}: it is not forbidden: write it into `forbid` as well"
            yield ("exercise", "since", name), what
        if not re.fullmatch(r"\d+\.\d+", version):
            what = f"expected the first version that has it, as 2.13, got {version!r}"
            yield ("exercise", "since", name), f'{what}: write it in quotes, "2.13"'


def number_problems(question: Question) -> Iterator[Problem]:
    """Numbers of the right type that mean nothing."""
    if question.number < 1:
        yield ("number",), f"expected 1 or more, got {question.number}: number it in the bank"
    if not 1 <= question.minutes <= MOST_MINUTES:
        what = f"expected 1 to {MOST_MINUTES}, got {question.minutes}: tell how long it takes"
        yield ("minutes",), what
    exercise = question.exercise
    for part, (least, most) in NUMBERS.items():
        for name, value in vars(getattr(exercise, part)).items():
            if type(value) in (int, float) and not least <= value <= most:
                what = (
                    f"expected a number from {least:g} to {most:g}, got {value}: write another one"
                )
                yield ("exercise", part, name), what
    groups = {case.group for case in exercise.all_cases}
    if groups and not any(getattr(exercise.weights, group) > 0 for group in groups):
        what = "no group that has cases counts anything: give one a weight above 0"
        yield ("exercise", "weights"), what
    for i, drill in enumerate(question.drills):
        if not 0 <= drill.tolerance < 1:
            what = f"expected a share from 0 to below 1, got {drill.tolerance}: 0.05 is 5 %"
            yield ("drills", i, "tolerance"), what


def keyed_cases(exercise: Exercise) -> Iterator[tuple[KeyPath, Case | Raise]]:
    """Every case, with where it stands."""
    for part in ("cases", "raises"):
        for i, case in enumerate(getattr(exercise, part)):
            yield ("exercise", part, i), case


def case_problems(exercise: Exercise) -> Iterator[Problem]:
    seen: set[str] = set()
    names = exercise.names
    for key, case in keyed_cases(exercise):
        if problem := title_problem(case.name):
            yield (*key, "name"), problem
        if case.name in seen:
            yield (*key, "name"), f"{case.name!r} is used twice: give each case its own name"
        seen.add(case.name)
        if len(names) > 1 and case.of not in names:
            options = ", ".join(names)
            got = repr(case.of or "nothing")
            yield (
                (*key, "of"),
                f"expected `of` to be one of {options}, got {got}: write one of them",
            )
        if len(names) == 1 and names[0] and case.of not in ("", *names):
            yield (*key, "of"), f"expected {names[0]!r}, got {case.of!r}: remove it"
        if isinstance(case, Case) and case.calls and case.call:
            yield (*key, "calls"), "has `call` and `calls`: keep one of them"
    if not exercise.cases:
        yield ("exercise", "cases"), "expected at least one case, got none: add a call to compare"


def recipe_problems(folder: Path, exercise: Exercise) -> Iterator[Problem]:
    """Expressions that can't be read, or name what there is not."""
    own = defined_names(folder / "recipes.py")
    known = RECIPE_NAMES | (own or set())
    if own is None:  # whatever is wrong with that file is told of it
        return
    for fault in data_faults(exercise.build, known):
        yield ("exercise", "build"), fault
    for key, case in keyed_cases(exercise):
        names = set(known)
        for name, recipe in case.where.items():
            for fault in data_faults(recipe, names):
                yield (*key, "where", name), fault
            names.add(name)
        for part, name, value in arguments_of(case):
            for fault in data_faults(value, names):
                yield (*key, *part, name), fault


def arguments_of(case: Case | Raise) -> Iterator[tuple[KeyPath, str, Any]]:
    """Each argument of a case: under which key, its name and its recipe."""
    calls = case.calls if isinstance(case, Case) else ()
    parts: list[tuple[KeyPath, Any]] = [(("build",), case.build), (("call",), case.call)]
    parts += [(("calls", i), call) for i, call in enumerate(calls)]
    for part, arguments in parts:
        for name, value in (arguments or {}).items():
            if name != "method" or part == ("build",):
                yield part, name, value


def misconception_problems(folder: Path, question: Question) -> Iterator[Problem]:
    try:
        reference = read_bank_file(reference_of(folder), "write the reference")
    except QuestionError:  # told of that file
        reference = None
    seen: set[str] = set()
    for i, misconception in enumerate(question.exercise.misconceptions):
        key: KeyPath = ("exercise", "misconceptions", i)
        if problem := id_problem(misconception.id):
            yield (*key, "id"), problem
            continue
        if misconception.id in seen:
            yield (*key, "id"), f"{misconception.id!r} is used twice: give each its own id"
        seen.add(misconception.id)
        file = folder / "wrong" / f"{misconception.id}.py"
        if misconception.edit and file.exists():
            yield key, f"has an edit and a file {file.name}: keep one of them"
        elif not misconception.edit and not file.exists():
            yield key, f"expected an edit or the file wrong/{file.name}, got neither: write one"
        elif misconception.edit and reference is not None:
            try:
                apply_edit(reference, misconception.edit)
            except ValueError as error:
                yield (*key, "edit"), f"{error}: quote more of the line, or less"


def drill_problems(question: Question) -> Iterator[Problem]:
    for i, drill in enumerate(question.drills):
        key: KeyPath = ("drills", i)
        kinds = [drill.shape is not None, drill.number is not None, bool(drill.right)]
        if sum(kinds) != 1 or bool(drill.right) != bool(drill.wrong):
            what = "expected exactly one of `shape`, `number`, or `right` with `wrong`"
            yield key, f"{what}: remove or add one"
            continue
        yield from ((key, problem) for problem in why_unanswerable(drill))


def why_unanswerable(drill: Drill) -> Iterator[str]:
    """Why a drill cannot be asked; several draws are tried where nothing is wrong with its text."""
    names = set(DRILL_NAMES)
    faults: list[str] = []
    for name, recipe in drill.where.items():
        faults += data_faults(recipe, names)
        names.add(name)
    for expression in filter(None, (drill.shape, drill.number)):
        faults += expression_faults(expression, names, methods=())
    yield from faults
    if faults:
        return
    try:
        for seed in range(8):
            draw_drill(drill, seed)
    except ExpressionError as error:
        yield f"cannot be asked: {error}: check its `where`, its braces and its expression"
