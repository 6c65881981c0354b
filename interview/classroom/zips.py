"""Zips that others made: opened whatever one entry is called, and read within limits."""

from __future__ import annotations

import io
import mmap
import stat
import struct
import zipfile
from contextlib import suppress
from copy import copy
from pathlib import Path, PurePosixPath
from typing import IO, cast

from interview.errors import UsageError
from interview.messages import _

ZIP_START = b"PK"
LIST_ENTRY = struct.Struct("<4s4xH18xH16x")
"""The head of an entry in a zip's list: its mark, flags and the length of its name (APPNOTE 4.3.12)."""
FILE_ENTRY = struct.Struct("<4s2xH18xH2x")
"""The same before the file itself (4.3.7)."""
ENTRY_MARK = b"PK\x01\x02"
FLAGS_AT = {ENTRY_MARK: (LIST_ENTRY, 8), b"PK\x03\x04": (FILE_ENTRY, 6)}
ENCRYPTED, NAME_IS_UTF8 = 0x1, 0x800
STEP = 4096
"""Bytes that are read at a time."""
DEEPEST_FOLDER = 40
"""Folders within each other; nobody hands in an exercise deeper than that."""
MOST_ENTRIES = 5_000
"""Files in a zip that lies in another, or in somebody's folder."""


class ZipInMemory(mmap.mmap):
    """A zip whose bytes can be changed without changing the file."""

    def seekable(self) -> bool:
        """Which mmap has only since Python 3.13."""
        return True


def open_zip(place: Path) -> zipfile.ZipFile:
    """Raises UsageError if its list cannot be read."""
    try:
        try:
            return zipfile.ZipFile(place)
        except UnicodeDecodeError:
            return open_with_odd_names(place)
    except Exception as error:  # of many kinds: the archive is somebody else's
        reason = str(error) or type(error).__name__
        if not zipfile.is_zipfile(place):
            reason = _("its end is missing")
        text = _("{path}: a zip that cannot be read: {error}: download it once more")
        raise UsageError(text.format(path=place, error=reason)) from None


def open_with_odd_names(place: Path) -> zipfile.ZipFile:
    """The zip, with every name that says it is UTF-8 and is not taken as one that says nothing."""
    with place.open("rb") as file:
        data = ZipInMemory(file.fileno(), 0, access=mmap.ACCESS_COPY)
    say_nothing_of_odd_names(data)
    return zipfile.ZipFile(cast(IO[bytes], data))


def open_zip_in_memory(packed: bytes) -> zipfile.ZipFile:
    """The same of a zip that is no file; raises OSError if its list cannot be read."""
    if packed.count(ENTRY_MARK) > MOST_ENTRIES:
        text = _("an archive with more than {count} files")
        raise OSError(text.format(count=MOST_ENTRIES))
    try:
        try:
            return zipfile.ZipFile(io.BytesIO(packed))
        except UnicodeDecodeError:
            data = bytearray(packed)
            say_nothing_of_odd_names(data)
            return zipfile.ZipFile(io.BytesIO(data))
    except Exception as error:  # of many kinds: the archive is somebody else's
        reason = str(error) or type(error).__name__
        text = _("an archive that cannot be read ({error})")
        raise OSError(text.format(error=reason)) from None


def say_nothing_of_odd_names(data: ZipInMemory | bytearray) -> None:
    for mark, (head, flags_at) in FLAGS_AT.items():
        at = data.find(mark)
        while 0 <= at <= len(data) - head.size:
            _mark, flags, length = head.unpack_from(data, at)
            name = bytes(data[at + head.size : at + head.size + length])
            if flags & NAME_IS_UTF8 and not is_utf8(name):
                struct.pack_into("<H", data, at + flags_at, flags & ~NAME_IS_UTF8)
            at = data.find(mark, at + 1)


def is_utf8(name: bytes) -> bool:
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True


def member_path(member: zipfile.ZipInfo) -> PurePosixPath:
    """Where an entry lies: within the zip, or in `..` if its name leads out; some part folders as Windows does."""
    name = name_of_member(member)
    parts = PurePosixPath(name.replace("\\", "/").lstrip("/")).parts
    inside = [part for part in parts if part != ".."]
    if len(inside) > DEEPEST_FOLDER:
        inside = [*inside[:DEEPEST_FOLDER], inside[-1]]
    return PurePosixPath(*(["..", *inside] if ".." in parts else inside))


def name_of_member(member: zipfile.ZipInfo) -> str:
    """Some programs write names in UTF-8, and on a Chinese Windows in GB18030, and do not say so."""
    if not member.flag_bits & NAME_IS_UTF8:
        for encoding in ("utf-8", "gb18030"):
            with suppress(UnicodeError):
                name = member.filename.encode("cp437").decode(encoding)
                if encoding == "utf-8" or is_chinese(name):
                    return name
    return member.filename


def is_chinese(name: str) -> bool:
    """Whether its letters are Chinese and at least half of them common, as in no other language's bytes."""
    letters = [c for c in name if not c.isascii() and c.isalpha()]
    common = [c for c in letters if c.encode("gb2312", "ignore")]
    han = all("\u3400" <= c <= "\u9fff" or c >= "\U00020000" for c in letters)
    return bool(common) and han and 2 * len(common) >= len(letters)


def may_be_misread(member: zipfile.ZipInfo) -> bool:
    """Whether a name is read as the format has it, in an alphabet that its writer may not have meant."""
    name = member.filename
    told = member.flag_bits & NAME_IS_UTF8 or name.isascii()
    return not told and name_of_member(member) == name


def time_of_member(member: zipfile.ZipInfo) -> float:
    """Of use only beside another one's."""
    return float("".join(f"{part:02d}" for part in member.date_time))


def why_member_is_refused(member: zipfile.ZipInfo, path: PurePosixPath) -> str:
    """Why an entry is not read, in words; nothing if it is."""
    if ".." in path.parts:
        return _("its name leads out of the zip")
    if len(path.parts) > DEEPEST_FOLDER:
        return too_deep_in_words()
    if member.flag_bits & ENCRYPTED:
        return _("encrypted")
    if stat.S_ISLNK(member.external_attr >> 16):
        return link_in_words()
    return ""


def too_deep_in_words() -> str:
    return _("more than {count} folders within each other").format(count=DEEPEST_FOLDER)


def link_in_words() -> str:
    return _("a link, which is not followed")


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, size: int) -> bytes:
    """A member's first bytes; raises OSError, whatever is wrong with it."""
    try:
        if member.compress_type == zipfile.ZIP_BZIP2:
            return read_bzip2(archive, member, size)
        with archive.open(member) as file:
            return read_in_steps(file, size)
    except Exception as error:  # zipfile's own, and those of every way to compress
        raise OSError(str(error) or type(error).__name__) from None


def read_in_steps(file: IO[bytes], size: int) -> bytes:
    """The first bytes, step by step: LZMA unpacks all that it is given at once, a thousandfold."""
    data = bytearray()
    while len(data) < size and (part := file.read(min(STEP, size - len(data)))):
        data += part
    return bytes(data)


def read_bzip2(archive: zipfile.ZipFile, member: zipfile.ZipInfo, size: int) -> bytes:
    """The same where a few bytes may stand for gigabytes, which `zipfile` would all unpack."""
    import bz2  # a Python may be built without it

    packed = copy(member)
    packed.compress_type, packed.file_size = zipfile.ZIP_STORED, member.compress_size
    del packed.CRC  # it is that of the unpacked file; bzip2 has its own
    unpack, data = bz2.BZ2Decompressor(), bytearray()
    with archive.open(packed) as file:
        while len(data) < size and not unpack.eof:
            part = file.read(STEP) if unpack.needs_input else b""
            if unpack.needs_input and not part:
                raise EOFError(_("its end is missing"))
            data += unpack.decompress(part, size - len(data))
    return bytes(data)
