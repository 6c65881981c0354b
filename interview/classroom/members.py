"""The entries of a zip -> files to be read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import PurePosixPath

from interview.classroom.unread import NothingInFolder, UnreadFile, refuse_to_read, stand_in
from interview.classroom.zips import (
    may_be_misread,
    member_path,
    time_of_member,
    why_member_is_refused,
)
from interview.text import inert_name

IGNORED_NAME = re.compile(r"^(\.|__MACOSX$|__pycache__$|(?:Thumbs\.db|desktop\.ini)$)")
OUTSIDE = ".."
"""Where the files lie whose names in a zip lead out of it."""


def files_of_members(
    members: list[zipfile.ZipInfo],
    read_one: Callable[[zipfile.ZipInfo, int], bytes],
    inside: PurePosixPath,
) -> list[UnreadFile]:
    """The files of a zip that lies at `inside`; a folder in which nothing is stands for itself."""
    files: list[UnreadFile] = []
    empty: set[PurePosixPath] = set()
    filled = {inside}
    for member in members:
        path = member_path(member)
        ignored = [i for i, part in enumerate(path.parts) if ignored_part(part)]
        inert = inside.joinpath(*map(inert_name, path.parts[: ignored[0] if ignored else None]))
        if member.is_dir() or ignored:
            empty.add(inert)
            continue
        filled.update(inert.parents)
        reason = why_member_is_refused(member, path)
        read = partial(read_one, member)
        if reason:
            read = partial(refuse_to_read, OSError(reason))
        told = (OUTSIDE in path.parts, may_be_misread(member))
        files.append(UnreadFile(inert, time_of_member(member), read, *told))
    for folder in empty - filled:
        if not any(other != folder and folder in other.parents for other in empty):
            files.append(stand_in(folder, NothingInFolder()))
    return sorted(files, key=lambda file: file.path)


def ignored_part(part: str) -> bool:
    return part != OUTSIDE and bool(IGNORED_NAME.match(part))
