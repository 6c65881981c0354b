"""Where banks lie: what the package ships, a folder, or what another package has installed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from interview.bank.folder import BankFolder
from interview.bank.loading import Bank
from interview.bank.shipped import shipped_bank_folders
from interview.bank.tracks import tracks_of
from interview.errors import InterviewError, UsageError
from interview.homes import with_home
from interview.messages import _
from interview.model.bank import USUAL_TOPICS

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

BANKS_VARIABLE = "INTERVIEW_BANK"
ENTRY_POINTS = "interview.banks"
Origin: TypeAlias = Literal["shipped", "installed", "named"]


@dataclass(frozen=True)
class KnownBank:
    """A bank that can be named, and where it comes from."""

    folder: BankFolder
    origin: Origin
    by: str = ""
    """The package that installed it."""


def open_bank(texts: Sequence[str] | str | None) -> Bank:
    """The banks named, else those that INTERVIEW_BANK names, else all that the package ships; raises UsageError."""
    names = names_of_banks(texts)
    return Bank(*map(find_bank_folder, names)) if names else Bank(*shipped_bank_folders())


def names_of_banks(texts: Sequence[str] | str | None) -> list[str]:
    """What was said, or what the environment says."""
    said = [texts] if isinstance(texts, str) else list(texts or ())
    named = said or os.environ.get(BANKS_VARIABLE, "").split(",")
    return [name.strip() for name in named if name.strip()]


def folder_named(text: str) -> Path:
    return with_home(text, text)


def find_bank_folder(text: str) -> Path:
    """A bank by its folder, by the name of one that the package ships, or by that of an installed one."""
    folder = folder_named(text)
    if folder.name == "questions" and (folder.parent / "solutions").is_dir() and folder.is_dir():
        folder = folder.parent
    if (folder / "questions").is_dir():
        return folder.resolve()
    for bank in map(BankFolder, [] if folder.is_dir() and "/" in text else shipped_bank_folders()):
        if bank.facts.name == text:
            return bank.root
    for point in installed_points():
        if point.name == text:
            return folder_of_point(point)
    if folder.is_dir():
        message = _("{text}: not a bank: expected a folder with questions/ in it, got none")
        raise UsageError(message.format(text=text))
    message = _("{text}: no such bank: give a folder, or one of {names}")
    names = [bank.folder.facts.name for bank in known_banks(())]
    raise UsageError(message.format(text=text, names=_(", ").join(names)))


def installed_points() -> list[EntryPoint]:
    """The banks of other packages; few look for one, and it takes a while."""
    from importlib.metadata import entry_points

    return sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name)


def folder_of_point(point: EntryPoint) -> Path:
    """Raises UsageError if its package tells no folder of a bank."""
    try:
        folder = Path(str(point.load()()))
    except Exception as error:
        text = _("{name}: the package that installed this bank fails: {error}: reinstall it")
        told = f"{type(error).__name__}: {error}"
        raise UsageError(text.format(name=point.name, error=told)) from None
    if not (folder / "questions").is_dir():
        text = _("{text}: not a bank: expected a folder with questions/ in it, got none")
        raise UsageError(text.format(text=folder))
    return folder.resolve()


def known_banks(texts: Sequence[str]) -> Iterator[KnownBank]:
    """Every bank that can be named: those shipped, those installed, and those that were named by folder."""
    seen = set()
    for root in shipped_bank_folders():
        seen.add(root)
        yield KnownBank(BankFolder(root), "shipped")
    for point in installed_points():
        try:
            root = folder_of_point(point)
        except UsageError:
            continue
        seen.add(root)
        package = getattr(point, "dist", None)
        yield KnownBank(BankFolder(root), "installed", package.name if package else point.name)
    for root in dict.fromkeys(map(find_bank_folder, names_of_banks(texts))):
        if root not in seen:
            yield KnownBank(BankFolder(root), "named")


def topics_of_bank(texts: Sequence[str] | str | None) -> list[str]:
    """The topics of the questions, in their order; the usual ones where no bank can be opened."""
    try:
        topics = dict.fromkeys(card.topic for card in open_bank(texts).cards)
    except InterviewError:
        topics = {}
    return list(topics) or list(USUAL_TOPICS)


def tracks_of_bank(texts: Sequence[str] | str | None) -> list[str]:
    """The tracks of the questions, each with its words; none where no bank can be opened."""
    try:
        return list(tracks_of(open_bank(texts).cards).values())
    except InterviewError:
        return []
