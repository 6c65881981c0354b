"""Questions as bytes, so that another machine needs only the package; known by their content."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from interview.bank import Bank
from interview.errors import QuestionError
from interview.messages import _
from interview.model.card import Card


def pack_bank(cards: Iterable[Card]) -> bytes:
    """The files of these questions and their references; raises QuestionError if one cannot be read."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in bank_content(cards):
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def content_edition(cards: Iterable[Card]) -> str:
    """Sixteen digits for all of it; raises QuestionError if a file cannot be read."""
    digest = hashlib.sha256()
    for name, data in bank_content(cards):
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()[:16]


def bank_content(cards: Iterable[Card]) -> Iterator[tuple[str, bytes]]:
    """The names and bytes of all that these questions are made of, but what Python leaves there.

    That is references, the questions' folders, and the files beside these, which a bank's questions share;
    each bank in a folder of its name.
    """
    files = {
        card.bank.name / file.relative_to(card.root): file
        for card in cards
        for file in files_of(card)
    }
    for name, path in sorted(files.items()):
        if not any(map(hidden, name.parts)):
            yield name.as_posix(), read_bytes(path)


def files_of(card: Card) -> Iterator[Path]:
    yield card.reference
    yield from filter(Path.is_file, card.folder.parent.iterdir())
    yield from filter(Path.is_file, card.folder.rglob("*"))


def hidden(name: str) -> bool:
    return name.startswith(".") or name == "__pycache__"


def read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        text = _("{path}: cannot be read: {error}: check the name and its permissions")
        raise QuestionError([text.format(path=path, error=error.strerror)]) from None


def unpack_bank(packed: bytes, folder: Path) -> Bank:
    """The copy of the questions, open; the banks that they are of lie in folders of their names."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        archive.extractall(folder)
        names = {name.partition("/")[0] for name in archive.namelist()}
    return Bank(*(folder / name for name in sorted(names)))
