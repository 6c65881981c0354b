"""The Python files of a folder or a zip, by their names; each is read only when it is asked for."""

from __future__ import annotations

import errno
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from interview.classroom.zips import (
    DEEPEST_FOLDER,
    ZIP_START,
    link_in_words,
    member_path,
    open_zip,
    read_member,
    time_of_member,
    too_deep_in_words,
    why_member_is_refused,
)
from interview.errors import UsageError
from interview.grading.client.source import read_regular_file, unreadable
from interview.messages import _
from interview.text import inert_name

IGNORED_NAME = re.compile(r"^(\.|__MACOSX$|__pycache__$)")
PACKED, ANY_FILE = ".zip", "*.py"
OUTSIDE = ".."
"""Where the files lie whose names in a zip lead out of it."""


class NoPythonFile(OSError):
    """A folder holds other files only."""


@dataclass(frozen=True)
class UnreadFile:
    """A file as it lies there; nothing of it is read before it is asked for."""

    path: PurePosixPath
    """Within the whole, each part as `inert_name` spells it: no name does anything where it is shown."""
    changed: float
    """When: of two files for one question the later one counts."""
    read: Callable[[int], bytes]
    """At most so many of its first bytes; raises OSError."""
    stands_in: bool = False
    """For the files that a folder might hold; reading it says why there are none."""


@contextmanager
def files_at(place: Path) -> Iterator[list[UnreadFile]]:
    """The Python files of a folder or a zip, to be read within this block; raises UsageError."""
    if place.is_dir():
        yield files_in_folder(place)
        return
    try:
        start = read_regular_file(place, len(ZIP_START))
    except FileNotFoundError:
        text = _("{path}: no such folder: name the one that holds the submissions")
        raise UsageError(text.format(path=place)) from None
    except OSError as error:
        raise unreadable(place, error) from None
    if start is None or not (start.startswith(ZIP_START) or zipfile.is_zipfile(place)):
        text = _("{path}: expected a folder or a zip, got something else")
        raise UsageError(text.format(path=place))
    with open_zip(place) as archive:
        yield files_in_zip(archive)


def files_in_folder(place: Path) -> list[UnreadFile]:
    """What cannot be entered stands for the files in it, and so does a folder of other files."""
    files: list[UnreadFile] = []
    closed: list[OSError] = []
    for folder, folders, names in os.walk(place, onerror=closed.append):
        inside = path_within(place, Path(folder))
        folders[:] = [name for name in folders if not IGNORED_NAME.match(name)]
        if folders and len(inside.parts) >= DEEPEST_FOLDER:
            files.append(stand_in(inside, OSError(too_deep_in_words())))
            folders.clear()
        names = [name for name in names if not IGNORED_NAME.match(name)]
        python = [name for name in names if name.endswith(".py")]
        for path in (Path(folder, name) for name in python):
            read = partial(read_first_bytes, path)
            files.append(UnreadFile(path_within(place, path), time_changed(path), read))
        files += [packed_file(inside / inert_name(n)) for n in names if n.endswith(PACKED)]
        for name in folders:
            if Path(folder, name).is_symlink():
                files.append(stand_in(inside / inert_name(name), OSError(link_in_words())))
        if names and not python and inside.parts:
            files.append(stand_in(inside, NoPythonFile()))
    for error in closed:
        files.append(stand_in(path_within(place, Path(error.filename)), error))
    return sorted(files, key=lambda file: file.path)


def path_within(place: Path, path: Path) -> PurePosixPath:
    return PurePosixPath(*map(inert_name, path.relative_to(place).parts))


def stand_in(folder: PurePosixPath, error: OSError) -> UnreadFile:
    return UnreadFile(folder / ANY_FILE, 0.0, partial(refuse_to_read, error), stands_in=True)


def packed_file(path: PurePosixPath) -> UnreadFile:
    """For the files that are packed in another."""
    error = OSError(_("a zip among the submissions: unpack it"))
    return UnreadFile(path, 0.0, partial(refuse_to_read, error), stands_in=True)


def time_changed(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:  # reading it will say why
        return 0.0


def read_first_bytes(path: Path, size: int) -> bytes:
    """A regular file's first bytes, never through a link; raises OSError."""
    try:
        data = read_regular_file(path, size, os.O_NOFOLLOW)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise OSError(link_in_words()) from None
        raise
    if data is None:
        raise OSError(_("expected a file, got something else"))
    return data


def refuse_to_read(error: OSError, size: int) -> bytes:
    """Reads nothing; raises what kept its folder from being entered."""
    raise error


def files_in_zip(archive: zipfile.ZipFile) -> list[UnreadFile]:
    """Read in memory: nothing is unpacked, so no name in the archive can reach outside it."""
    files, folders = [], {}
    for member in archive.infolist():
        path = member_path(member)
        if any(IGNORED_NAME.match(part) for part in path.parts if part != OUTSIDE):
            continue
        inert = PurePosixPath(*map(inert_name, path.parts))
        if member.is_dir():
            continue
        if path.suffix != ".py":
            if path.suffix == PACKED:
                files.append(packed_file(inert))
            if len(inert.parts) > 1:
                folders[inert.parent] = stand_in(inert.parent, NoPythonFile())
            continue
        reason = why_member_is_refused(member, path)
        read = partial(read_member, archive, member)
        if reason:
            read = partial(refuse_to_read, OSError(reason))
        files.append(UnreadFile(inert, time_of_member(member), read, OUTSIDE in path.parts))
    return sorted([*files, *folders.values()], key=lambda file: file.path)
