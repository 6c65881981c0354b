"""The banks that the package ships: the first in `questions/` and `solutions/`, each other a folder of `banks/`."""

from __future__ import annotations

import os
from pathlib import Path

from interview.errors import UsageError
from interview.messages import _

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
            if file.name == "question.yaml" and "banks" not in file.parts:
                return Path(str(file.locate())).resolve().parents[2]
    except PackageNotFoundError:
        pass
    raise UsageError(
        _("the bundled questions are missing: reinstall the package, or use --bank FOLDER")
    )


def shipped_bank_folders() -> list[Path]:
    """All of them, the first bank first; raises UsageError if that is missing."""
    first = bundled_bank_folder()
    others = first / "banks"
    names = sorted(os.listdir(others)) if others.is_dir() else []
    return [first, *(others / name for name in names if (others / name / "questions").is_dir())]


def is_shipped(root: Path) -> bool:
    try:
        return root.resolve() in [shipped.resolve() for shipped in shipped_bank_folders()]
    except UsageError:
        return False
