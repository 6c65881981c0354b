"""What Gradescope runs: a zip with the package, the assigned questions and two scripts; and what it writes there.

https://gradescope-autograders.readthedocs.io/en/latest/specs/ is what both keep to.
"""

from __future__ import annotations

import os
import shlex
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interview.bank.packing import bank_content
from interview.classroom.alone import was_unprotected
from interview.classroom.assignment import ReadyAssignment
from interview.classroom.gradebook import Gradebook
from interview.classroom.portable import private_assignment
from interview.errors import UsageError
from interview.export.class_gradescope import person_results, results_as_json
from interview.export.wheel import package_as_wheel, pinned_requirements, zip_of
from interview.files import exported_file
from interview.messages import _, speaking
from interview.model.card import Card
from interview.text import inert

SCRIPTS = {"setup.sh": "gradescope_setup.sh", "run_autograder": "gradescope_run.sh"}
"""Their names in the zip, which Gradescope prescribes, and here."""


@dataclass(frozen=True)
class PlatformGrading:
    """What is decided where an autograder is built."""

    release: str
    """Version of the package."""
    lang: str
    unprotected: bool = False
    """Whether to grade where there is no sandbox, too."""

    @property
    def options(self) -> list[str]:
        """The same as options of the command that grades there."""
        return ["--lang", self.lang, *(["--unprotected"] if self.unprotected else [])]


def write_gradescope_zip(
    out: Path, path: Path, ready: ReadyAssignment, how: PlatformGrading
) -> None:
    """Writes the zip; what is there already is replaced if it is a zip. Raises UsageError."""
    if os.path.lexists(out) and not zipfile.is_zipfile(out):
        text = _("{path}: there is something else already: name another place for the zip")
        raise UsageError(text.format(path=out))
    data = gradescope_zip(path, ready, how)
    with exported_file(out) as file:
        file.write(data)


def gradescope_zip(path: Path, ready: ReadyAssignment, how: PlatformGrading) -> bytes:
    """The autograder for the assignment at `path`, the same bytes for the same content.

    Raises UsageError, or QuestionError where a question cannot be read.
    """
    wheel, package = package_as_wheel(how.release)
    here = Path(__file__).parent
    scripts = {name: (here / file).read_text("utf-8") for name, file in SCRIPTS.items()}
    cards = [assigned.card for assigned in ready.cards]
    options = [*banks_in_zip(cards), shlex.join(how.options)]
    scripts["run_autograder"] = scripts["run_autograder"].replace("OPTIONS", " ".join(options))
    texts = {
        **scripts,
        "requirements.txt": "\n".join(pinned_requirements()) + "\n",
        **private_assignment(path, ready),
        **results_without_grading(ready, how.lang),
    }
    files = {name: text.encode() for name, text in texts.items()}
    bank = {f"bank/{name}": data for name, data in bank_content(cards)}
    return zip_of({**files, wheel: package, **bank}, programs=tuple(SCRIPTS))


def results_without_grading(ready: ReadyAssignment, lang: str) -> dict[str, str]:
    """By file name: the results where the grader cannot run, in the students' language."""
    with speaking(lang):
        reasons = {
            "failed.json": _("the grader ended without results"),
            "no_python.json": _(
                "this image has no Python 3.11 or later: choose a newer base image"
            ),
        }
        return {
            name: results_as_json(not_graded(ready, reason)) for name, reason in reasons.items()
        }


def banks_in_zip(cards: Iterable[Card]) -> list[str]:
    """Each bank that a question is of as an option of the script, where the zip has it."""
    names = sorted({str(card.bank.name) for card in cards})
    return [f'--bank "$root/source/bank"/{shlex.quote(name)}' for name in names]


def not_graded(ready: ReadyAssignment, reason: str) -> dict[str, Any]:
    """Results that say why nothing was graded; without a score Gradescope takes none in."""
    output = _("Not graded, and the 0 points mean nothing: {reason}. Tell your instructor.")
    output = output.format(reason=reason)
    tests = [
        {
            "number": str(assigned.card.number),
            "name": assigned.card.title,
            "score": 0,
            "max_score": assigned.points,
            "status": "failed",
            "visibility": "visible",
            "output": output,
        }
        for assigned in ready.cards
    ]
    return {"score": 0, "output": output, "output_format": "text", "tests": tests}


def no_sandbox_in_words() -> str:
    return _(
        "this system has no sandbox, so a submission could read the solutions and change its own results"
    )


def alone_results(book: Gradebook) -> dict[str, Any]:
    """The results of the only one in the book, and under which conditions they came to be."""
    (person,) = book.people
    results = person_results(book, person)
    told = [results.get("output", ""), *map(inert, book.problems)]
    if was_unprotected(book):
        told.append(_("graded without a sandbox, as the instructor chose"))
    results["output"] = "\n".join(filter(None, told))
    for test in results["tests"]:
        test.setdefault("visibility", "visible")
    conditions = book.conditions
    results["extra_data"] = {
        "program": conditions.program,
        "torch": conditions.torch,
        "sandbox": conditions.sandbox,
        "editions": {e.verdict.question: e.verdict.edition for e in book.entries},
        "not_graded": [card.id for card in book.ungraded(person)],
    }
    return results
