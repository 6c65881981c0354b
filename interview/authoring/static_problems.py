"""Everything that can be said against a question's files before any of its code runs: all of it at once."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator, Sequence, Set
from contextlib import suppress
from pathlib import Path

from interview.authoring.drill_problems import unmarkable_drills
from interview.authoring.formula_problems import formula_problems
from interview.authoring.glossary_problems import glossary_problems, shared_glossary_problems
from interview.authoring.prose_problems import prose_problems
from interview.authoring.stage_problems import stage_problems
from interview.bank.cards import repetition_problems
from interview.bank.code_rules import code_problems
from interview.bank.facts import read_facts
from interview.bank.files import read_bank_file
from interview.bank.folder import BankFolder
from interview.bank.heads import path_from_here
from interview.bank.loading import Bank
from interview.bank.question_files import QuestionFiles
from interview.bank.schema import FILES
from interview.errors import QuestionError
from interview.model.card import reference_of

OWN_CODE = ("given.py", "recipes.py", "picture.py")
QUESTION_FILES = {"question.yaml", "zh.yaml", "stub.py", "ladder.json", *OWN_CODE}
SHARED_FILES = {"bank.yaml", "mistakes.yaml", "glossary.yaml", "formulas.yaml"}
BANK_FILES = {*SHARED_FILES, *(f"{name}.schema.json" for name in FILES)}
FILE_AND_LINE = re.compile(r"(?P<file>[^:\n]*):(?:(?P<line>\d+):)?")


def static_problems(files: QuestionFiles, unusable: Sequence[str]) -> list[str]:
    """One line each, with file, line and remedy, in the order of files and lines."""
    lines = [*unusable, *prose_problems(files), *files.english.replaced]
    if files.chinese:
        lines += [*files.chinese.replaced, *glossary_problems(files.chinese)]
    elif files.facts.written_in == "zh":
        lines += glossary_problems(files.english)
    lines += [
        *unmarkable_drills(files),
        *stage_problems(files),
        *stub_problems(files),
        *alternatives_problems(files),
        *stray_files(files),
    ]
    return sorted(dict.fromkeys(lines), key=file_and_line)


def file_and_line(problem: str) -> tuple[str, int]:
    match = FILE_AND_LINE.match(problem)
    return (match["file"], int(match["line"] or 0)) if match else ("", 0)


def python_problems(files: QuestionFiles) -> Iterator[str]:
    """Of the reference, the stub, alternatives and mistakes in files, and of what cases are given."""
    folder, question = files.folder, files.question
    wanted = (
        [] if question is None or files.english.told(("exercise",)) else question.exercise.names
    )
    reference = reference_of(folder)
    answers = [reference]
    answers += [stub] if (stub := folder / "stub.py").is_file() else []
    answers += [
        path for name in ("right", "wrong") for path in sorted((folder / name).glob("*.py"))
    ]
    yield from code_problems(answers, wanted)
    beside = [folder / name for name in OWN_CODE]
    yield from code_problems([path for path in beside if path.exists()])


def alternatives_problems(files: QuestionFiles) -> Iterator[str]:
    count = len(list((files.folder / "right").glob("*.py")))
    if count < 2:
        place = path_from_here(files.folder / "right")
        yield f"{place}: expected at least 2 alternatives, got {count}: write answers in other ways"


def stub_problems(files: QuestionFiles) -> Iterator[str]:
    """The stub names its question in its first line, so that a renamed file is still recognised."""
    stub = files.folder / "stub.py"
    place = path_from_here(stub)
    if not stub.is_file():
        yield f"{place}: missing: write the signatures, and raise NotImplementedError"
        return
    if files.question is None or files.english.told(("id",)):
        return
    expected = f"# interview: {files.question.id}"
    with suppress(QuestionError):  # told of it already
        first = read_bank_file(stub).partition("\n")[0].strip()
        if first != expected:
            yield f"{place}:1: expected {expected!r}, got {first!r}: write it as the first line"


def stray_files(files: QuestionFiles) -> Iterator[str]:
    """Files in the question's folder that nothing refers to."""
    misconceptions = files.question.exercise.misconceptions if files.question else ()
    wrong = {f"{m.id}.py" for m in misconceptions if not m.edit}
    known_wrong = files.question is None or files.english.told(("exercise", "misconceptions"))
    for where, folders, names in os.walk(files.folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        inside = Path(where).relative_to(files.folder).parts
        loops = [name for name in folders if (Path(where) / name).is_symlink()]
        for name in sorted([*names, *loops]):
            known = (
                (not inside and name in QUESTION_FILES)
                or (inside == ("right",) and name.endswith(".py"))
                or (inside == ("wrong",) and (known_wrong or name in wrong))
            )
            place = path_from_here(Path(where) / name)
            if not inside and name == "zh.yaml" and not files.facts.is_translated:
                what = "its bank has one language: remove it, or write languages: [en, zh]"
                yield f"{place}: {what} in bank.yaml"
            elif not known:
                wanted = {(): QUESTION_FILES, ("wrong",): wrong}.get(inside, set())
                yield f"{place}: stray file: {remedy_for_stray(Path(where) / name, wanted)}"


def remedy_for_stray(path: Path, wanted: Set[str]) -> str:
    """Another name where one of those wanted is near and not there yet."""
    missing = sorted(name for name in wanted if not os.path.lexists(path.with_name(name)))
    near = difflib.get_close_matches(path.name, missing, n=1, cutoff=0.8)
    return f"rename it to {near[0]}, or remove it" if near else "remove it"


def tell_bank_problems(bank: Bank) -> None:
    """Leaves in the bank's problems what is wrong between questions, and nothing of one alone."""
    cards = bank.cards  # read first: what keeps one out of the list is told of its question
    bank.problems.clear()
    for member in bank.members:
        mine = [card for card in cards if card.root == member.root]
        bank.problems += [
            *repetition_problems(mine),
            *files_of_no_question(member),
            *facts_in_file_problems(member.questions),
            *shared_glossary_problems(member.questions),
            *formula_problems(member.questions, member.folders),
        ]


def facts_in_file_problems(questions: Path) -> list[str]:
    """Of `bank.yaml`, if the bank has one."""
    _facts, source = read_facts(questions)
    return [*source.problems, *source.replaced] if source else []


def files_of_no_question(bank: BankFolder) -> list[str]:
    problems = []
    folders = {folder.name for folder in bank.folders}
    for place, known in ((bank.questions, BANK_FILES), (bank.root / "solutions", set())):
        names = os.listdir(place) if os.path.isdir(place) else []
        for name in sorted(names):
            own = name if place.name == "questions" else name.removesuffix(".py")
            if own not in folders and name not in known and not name.startswith((".", "_")):
                problems.append(
                    f"{path_from_here(place / name)}: belongs to no question: remove it"
                )
    return problems
