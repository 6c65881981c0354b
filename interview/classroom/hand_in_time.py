"""When a file was handed in, as far as names and files tell."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

STAMP_FORMAT = "%Y%m%d%H%M%S"
ZIP_TIMES_BEGIN = 19_800_101_000_000
"""A zip's time as a number of 14 digits; more than any time of a file in seconds. This one says nothing."""


def hand_in_time(stamp: str, changed: float) -> datetime | None:
    """By the 14 digits that a name tells, else by the time of the file; None if there is neither.

    `changed` is in seconds, or 14 digits from a zip. Names and zips know no zone; a file's time has one.
    """
    digits = stamp or (f"{changed:.0f}" if changed > ZIP_TIMES_BEGIN else "")
    with suppress(ValueError):
        if digits:
            return datetime.strptime(digits, STAMP_FORMAT)
    if 0 < changed < ZIP_TIMES_BEGIN:
        with suppress(ValueError, OverflowError, OSError):
            return datetime.fromtimestamp(changed, UTC)
    return None
