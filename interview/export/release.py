"""What students are handed out: stubs, their tasks as pages, what cases hand in, a README, notebooks if wanted.

Of a question's files only what `interview show` and `interview start` give out goes in: no reference, no mistake,
no hint, no answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interview.bank import Bank
from interview.bank.files import read_bank_file
from interview.classroom.assignment import AssignedCard, ReadyAssignment
from interview.classroom.late_words import due_in_words, late_rule_in_words
from interview.classroom.remarks import shown_points
from interview.export.github import markdown_text
from interview.messages import _, speaking
from interview.model.card import Card
from interview.model.cells import NOTEBOOK_SUFFIX
from interview.model.question import Question
from interview.text import inert
from interview.wording.tried import tried_in_words

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
StubText = Callable[[Card, str | None], str]


@dataclass(frozen=True)
class HandOut:
    """What is decided where an assignment is handed out."""

    lang: str
    notebooks: bool
    package: str
    """What pip installs."""
    banks: Sequence[str]
    """The names of the installed banks it is from, if they are not the shipped ones."""
    local: bool
    """Whether students have the bank, so that they can grade at home."""


def released_files(
    bank: Bank, ready: ReadyAssignment, how: HandOut, stub_text: StubText
) -> dict[Path, str]:
    """By path in the folder: everything, in the students' language.

    Raises QuestionError where a question cannot be read.
    """
    with speaking(how.lang):
        files = {Path("README.md"): readme_text(bank, ready, how)}
        for assigned in ready.cards:
            files |= files_of_question(bank, assigned, how, stub_text)
    return files


def files_of_question(
    bank: Bank, assigned: AssignedCard, how: HandOut, stub_text: StubText
) -> dict[Path, str]:
    card = assigned.card
    question = bank.load(card, how.lang)
    exercise = Path("exercises") / card.exercise_place
    files = {
        Path("tasks", f"{card.slug}.md"): task_page(question, assigned.points),
        exercise: stub_text(card, how.lang),
    }
    if card.given.is_file():
        files[Path("tasks", f"{card.slug}.given.py")] = read_bank_file(card.given)
    if how.notebooks:
        files[exercise.with_suffix(NOTEBOOK_SUFFIX)] = stub_notebook(card, question)
    return files


def task_page(question: Question, points: float) -> str:
    """A task in Markdown: what is asked, what to write, what is tried."""
    worth = _("{points} points").format(points=shown_points(points))
    parts = [
        f"# {question.number}. {markdown_text(question.title)}",
        worth,
        question.ask.strip(),
        "## " + _("Task"),
        question.exercise.task.strip(),
        "## " + _("What is tried"),
        "\n\n".join(tried_in_words(question.exercise)),
    ]
    return inert("\n\n".join(parts)) + "\n"


def stub_notebook(card: Card, question: Question) -> str:
    """A notebook with the task in one cell and the bare stub in the next, in version 4.5 of the format."""
    task = f"# {question.title}\n\n{question.ask.strip()}\n\n{question.exercise.task.strip()}"
    cells: list[dict[str, Any]] = [
        {
            "cell_type": "markdown",
            "id": "task",
            "metadata": {},
            "source": notebook_lines(inert(task)),
        },
        {
            "cell_type": "code",
            "id": "answer",
            "metadata": {},
            "source": notebook_lines(read_bank_file(card.stub).rstrip()),
            "execution_count": None,
            "outputs": [],
        },
    ]
    notebook = {"cells": cells, "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def notebook_lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def readme_text(bank: Bank, ready: ReadyAssignment, how: HandOut) -> str:
    """The page that comes first."""
    parts = [
        f"# {markdown_text(ready.title)}",
        *when_due(ready),
        *table_of_questions(bank, ready, how),
    ]
    parts += ["## " + _("Write"), *how_to_write(how)]
    if how.local:
        parts += ["## " + _("Set up, once"), *how_to_install(how)]
        parts += ["## " + _("Grade it yourself"), *how_to_grade(how)]
    parts += ["## " + _("Hand in"), *how_to_hand_in()]
    return inert("\n\n".join(parts)) + "\n"


def when_due(ready: ReadyAssignment) -> Iterator[str]:
    if ready.due:
        yield _("Due: **{due}**.").format(due=due_in_words(ready.due))
        if rules := list(late_rule_in_words(ready.late)):
            yield "\n".join(f"- {rule}" for rule in rules)


def table_of_questions(bank: Bank, ready: ReadyAssignment, how: HandOut) -> Iterator[str]:
    rows = [_("| question | file | points |"), "|---|---|---|"]
    rows += [row_of(bank, assigned, how) for assigned in ready.cards]
    most = round(sum(assigned.points for assigned in ready.cards), 2)
    rows.append(_("| together | | {points} |").format(points=shown_points(most)))
    yield "\n".join(rows)


def row_of(bank: Bank, assigned: AssignedCard, how: HandOut) -> str:
    card = bank.told(assigned.card, how.lang)
    file = f"exercises/{card.exercise_place.as_posix()}"
    title = f"[{card.number}. {markdown_text(card.title)}](tasks/{card.slug}.md)"
    return f"| {title} | [`{file}`]({file}) | {shown_points(assigned.points)} |"


def how_to_write(how: HandOut) -> Iterator[str]:
    yield _(
        "Each file in `exercises/` has its task above the code; `tasks/` has the same as pages. Write your "
        "code in place of `raise NotImplementedError`, and leave the first line: "
        "it tells which question the file answers."
    )
    if how.notebooks:
        yield _(
            "If you like notebooks better, work in the `.ipynb` of the same name, and hand in only that one. "
            "Magics and shell lines are left out when it is graded."
        )


def how_to_install(how: HandOut) -> Iterator[str]:
    yield _(
        "You need Python 3.11, 3.12 or 3.13 on Linux, macOS, or Windows with WSL. In this folder:"
    )
    yield (
        "```\npython3 -m venv .venv\n"
        ".venv/bin/pip install torch --index-url https://download.pytorch.org/whl/cpu\n"
        f'.venv/bin/pip install "{how.package}"\n```'
    )


def how_to_grade(how: HandOut) -> Iterator[str]:
    bank = "".join(f" --bank {name}" for name in how.banks)
    grade, watch = f".venv/bin/interview grade{bank}", f".venv/bin/interview watch{bank}"
    width = max(len(grade), len(watch)) + 3
    each, save = _("all files that you have begun"), _("grades at every save")
    yield f"```\n{grade:<{width}}{each}\n{watch:<{width}}{save}\n```"
    yield _(
        "It says which cases fail and where your result differs. Credit is given by groups of cases, each whole or "
        "not at all: the core, edge cases, promised errors, precision."
    )


def how_to_hand_in() -> Iterator[str]:
    yield _(
        "Hand in the files of `exercises/` under the names they have, one by one or as a zip. You may hand in "
        "again: for each question your latest file counts."
    )
