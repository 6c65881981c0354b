"""Where banks lie: what the package ships, a folder, or what another package has installed."""

from __future__ import annotations

from pathlib import Path

from interview.bank.loading import Bank
from interview.errors import InterviewError, UsageError
from interview.homes import with_home
from interview.messages import _
from interview.model.bank import USUAL_TOPICS

DISTRIBUTION = "transformer-interview"


def bundled_bank_folder() -> Path:
    """The bank that comes with the package: beside it in a checkout, else among the installed data."""
    checkout = Path(__file__).parents[2]
    if (checkout / "questions").is_dir() and (checkout / "solutions").is_dir():
        return checkout
    # Imported here: a checkout needs neither, and they would cost every command a tenth of its time.
    import sysconfig
    from importlib.metadata import PackageNotFoundError, files

    installed = Path(sysconfig.get_path("data")) / "share" / DISTRIBUTION
    if (installed / "questions").is_dir():
        return installed
    try:
        for file in files(DISTRIBUTION) or ():
            if file.name == "question.yaml":
                return Path(str(file.locate())).resolve().parents[2]
    except PackageNotFoundError:
        pass
    raise UsageError(
        _("the bundled questions are missing: reinstall the package, or use --bank FOLDER")
    )


def find_bank_folder(text: str) -> Path:
    """A bank by folder, or by the name an installed package gave it in `interview.banks`."""
    folder = with_home(text, text)
    if folder.is_dir():
        if folder.name == "questions" and (folder.parent / "solutions").is_dir():
            folder = folder.parent
        if not (folder / "questions").is_dir():
            message = _("{text}: not a bank: expected a folder with questions/ in it, got none")
            raise UsageError(message.format(text=text))
        return folder.resolve()
    from importlib.metadata import entry_points

    for point in entry_points(group="interview.banks"):
        if point.name == text:
            return Path(str(point.load()()))
    message = _("{text}: no such bank: give a folder, or the name of an installed bank")
    raise UsageError(message.format(text=text))


def open_bank(text: str | None) -> Bank:
    """The bank named by `--bank`, or the bundled one."""
    return Bank(find_bank_folder(text) if text else bundled_bank_folder())


def topics_of_bank(text: str | None) -> list[str]:
    """The topics of its questions, in their order; the usual ones where it can't be opened."""
    try:
        topics = dict.fromkeys(card.topic for card in open_bank(text).cards)
    except InterviewError:
        topics = {}
    return list(topics) or list(USUAL_TOPICS)
