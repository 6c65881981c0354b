"""Whose a file is, by the names that learning platforms give to what they pack; and which attempt it says it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from interview.bank.file_names import names_without_marks, time_in_name
from interview.classroom.kinds import PACKED

MOODLE = re.compile(
    r"^(?P<person>.+?_(?P<number>\d+))_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<file>.*))?$", re.S
)
"""`Ada Lovelace_123_assignsubmission_file_`, a folder; or the same before a file's own name."""
CANVAS = re.compile(
    r"^(?P<person>[^_/]+)_(?P<late>LATE_)?(?P<number>\d+)_"
    r"(?:(?P<upload>\d+)_(?P<file>.+)|(?P<typed>(?:text|link)\.html))$",
    re.S,
)
"""`lovelaceada_LATE_123_456_07_cross_attention-1.py`: a person's name and number, an upload's number."""
CANVAS_UNNAMED = re.compile(
    r"^(?P<person>anon_(?P<number>\w{5}))_(?P<late>LATE_)?(?P<upload>\d+)_(?P<file>.+)$", re.S
)
BLACKBOARD = re.compile(
    r"^(?:.+_)?(?P<person>[^_]+)_attempt_(?P<stamp>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|(?P<typed>\.txt))$",
    re.S,
)
PLATFORMS = (MOODLE, CANVAS_UNNAMED, BLACKBOARD, CANVAS)
GRADESCOPE_FOLDER = re.compile(r"^submission_\d+$")
GRADESCOPE_PAPER = "submission_metadata.yml"
NBGRADER_FOLDER = "submitted"
CLONES_FOLDER = re.compile(r"^(?P<assignment>.+)-submissions$")
"""What `gh classroom clone student-repos` makes; in it a folder `assignment-account` for each."""
NUMBERED_FOLDER = re.compile(
    r"^(?:attempt|try|version|v|versuch|abgabe|submission|第)[ _-]*(\d{1,6})次?$", re.I
)
LATE_WORD = re.compile(r"(?<![A-Za-z])LATE(?![A-Za-z])")


@dataclass(frozen=True)
class Owner:
    """What names tell of a file."""

    person: str
    name: str
    """The file's own, without what the platform puts before it."""
    number: str = ""
    """The person's, on the platform."""
    late: bool = False
    upload: int = 0
    """The platform's number for it, which grows with time."""
    stamp: str = ""
    """The time that the names tell, as 14 digits."""
    platform: bool = False
    copy: int = 0
    """The number of a copy that the name of a person's own zip tells."""
    returns: str = ""
    """Where Moodle takes files back for them, in a zip: the folder that its download has, or would have."""

    @property
    def attempt(self) -> tuple[int, ...]:
        told = (number for _name, number in names_without_marks(stem_of(self.name)))
        return (self.copy, max(told, default=0))


def stem_of(name: str) -> str:
    return name.rpartition(".")[0] or name


def owner_of(path: PurePosixPath) -> Owner:
    """Whose file it is, by the first part of its path, and what else its names tell."""
    top, inner = path.parts[0], path.parts[1:]
    packed = top.casefold().endswith(PACKED)
    stamp = time_in_name(" ".join(path.parts))
    match = None
    if not inner or packed:
        match = next((m for pattern in PLATFORMS if (m := pattern.match(top))), None)
    elif inner:
        match = MOODLE.match(top)
    if match is None:
        name = path.name
        return Owner(
            stem_of(top) if packed or not inner else top, name, "", is_late(inner), 0, stamp
        )
    told = match.groupdict()
    return Owner(
        told["person"],
        path.name if inner else told.get("file") or told.get("typed") or path.name,
        told.get("number") or "",
        bool(told.get("late")) or is_late(inner),
        int(told.get("upload") or 0),
        stamp,
        platform=True,
        returns=moodle_folder(told["person"], told["plugin"]) if "plugin" in told else "",
    )


def moodle_folder(person: str, plugin: str = "file") -> str:
    """`Ada Lovelace_123_assignsubmission_file_`, for a person with their number."""
    return f"{person}_assignsubmission_{plugin}_"


def is_late(parts: Iterable[str]) -> bool:
    return any(LATE_WORD.search(part) for part in parts)


def folder_attempt(path: PurePosixPath) -> int:
    """The number of an attempt that a folder within a person's tells: `ada/attempt 2/`."""
    numbers = [int(m[1]) for part in path.parts[1:-1] if (m := NUMBERED_FOLDER.match(part))]
    return max(numbers, default=0)


def is_of_platform(name: str) -> bool:
    return any(pattern.match(name) for pattern in PLATFORMS)


def container_kind(top: str, children: set[str]) -> str:
    """Who packed a whole class into a folder or zip: nbgrader, gradescope, clones, platform; or nothing."""
    if is_of_platform(top) or not children - {top, f"{top}{PACKED}"}:
        return ""
    if top == NBGRADER_FOLDER:
        return "nbgrader"
    ours = children - {GRADESCOPE_PAPER}
    if ours and all(GRADESCOPE_FOLDER.match(child) for child in ours):
        return "gradescope" if GRADESCOPE_PAPER in children or len(ours) > 1 else ""
    clones = CLONES_FOLDER.match(top)
    if clones and any(child.startswith(f"{clones['assignment']}-") for child in children):
        return "clones"
    platform = {child for child in children if is_of_platform(child)}
    people = {owner_of(PurePosixPath(child)).person for child in platform}
    return "platform" if len(people) > 1 and len(platform) * 2 > len(children) else ""


def children_of_tops(paths: Iterable[PurePosixPath]) -> dict[str, set[str]]:
    """What lies directly in each of the outermost folders and zips."""
    children: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        children[path.parts[0]].update(path.parts[1:2])
    return dict(children)


def account_of_clone(outer: str, folder: str) -> str:
    """`ada` of `hw1-submissions` and `hw1-ada`."""
    match = CLONES_FOLDER.match(outer)
    prefix = f"{match['assignment']}-" if match else ""
    return folder.removeprefix(prefix) or folder
