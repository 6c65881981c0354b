"""The Python files of a folder or a zip, by their names; each is read only when it is asked for."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from interview.errors import UsageError
from interview.grading.client.source import read_regular_file
from interview.messages import _

IGNORED_NAME = re.compile(r"^(\.|__MACOSX$|__pycache__$)")


@dataclass(frozen=True)
class UnreadFile:
    """A file as it lies there; nothing of it is read before it is asked for."""

    path: PurePosixPath
    """Within the whole."""
    changed: float
    """When: of two files for one question the later one counts."""
    read: Callable[[int], bytes]
    """At most so many of its first bytes; raises OSError."""


@contextmanager
def files_at(place: Path) -> Iterator[list[UnreadFile]]:
    """The Python files of a folder or a zip, to be read within this block; raises UsageError."""
    if place.is_dir():
        yield files_in_folder(place)
    elif place.is_file() and zipfile.is_zipfile(place):
        with open_zip(place) as archive:
            yield files_in_zip(archive)
    elif place.exists():
        text = _("{path}: expected a folder or a zip, got something else")
        raise UsageError(text.format(path=place))
    else:
        text = _("{path}: no such folder: name the one that holds the submissions")
        raise UsageError(text.format(path=place))


def files_in_folder(place: Path) -> list[UnreadFile]:
    """A folder that cannot be entered stands for the files in it."""
    files: list[UnreadFile] = []
    closed: list[OSError] = []
    for folder, folders, names in os.walk(place, onerror=closed.append):
        folders[:] = [name for name in folders if not IGNORED_NAME.match(name)]
        for name in names:
            if name.endswith(".py") and not IGNORED_NAME.match(name):
                path = Path(folder, name)
                files.append(
                    UnreadFile(
                        path_within(place, path),
                        time_changed(path),
                        partial(read_first_bytes, path),
                    )
                )
        for path in (Path(folder, name) for name in folders):
            if path.is_symlink():
                files.append(
                    UnreadFile(
                        path_within(place, path) / "*.py", 0.0, partial(read_first_bytes, path)
                    )
                )
    for error in closed:
        inside = path_within(place, Path(error.filename)) / "*.py"
        files.append(UnreadFile(inside, 0.0, partial(refuse_to_read, error)))
    return sorted(files, key=lambda file: file.path)


def path_within(place: Path, path: Path) -> PurePosixPath:
    return PurePosixPath(path.relative_to(place))


def time_changed(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:  # reading it will say why
        return 0.0


def read_first_bytes(path: Path, size: int) -> bytes:
    """A regular file's first bytes, never through a link; raises OSError."""
    data = read_regular_file(path, size, os.O_NOFOLLOW)
    if data is None:
        raise OSError(_("expected a file, got something else"))
    return data


def refuse_to_read(error: OSError, size: int) -> bytes:
    """Reads nothing; raises what kept its folder from being entered."""
    raise error


def open_zip(place: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(place)
    except Exception as error:  # of many kinds: the archive is somebody else's
        text = _("{path}: a zip that cannot be read: {error}: download it once more")
        raise UsageError(text.format(path=place, error=error)) from None


def files_in_zip(archive: zipfile.ZipFile) -> list[UnreadFile]:
    """Read in memory: nothing is unpacked, so no name in the archive can reach outside it."""
    files = []
    for member in sorted(archive.infolist(), key=lambda m: m.filename):
        path = PurePosixPath(member.filename.lstrip("/"))
        hidden = any(IGNORED_NAME.match(part) for part in path.parts)
        if member.is_dir() or hidden or path.suffix != ".py" or ".." in path.parts:
            continue
        when = float("".join(f"{part:02d}" for part in member.date_time))
        files.append(UnreadFile(path, when, partial(read_zip_member, archive, member)))
    return files


def read_zip_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, size: int) -> bytes:
    """A member's first bytes; raises OSError, whatever is wrong with it."""
    try:
        with archive.open(member) as file:
            return file.read(size)
    except Exception as error:  # zipfile's own, and those of every way to compress
        raise OSError(str(error) or type(error).__name__) from None
