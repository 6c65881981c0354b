"""The one way in which a file is written: whole or not at all. Where that fails, what was there stays."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from interview.errors import UsageError
from interview.messages import _

LONGEST_LINE = 16 * 2**20
"""Characters; what is longer is no line of ours, and may have no end, as `/dev/zero` has none."""
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NOT_SYNCED = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS}
"""What some file systems say that know no way to sync."""


def write_file(path: Path, text: str) -> None:
    """Writes a file, or to a pipe or device; raises UsageError."""
    with exported_file(path) as file:
        file.write(as_bytes(text))


@contextmanager
def exported_file(path: Path) -> Iterator[BinaryIO]:
    """The same for who writes piece by piece, in this block; raises UsageError."""
    try:
        with whole_file(path) as file:
            yield file
    except BrokenPipeError:  # whoever reads it has had enough
        raise
    except OSError as error:
        text = _("{path}: cannot be written: {error}: name another place")
        raise cannot_write(path, error, text) from None


def make_folder(folder: Path) -> None:
    """Makes a folder, and those it is in, where there is none; raises UsageError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        text = _("{path}: cannot be made: {error}: name another place")
        raise cannot_write(folder, error, text) from None


def cannot_write(path: Path, error: OSError, text: str, **more: object) -> UsageError:
    """The line on a file that cannot be written; `text` is for every reason but that there is no room."""
    if error.errno in NO_ROOM:
        text = _(
            "{path}: cannot be written: {error}: nothing was changed: "
            "make room on its disk, and run the same command again"
        )
    return UsageError(text.format(path=path, error=error.strerror or error, **more))


def as_bytes(text: str) -> bytes:
    """UTF-8; what no file can hold, half a character of a name that is no UTF-8, is a question mark."""
    return text.encode("utf-8", "replace")


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write in this block; at its end it is at `path`, on disk. Raises OSError.

    It is written aside and then moved over the old one, which stays where anything fails. Permissions
    are kept. A link stays a link: what it leads to is replaced. To what is no ordinary file, such as a
    pipe or a device, the bytes go as they are written.
    """
    there = what_is_at(path)
    if there and (not stat.S_ISREG(there.st_mode) or own_output(there) is not None):
        with open_stream(path, there) as stream:
            yield stream
        return
    target = Path(os.path.realpath(path))
    if there and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
    with file_aside(target.parent) as (fresh, file):
        yield file
        sync_and_close(file)
        dress_like(fresh, there)
        fresh.replace(target)


def write_new_file(path: Path, text: str) -> bool:
    """Writes a file where nothing is, not even a link; False if something is. Raises OSError."""
    with file_aside(path.parent) as (fresh, file):
        file.write(as_bytes(text))
        sync_and_close(file)
        dress_like(fresh, None)
        return move_to_free_place(fresh, path)


def write_new_files(texts: Mapping[Path, str]) -> None:
    """Writes all of them, or none: where one fails no file and no folder stays behind. Raises UsageError."""
    made: list[Path] = []
    try:
        for path, text in texts.items():
            made += missing_folders(path.parent)
            path.parent.mkdir(parents=True, exist_ok=True)
            if not write_new_file(path, text):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
            made.append(path)
    except BaseException as error:
        for place in reversed(made):
            with suppress(OSError):
                place.rmdir() if place.is_dir() else place.unlink()
        if isinstance(error, OSError):
            told = _("{path}: cannot be written: {error}: no file was made: check its folder")
            raise cannot_write(path, error, told) from None
        raise


def hand_out_files(texts: Mapping[Path, str], force: bool) -> list[Path]:
    """Writes all of them, or none; with `force` over other files, which are kept beside: at the places returned.

    What is there already in the same words stays as it is. Raises UsageError, without `force` with a line on
    each file that stands in the way.
    """
    fresh = {path: text for path, text in texts.items() if not holds_already(path, text)}
    others = [path for path in fresh if os.path.lexists(path)]
    if others and not force:
        text = _("{path}: there is another file already: move it, or say --force to keep it aside")
        raise UsageError(*(text.format(path=path) for path in others))
    kept: dict[Path, Path] = {}
    try:
        for path in others:
            kept[path] = free_name_beside(path)
            path.rename(kept[path])
        write_new_files(fresh)
    except BaseException as error:
        for path, place in kept.items():
            with suppress(OSError):
                if os.path.lexists(place):
                    place.rename(path)
        if isinstance(error, OSError):
            told = _("{path}: cannot be moved aside: {error}: no file was changed")
            raise cannot_write(Path(error.filename or ""), error, told) from None
        raise
    return list(kept.values())


def holds_already(path: Path, text: str) -> bool:
    try:
        return path.is_file() and path.read_bytes() == as_bytes(text)
    except OSError:
        return False


def free_name_beside(path: Path) -> Path:
    """`name.old`, `name.old2`, …: the first that nothing has."""
    for number in range(1, 10_000):
        place = path.with_name(f"{path.name}.old{number if number > 1 else ''}")
        if not os.path.lexists(place):
            return place
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def missing_folders(folder: Path) -> list[Path]:
    """A folder and those it is in, as far as nothing is there, the outermost first."""
    places = (folder, *folder.parents)
    return [place for place in places if not os.path.lexists(place)][::-1]


def keep_under(name: Path, path: Path) -> None:
    """Keeps what is at `path` under a second name, whatever comes to be at the first. Raises OSError."""
    try:
        os.link(os.path.realpath(path), name)
    except OSError:  # another disk, or one without hard links, or not ours to link
        with path.open("rb") as old, file_aside(name.parent) as (fresh, file):
            shutil.copyfileobj(old, file)
            sync_and_close(file)
            dress_like(fresh, path.stat())
            if not move_to_free_place(fresh, name):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(name)) from None


def move_to_free_place(fresh: Path, path: Path) -> bool:
    """Whether the place was free; what else is there stays."""
    try:
        os.link(fresh, path)
    except FileExistsError:
        return False
    except OSError:  # a disk without hard links
        if os.path.lexists(path):
            return False
        fresh.replace(path)
    return True


def what_is_at(path: Path) -> os.stat_result | None:
    """What is at the end of every link; None if nothing is. Raises OSError, also for a folder."""
    try:
        there = path.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(there.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    return there


@contextmanager
def file_aside(folder: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A file to write beside the place it is for; what is still there after this block is removed."""
    descriptor, name = tempfile.mkstemp(prefix=".new-", dir=folder)
    fresh = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield fresh, file
    finally:
        with suppress(OSError):
            fresh.unlink()


def sync_and_close(file: BinaryIO) -> None:
    """A network file system may say only now that there is no room."""
    file.flush()
    try:
        os.fsync(file.fileno())
    except OSError as error:
        if error.errno not in NOT_SYNCED:
            raise
    file.close()


def dress_like(fresh: Path, old: os.stat_result | None) -> None:
    """Gives a new file the permissions and the owner of the old one, or those of any new file."""
    if old is None:
        fresh.chmod(0o666 & ~current_umask())
        return
    with suppress(OSError):
        os.chown(fresh, old.st_uid, old.st_gid)
    fresh.chmod(stat.S_IMODE(old.st_mode))


def current_umask() -> int:
    current = os.umask(0o077)
    os.umask(current)
    return current


def open_stream(path: Path, there: os.stat_result) -> BinaryIO:
    """A pipe, a device or a socket, to be written to."""
    output = own_output(there)
    if output is not None:
        return os.fdopen(os.dup(output), "wb")
    if stat.S_ISSOCK(there.st_mode):
        import socket

        with socket.socket(socket.AF_UNIX) as link:
            link.connect(str(path))
            return link.makefile("wb")
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_NOCTTY), "wb")


def own_output(there: os.stat_result) -> int | None:
    """The descriptor of our standard output or error, if that is the file, as `/dev/stdout` is.

    It may be an ordinary file that the shell has opened, or a socket, which has no name to be opened by.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
            if os.path.samestat(there, os.fstat(stream.fileno())):
                return stream.fileno()
    return None


def apart_from_output(paths: Iterable[Path]) -> list[Path]:
    """Those that are not our own output: a word about such a file would stand within it."""
    apart = []
    for path in paths:
        with suppress(OSError):
            if own_output(path.stat()) is None:
                apart.append(path)
    return apart


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a file one after another; raises UsageError."""
    try:
        with path.open(encoding="utf-8") as file:
            while line := file.readline(LONGEST_LINE + 1):
                if len(line) > LONGEST_LINE:
                    told = _("{path}: a line without end: is it a file of `interview export`?")
                    raise UsageError(told.format(path=path))
                yield line
    except OSError as error:
        told = _("{path}: cannot be read: {error}: check the name")
        raise UsageError(told.format(path=path, error=error.strerror)) from None
    except UnicodeDecodeError:
        told = _("{path}: not UTF-8 text: is it a file of `interview export`?")
        raise UsageError(told.format(path=path)) from None
