"""What the schema can't say about one question's file; each broken rule is one line with a remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from interview.bank.drills import draw_drill
from interview.bank.edits import apply_edit
from interview.bank.files import read_bank_file
from interview.bank.source import KeyPath, problem_at
from interview.model.answer import Drill
from interview.model.question import Question

KEBAB_CASE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
Where = Callable[[KeyPath], str]
Problem = tuple[KeyPath, str]


def broken_rules(folder: Path, question: Question, where: Where) -> list[str]:
    """Every broken rule as `file:line: key: problem: remedy`."""
    drills = [problem_at(where, key, text) for key, text in drill_problems(question)]
    return broken_exercise_rules(folder, question, where) + drills


def broken_exercise_rules(folder: Path, question: Question, where: Where) -> list[str]:
    """Those that grading relies on; drawing every drill takes longer than all of them."""
    problems = [
        *name_problems(folder, question),
        *case_problems(question),
        *misconception_problems(folder, question),
    ]
    return [problem_at(where, key, text) for key, text in problems]


def name_problems(folder: Path, question: Question) -> Iterator[Problem]:
    if not KEBAB_CASE.fullmatch(question.id):
        yield ("id",), f"expected kebab-case, got {question.id!r}: use a-z, 0-9 and single dashes"
    slug = f"{question.number:02d}_{question.id.replace('-', '_')}"
    if folder.name != slug:
        yield (
            ("id",),
            f"expected the folder to be called {slug}, got {folder.name}: rename one of them",
        )


def case_problems(question: Question) -> Iterator[Problem]:
    exercise = question.exercise
    seen: set[str] = set()
    for number, case in enumerate(exercise.all_cases):
        i = number - len(exercise.cases)
        key: KeyPath = ("exercise", "cases", number) if i < 0 else ("exercise", "raises", i)
        if case.name in seen:
            yield (*key, "name"), f"{case.name!r} is used twice: give each case its own name"
        seen.add(case.name)
        if len(exercise.names) > 1 and case.of not in exercise.names:
            options = ", ".join(exercise.names)
            yield key, f"expected `of` to be one of {options}, got {case.of or 'nothing'!r}"
        if len(exercise.names) == 1 and case.of not in ("", *exercise.names):
            yield (*key, "of"), f"expected {exercise.names[0]!r}, got {case.of!r}"
    if not exercise.cases:
        yield ("exercise", "cases"), "expected at least one case, got none: add a call to compare"


def misconception_problems(folder: Path, question: Question) -> Iterator[Problem]:
    path = folder.parent.parent / "solutions" / f"{folder.name}.py"
    reference = read_bank_file(path) if path.is_file() else None
    if reference is None:
        yield (), f"expected the reference at solutions/{folder.name}.py, got nothing: write it"
    seen: set[str] = set()
    for i, misconception in enumerate(question.exercise.misconceptions):
        key: KeyPath = ("exercise", "misconceptions", i)
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
            yield key, "expected exactly one of `shape`, `number`, or `right` with `wrong`"
            continue
        yield from ((key, problem) for problem in why_unanswerable(drill))


def why_unanswerable(drill: Drill) -> Iterator[str]:
    """Why a drill cannot be asked; tries several draws."""
    try:
        for seed in range(8):
            draw_drill(drill, seed)
    except (ValueError, KeyError, IndexError) as error:
        yield f"cannot be asked: {error}: check its `where`, its braces and its expression"
