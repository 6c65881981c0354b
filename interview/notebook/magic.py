"""`%%grade 7` above an exercise in a notebook: its verdict is the cell's result."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from interview.errors import InterviewError, UsageError
from interview.messages import _
from interview.model.verdict import Finding, Verdict
from interview.notebook.grading import judged_cell, speak
from interview.notebook.shown import ShownVerdict

OPTIONS = ("seed", "lang", "bank")
UNKNOWN_NAME = re.compile(r"name '(\w+)' is not defined")


class ToldMistake(InterviewError):
    """A person's mistake, which a notebook shows as the terminal does: its lines, and no traceback."""

    def _render_traceback_(self) -> list[str]:
        return self.problems


def register_magics(shell: Any) -> None:
    """shell: IPython's."""

    def grade_magic(line: str, cell: str = "") -> ShownVerdict:
        """Grade the exercise in this cell: `%%grade 7`, with --seed N, --lang en|zh or --bank FOLDER.

        The cell is not run here; the grader runs it by itself, and knows nothing of other cells.
        """
        try:
            return graded_in(shell, line, cell)
        except InterviewError as error:
            raise ToldMistake(*error.problems) from None

    shell.register_magic_function(grade_magic, "cell", "grade")


def graded_in(shell: Any, line: str, cell: str) -> ShownVerdict:
    """The verdict on a cell, and what of it stands in other cells; raises InterviewError."""
    speak(None)
    question, options = what_was_asked(line)
    verdict = judged_cell(question, cell, f"In [{shell.execution_count}]", **options)
    notes = notes_on_other_cells(verdict, shell.user_ns)
    return replace(verdict, notes=(*verdict.notes, *notes))


def what_was_asked(line: str) -> tuple[str, dict[str, Any]]:
    """The question and the options behind `%%grade`; raises UsageError, in the language asked for."""
    options: dict[str, Any] = {}
    questions = []
    words = iter(words_behind(line))
    for word in words:
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("-"):
            questions.append(word)
        elif word.startswith("--") and name in OPTIONS:
            value = value if equals else next(words, "")
            if not value:
                raise UsageError(_("%%grade: --{name}: expected a value").format(name=name))
            options[name] = [*options.get(name, ()), value] if name == "bank" else value
        else:
            text = _("%%grade: {word}: no such option: expected --seed, --lang or --bank")
            raise UsageError(text.format(word=word))
    speak(options.get("lang"))
    if len(questions) != 1:
        text = _("%%grade: expected one question, got {count}: write its number, as in `%%grade 7`")
        raise UsageError(text.format(count=len(questions)))
    if "seed" in options:
        options["seed"] = whole_number(options["seed"])
    return questions[0], options


def words_behind(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:  # an open quotation mark
        return line.split()


def whole_number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        told = _("%%grade: --seed {text}: expected a whole number")
        raise UsageError(told.format(text=text))
    return int(text)


def notes_on_other_cells(verdict: Verdict, known: dict[str, Any]) -> Iterator[Finding]:
    """A note on each name that the cell lacks and the notebook has, from a cell that the grader was not given."""
    failures = [*verdict.findings, *(f for case in verdict.cases for f in case.findings)]
    messages = [str(f.values.get("message", "")) for f in failures]
    lacking = dict.fromkeys(m[1] for text in messages if (m := UNKNOWN_NAME.search(text)))
    text = _(
        "{name} comes from another cell: this one is graded by itself, so put that into it too"
    )
    for name in lacking:
        if name in known:
            yield Finding("notebook", "told", {"message": text.format(name=name), "details": []})
