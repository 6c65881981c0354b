"""The files of a folder or a zip, and of zips within, by their names; each is read only when it is asked for."""

from __future__ import annotations

import errno
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath

from interview.classroom.members import IGNORED_NAME, files_of_members
from interview.classroom.packed import unpacked_files
from interview.classroom.unread import NothingInFolder, UnreadFile, stand_in
from interview.classroom.zips import (
    DEEPEST_FOLDER,
    ZIP_START,
    link_in_words,
    open_zip,
    read_member,
    too_deep_in_words,
)
from interview.errors import UsageError
from interview.grading.client.source import read_regular_file, unreadable
from interview.messages import _
from interview.text import inert_name


@contextmanager
def files_at(place: Path) -> Iterator[list[UnreadFile]]:
    """All files of a folder or a zip, to be read within this block; raises UsageError."""
    if place.is_dir():
        yield unpacked_files(files_in_folder(place))
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
        yield unpacked_files(files_in_zip(archive))


def files_in_folder(place: Path) -> list[UnreadFile]:
    """What cannot be entered stands for the files in it, and so does a folder in which nothing is."""
    files: list[UnreadFile] = []
    closed: list[OSError] = []
    for folder, folders, names in os.walk(place, onerror=closed.append):
        inside = path_within(place, Path(folder))
        folders[:] = [name for name in folders if not IGNORED_NAME.match(name)]
        names = [name for name in names if not IGNORED_NAME.match(name)]
        if inside.parts and not (folders or names):
            files.append(stand_in(inside, NothingInFolder()))
        if folders and len(inside.parts) >= DEEPEST_FOLDER:
            files.append(stand_in(inside, OSError(too_deep_in_words())))
            folders.clear()
        for path in (Path(folder, name) for name in names):
            read = partial(read_first_bytes, path)
            files.append(UnreadFile(path_within(place, path), time_changed(path), read))
        for name in folders:
            if Path(folder, name).is_symlink():
                files.append(stand_in(inside / inert_name(name), OSError(link_in_words())))
    for error in closed:
        files.append(stand_in(path_within(place, Path(error.filename)), error))
    return sorted(files, key=lambda file: file.path)


def path_within(place: Path, path: Path) -> PurePosixPath:
    return PurePosixPath(*map(inert_name, path.relative_to(place).parts))


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


def files_in_zip(archive: zipfile.ZipFile) -> list[UnreadFile]:
    """Read in memory: nothing is unpacked, so no name in the archive can reach outside it."""
    return files_of_members(archive.infolist(), partial(read_member, archive), PurePosixPath())
