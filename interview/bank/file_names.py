"""What others add to a file's name: the number of an attempt, a time, `copy`; and the name without it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

BRACKETED = re.compile(r"[\s_-]*\((?P<number>\d{1,6})\)$")
"""` (1)`: a browser's second download, or Windows' copy."""
COPY_MARK = re.compile(r"\s*[(（](?P<number>\d{1,2})[)）]\s*$")
"""The same behind the name of a person: nobody's id is so short, and nobody has more copies."""
NUMBERED = re.compile(
    r"[\s_-]+(?:v|version|attempt|versuch|第)?[\s_-]*(?P<number>\d{1,6})次?$", re.I
)
"""`-1`, `_2`, `-v2`: Canvas' resubmissions, and people's own."""
WORD = re.compile(
    r"[\s_-]+(?:copy|kopie|copie|copia|final|new|neu|late|副本|最终版?|最終版?|修改版?)$", re.I
)
TIME = re.compile(
    r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?([0-2]\d|3[01])"
    r"(?:[-_ T.]{0,3}([01]\d|2[0-3])[-_.:h]?([0-5]\d)(?:[-_.:m]?([0-5]\d))?)?(?!\d)"
)
"""`2026-11-26`, `20261126_103000`, `2026-11-26-10-30-15`."""
SEPARATORS = re.compile(r"[\s_-]+")
MOST_MARKS = 6


def time_in_name(text: str) -> str:
    """The last time that a name tells, as 14 digits; empty if it tells none."""
    times = TIME.findall(unicodedata.normalize("NFKC", text))
    return max(("".join(part or "00" for part in time) for time in times), default="")


def names_without_marks(stem: str) -> Iterator[tuple[str, int]]:
    """The name as it is, then with one mark less each time; and the last number that was taken off.

    Each is as ids of questions are written in files: small, with `_` between the words.
    """
    text = unicodedata.normalize("NFKC", stem).strip()
    number = 0
    yield SEPARATORS.sub("_", text.casefold()), number
    untimed = TIME.sub("", text).strip(" _-.")
    if untimed != text:
        text = untimed
        yield SEPARATORS.sub("_", text.casefold()), number
    for _ in range(MOST_MARKS):
        match = BRACKETED.search(text) or NUMBERED.search(text) or WORD.search(text)
        if not match:
            return
        number = number or int(match.groupdict().get("number") or 0)
        text = text[: match.start()].rstrip()
        yield SEPARATORS.sub("_", text.casefold()), number
