"""Zips that lie among the files of a class, in its zip or in somebody's: opened in memory, within limits."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from interview.classroom.kinds import PACKED
from interview.classroom.members import files_of_members
from interview.classroom.unread import NothingInFolder, UnreadFile, refuse_to_read, stand_in
from interview.classroom.zips import open_zip_in_memory, read_member
from interview.messages import _

MOST_PACKED_BYTES = 32 * 1024 * 1024
"""Of one zip."""
DEEPEST_PACKED, MOST_PACKED = 3, 20
"""Zips within each other, and in one of them."""


class PackedZips:
    """The zips of one class, each opened again where something of it is read: one at a time is in memory."""

    def __init__(self) -> None:
        self.last: tuple[Callable[[int], bytes], zipfile.ZipFile] | None = None

    def open(self, read: Callable[[int], bytes]) -> zipfile.ZipFile:
        """Raises OSError."""
        if self.last is None or self.last[0] is not read:
            self.last = None
            data = read(MOST_PACKED_BYTES + 1)
            if not data:
                raise OSError(_("an empty file"))
            if len(data) > MOST_PACKED_BYTES:
                text = _("an archive larger than {size} MiB")
                raise OSError(text.format(size=MOST_PACKED_BYTES // 2**20))
            self.last = read, open_zip_in_memory(data)
        return self.last[1]

    def files(self, file: UnreadFile, depth: int) -> Iterator[UnreadFile]:
        """What is in a zip, and in the zips within; where it cannot be read, what stands for that."""
        try:
            if depth > DEEPEST_PACKED:
                raise OSError(_("an archive within too many others"))
            members = self.open(file.read).infolist()
        except OSError as error:
            yield refused(file, error)
            return
        inner = files_of_members(members, partial(self.read, file.read), file.path)
        inner = [replace(one, misread=one.misread or file.misread) for one in inner]
        if not inner:
            yield stand_in(file.path, NothingInFolder())
        count = 0
        for one in inner:
            count += is_packed(one)
            if not is_packed(one):
                yield one
            elif count <= MOST_PACKED:
                yield from self.files(one, depth + 1)
            else:
                yield refused(one, OSError(_("one archive too many in another")))

    def read(self, outer: Callable[[int], bytes], member: zipfile.ZipInfo, size: int) -> bytes:
        return read_member(self.open(outer), member, size)


def refused(file: UnreadFile, error: OSError) -> UnreadFile:
    return replace(file, read=partial(refuse_to_read, error), stands_in=True)


def is_packed(file: UnreadFile) -> bool:
    return file.path.suffix.casefold() == PACKED and not file.stands_in


def unpacked_files(files: Iterable[UnreadFile]) -> list[UnreadFile]:
    """The same files, with those of every zip in its place."""
    zips = PackedZips()
    unpacked: list[UnreadFile] = []
    for file in files:
        unpacked += zips.files(file, 1) if is_packed(file) else [file]
    return unpacked
