"""Whose each file of a class is: outer folders taken off, whole classes within a class found, people told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from interview.bank.file_names import COPY_MARK
from interview.classroom.gradescope import Submitter, submitters_of
from interview.classroom.kinds import NOTEBOOK, PACKED, PYTHON, is_handed_in
from interview.classroom.layouts import (
    GRADESCOPE_PAPER,
    NBGRADER_FOLDER,
    Owner,
    account_of_clone,
    children_of_tops,
    container_kind,
    is_of_platform,
    owner_of,
    stem_of,
)
from interview.classroom.members import OUTSIDE
from interview.classroom.question_names import QuestionNames
from interview.classroom.unread import ANY_FILE, UnreadFile, stand_in
from interview.messages import _

NBGRADER_OWN = ("source", "release", "autograded", "feedback", "downloaded", "exchange")
"""Folders beside `submitted/`, in which nothing lies that was handed in."""
FOLDERS_OF_A_PERSON = {"exercises", "src", "code", "submission", "solution", "solutions"}
"""What people call a folder within theirs; none of them is a person."""
DEEPEST_CLASS = 5


@dataclass(frozen=True)
class PlacedFile:
    """A file, and the class within the class that it lies in, if there is one."""

    file: UnreadFile
    inner: PurePosixPath
    """Its path from where people begin."""
    kind: str = ""
    outer: str = ""


@dataclass(frozen=True)
class OwnedFile:
    """A file and whose it is; None if it is nobody's."""

    file: UnreadFile
    owner: Owner | None


def owned_files(files: list[UnreadFile], name: str, questions: QuestionNames) -> list[OwnedFile]:
    """Everything of a class that lies in a folder or zip of this name, by people."""
    tops = {file.path.parts[0] for file in files} - {OUTSIDE}
    kind = container_kind(name, tops)
    if kind in ("", "platform"):
        placed = places_in_class(files, questions)
    else:
        placed = [PlacedFile(file, file.path, kind, name) for file in files]
    return named_apart(with_owners(placed, questions))


def places_in_class(
    files: list[UnreadFile], questions: QuestionNames, depth: int = 1
) -> list[PlacedFile]:
    """Where people begin: without folders around everything, and within what holds a class of its own."""
    groups: dict[str, list[UnreadFile]] = defaultdict(list)
    for file in files:
        groups[file.path.parts[0]].append(file)
    children = children_of_tops(file.path for file in files)
    single = len(groups.keys() - {OUTSIDE}) == 1
    kinds = {top: container_kind(top, children[top]) for top in groups}
    if not single and any(kinds.values()):
        kinds |= {
            top: "folders"
            for top in groups
            if not kinds[top] and holds_only_folders(groups[top], children[top])
        }
    placed: list[PlacedFile] = []
    for top, group in groups.items():
        inside = [file for file in group if file.path.parts[1:] not in ((), (ANY_FILE,))]
        around = single and not kinds[top] and is_around_everything(top, inside, questions)
        if top == OUTSIDE or depth > DEEPEST_CLASS:
            placed += [PlacedFile(file, file.path) for file in group]
        elif around:
            placed += places_in_class(list(map(without_first_part, inside)), questions, depth + 1)
        elif kinds[top]:
            shown = map(without_first_part, inside) if single else inside
            outer = [PurePosixPath(*file.path.parts[1:]) for file in inside]
            placed += [
                PlacedFile(file, inner, kinds[top], top)
                for file, inner in zip(shown, outer, strict=True)
            ]
        else:
            placed += [PlacedFile(file, file.path) for file in group]
    return placed


def holds_only_folders(group: list[UnreadFile], children: set[str]) -> bool:
    return len(children) > 1 and all(
        len(file.path.parts) > 2 or file.stands_in or is_zip(file.path.name) for file in group
    )


def is_zip(name: str) -> bool:
    return name.casefold().endswith(PACKED)


def is_around_everything(top: str, inside: list[UnreadFile], questions: QuestionNames) -> bool:
    """Whether the one folder or zip that there is holds people; one of a platform's is a person."""
    if is_of_platform(top) or all(file.stands_in for file in inside):
        return False
    paths = [PurePosixPath(*file.path.parts[1:]) for file in inside]
    if is_zip(top):
        return holds_people(paths, questions)
    files = [
        path
        for path, file in zip(paths, inside, strict=True)
        if not file.stands_in and is_handed_in(path.name)
    ]
    tops = {path.parts[0] for path in files}
    return bool(tops - FOLDERS_OF_A_PERSON) and all(len(path.parts) > 1 for path in files)


def holds_people(paths: list[PurePosixPath], questions: QuestionNames, depth: int = 1) -> bool:
    """Whether these are several people's files, by their names: not if one at the top tells a question."""
    children = children_of_tops(paths)
    if len(children) == 1 and depth < DEEPEST_CLASS:
        (top,) = children
        inner = [PurePosixPath(*path.parts[1:]) for path in paths if len(path.parts) > 1]
        return not is_of_platform(top) and bool(
            container_kind(top, children[top]) or holds_people(inner, questions, depth + 1)
        )
    code = [top for top in children if top.casefold().endswith((PYTHON, NOTEBOOK))]
    folders = [top for top in children if children[top]]
    people = [top for top in children if is_of_platform(top)]
    if any(map(questions.answers, code)) or set(folders) & FOLDERS_OF_A_PERSON:
        return len(people) > 1
    return max(len(people), len(code), len(folders)) > 1 or any(
        container_kind(top, children[top]) for top in children
    )


def without_first_part(file: UnreadFile) -> UnreadFile:
    if OUTSIDE in file.path.parts:
        return file
    return replace(file, path=PurePosixPath(*file.path.parts[1:]))


def with_owners(
    placed: Iterable[PlacedFile], questions: QuestionNames
) -> list[tuple[PlacedFile, Owner | None]]:
    """Each file with its owner; what several handed in together is each one's."""
    placed = list(placed)
    papers = {p.outer: p.file for p in placed if p.inner.parts == (GRADESCOPE_PAPER,)}
    submitters = {outer: submitters_of(file) for outer, file in papers.items()}
    placed += without_folder(placed, submitters)
    nbgrader = any(p.kind == "nbgrader" and p.outer == NBGRADER_FOLDER for p in placed)
    owned: list[tuple[PlacedFile, Owner | None]] = []
    for one in placed:
        top = one.inner.parts[0]
        if top == OUTSIDE or (nbgrader and not one.kind and top in NBGRADER_OWN):
            owned.append((one, None))
        elif len(one.inner.parts) == 1 and not (is_of_platform(top) or is_handed_in(top)):
            if top != GRADESCOPE_PAPER:
                owned.append((one, None))
        else:
            owner = without_question(owner_of(one.inner), one.inner, questions)
            if one.kind == "clones":
                owner = replace(owner, person=account_of_clone(one.outer, owner.person))
            together = (
                submitters.get(one.outer, {}).get(top, []) if one.kind == "gradescope" else []
            )
            owned += [
                (one, replace(owner, person=person.name, number=person.number))
                for person in together
            ] or [(one, owner)]
    return owned


def without_folder(
    placed: list[PlacedFile], submitters: dict[str, dict[str, list[Submitter]]]
) -> list[PlacedFile]:
    """What stands for each submission of which Gradescope's list tells, and the export has no folder."""
    there = {(one.outer, one.inner.parts[0]) for one in placed}
    lost: list[PlacedFile] = []
    for one in placed:
        if one.inner.parts == (GRADESCOPE_PAPER,) and one.kind == "gradescope":
            for folder in submitters[one.outer]:
                if (one.outer, folder) not in there:
                    reason = _("its folder is missing from the export: download it once more")
                    file = stand_in(one.file.path.with_name(folder), OSError(reason))
                    inner = PurePosixPath(folder, ANY_FILE)
                    lost.append(PlacedFile(file, inner, one.kind, one.outer))
    return lost


def without_question(owner: Owner, path: PurePosixPath, questions: QuestionNames) -> Owner:
    """The owner of a file, or of a zip, that lies beside everybody's: what its name has beside the question's."""
    top = path.parts[0]
    if owner.platform or not (len(path.parts) == 1 or is_zip(top)):
        return owner
    stem = stem_of(top)
    person, name = questions.apart(stem)
    if is_zip(top):
        copy = COPY_MARK.search(name)
        return replace(owner, person=person, copy=int(copy["number"]) if copy else 0)
    return replace(owner, person=person, name=f"{name}{top.removeprefix(stem)}")


def named_apart(owned: list[tuple[PlacedFile, Owner | None]]) -> list[OwnedFile]:
    """Two people of one name, whom the platform tells apart by number or place, have two names."""
    numbers: dict[str, set[str]] = defaultdict(set)
    places: dict[str, set[str]] = defaultdict(set)
    for placed, owner in owned:
        if owner:
            places[owner.person].add(placed.outer)
            numbers[owner.person].update({owner.number} - {""})
    apart: list[OwnedFile] = []
    for placed, owner in owned:
        if owner:
            person = owner.person
            if len(numbers[person]) > 1 and owner.number:
                owner = replace(owner, person=f"{person}_{owner.number}")
            elif len(places[person]) > 1 and placed.outer:
                owner = replace(owner, person=f"{person} ({placed.outer})")
        apart.append(OwnedFile(placed.file, owner))
    return apart
