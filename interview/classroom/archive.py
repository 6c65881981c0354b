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
from interview.grading.client.source import regular
from interview.messages import _

IGNORED = re.compile(r"^(\.|__MACOSX$|__pycache__$)")


@dataclass(frozen=True)
class Found:
    """A file as it lies there; nothing of it is read before it is asked for."""

    path: PurePosixPath
    """Within the whole."""
    changed: float
    """When: of two files for one question the later one counts."""
    read: Callable[[int], bytes]
    """At most so many of its first bytes; raises OSError."""


@contextmanager
def files_at(place: Path) -> Iterator[list[Found]]:
    """The Python files of a folder or a zip, to be read within this block; raises UsageError."""
    if place.is_dir():
        yield from_folder(place)
    elif place.is_file() and zipfile.is_zipfile(place):
        with opened(place) as archive:
            yield from_zip(archive)
    elif place.exists():
        text = _("{path}: expected a folder or a zip, got something else")
        raise UsageError(text.format(path=place))
    else:
        text = _("{path}: no such folder: name the one that holds the submissions")
        raise UsageError(text.format(path=place))


def from_folder(place: Path) -> list[Found]:
    """A folder that cannot be entered stands for the files in it."""
    found: list[Found] = []
    closed: list[OSError] = []
    for folder, folders, names in os.walk(place, onerror=closed.append):
        folders[:] = [name for name in folders if not IGNORED.match(name)]
        for name in names:
            if name.endswith(".py") and not IGNORED.match(name):
                path = Path(folder, name)
                found.append(Found(within(place, path), changed(path), partial(read, path)))
        for path in (Path(folder, name) for name in folders):
            if path.is_symlink():
                found.append(Found(within(place, path) / "*.py", 0.0, partial(read, path)))
    for error in closed:
        inside = within(place, Path(error.filename)) / "*.py"
        found.append(Found(inside, 0.0, partial(refuse, error)))
    return sorted(found, key=lambda one: one.path)


def within(place: Path, path: Path) -> PurePosixPath:
    return PurePosixPath(path.relative_to(place))


def changed(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:  # reading it will say why
        return 0.0


def read(path: Path, size: int) -> bytes:
    """A regular file's first bytes, never through a link; raises OSError."""
    data = regular(path, size, os.O_NOFOLLOW)
    if data is None:
        raise OSError(_("expected a file, got something else"))
    return data


def refuse(error: OSError, size: int) -> bytes:
    """Reads nothing; raises what kept its folder from being entered."""
    raise error


def opened(place: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(place)
    except Exception as error:  # of many kinds: the archive is somebody else's
        text = _("{path}: a zip that cannot be read: {error}: download it once more")
        raise UsageError(text.format(path=place, error=error)) from None


def from_zip(archive: zipfile.ZipFile) -> list[Found]:
    """Read in memory: nothing is unpacked, so no name in the archive can reach outside it."""
    found = []
    for member in sorted(archive.infolist(), key=lambda m: m.filename):
        path = PurePosixPath(member.filename.lstrip("/"))
        hidden = any(IGNORED.match(part) for part in path.parts)
        if member.is_dir() or hidden or path.suffix != ".py" or ".." in path.parts:
            continue
        when = float("".join(f"{part:02d}" for part in member.date_time))
        found.append(Found(path, when, partial(unpacked, archive, member)))
    return found


def unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, size: int) -> bytes:
    """A member's first bytes; raises OSError, whatever is wrong with it."""
    try:
        with archive.open(member) as file:
            return file.read(size)
    except Exception as error:  # zipfile's own, and those of every way to compress
        raise OSError(str(error) or type(error).__name__) from None
