"""This package as a wheel, made of the very files that run here; without a bank, and without the network."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path

from interview.bank.shipped import DISTRIBUTION
from interview.errors import UsageError
from interview.messages import _

PACKAGE_FOLDER = Path(__file__).parents[1]
REQUIREMENT_NAME = re.compile(r"[A-Za-z0-9._-]+")
EXTRA = re.compile(r"extra *== *[\"'](\w+)[\"']")
COMPILED = ".pyc"
NO_TIME = (1980, 1, 1, 0, 0, 0)
"""Files in our zips have no time of their own: the same content is the same file."""


def package_as_wheel(release: str) -> tuple[str, bytes]:
    """The wheel's file name, which pip reads, and its bytes; raises UsageError where nothing is installed."""
    name = f"{DISTRIBUTION.replace('-', '_')}-{release}"
    files = dict(package_files())
    about = f"{name}.dist-info"
    files[f"{about}/METADATA"] = wheel_metadata(release).encode()
    files[f"{about}/WHEEL"] = (
        f"Wheel-Version: 1.0\nGenerator: {DISTRIBUTION} {release}\n"
        "Root-Is-Purelib: true\nTag: py3-none-any\n"
    ).encode()
    files[f"{about}/entry_points.txt"] = b"[console_scripts]\ninterview = interview.__main__:main\n"
    record = f"{about}/RECORD"
    lines = [f"{path},sha256={wheel_digest(data)},{len(data)}" for path, data in files.items()]
    files[record] = "\n".join([*lines, f"{record},,"]).encode() + b"\n"
    return f"{name}-py3-none-any.whl", zip_of(files)


def package_files() -> Iterator[tuple[str, bytes]]:
    for path in sorted(PACKAGE_FOLDER.rglob("*")):
        if path.is_file() and not str(path).endswith(COMPILED):
            yield f"interview/{path.relative_to(PACKAGE_FOLDER).as_posix()}", path.read_bytes()


def wheel_metadata(release: str) -> str:
    needs = "".join(f"Requires-Dist: {line}\n" for line in own_requirements())
    python = metadata(DISTRIBUTION)["Requires-Python"]
    head = f"Metadata-Version: 2.1\nName: {DISTRIBUTION}\nVersion: {release}\nRequires-Python: {python}\n"
    return f"{head}Provides-Extra: notebook\n{needs}"


def own_requirements() -> list[str]:
    """What the package and its notebooks need, as its metadata has it."""
    try:
        lines = requires(DISTRIBUTION) or []
    except PackageNotFoundError:
        text = _(
            "{name} is not installed here, so nothing tells what it needs: run `pip install .`"
        )
        raise UsageError(text.format(name=DISTRIBUTION)) from None
    return [line for line in lines if not (m := EXTRA.search(line)) or m[1] == "notebook"]


def pinned_requirements() -> list[str]:
    """The same as they are here, `torch==2.13.0`, so that grades there are grades here."""
    pinned = []
    for line in own_requirements():
        (name,) = REQUIREMENT_NAME.findall(line)[:1]
        try:
            pinned.append(f"{name}=={version(name).partition('+')[0]}")
        except PackageNotFoundError:  # what reads notebooks need not be installed here
            pinned.append(line.partition(";")[0].strip())
    return pinned


def wheel_digest(data: bytes) -> str:
    """As a wheel's record spells it."""
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def zip_of(files: dict[str, bytes], programs: tuple[str, ...] = ()) -> bytes:
    """A zip of these files, of which `programs` may be run."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, NO_TIME)
            entry.external_attr = (0o100755 if name in programs else 0o100644) << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
