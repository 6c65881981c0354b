"""Marking an answer to a question: which points were said to be made, and the rating that follows."""

from __future__ import annotations

import re
import unicodedata

from interview.history.reviews import AGAIN, EASY, GOOD, HARD
from interview.practice.talk.conversation import typed_command

AGAIN_BELOW = 0.4
"""Fewer than this share of the key points: again."""
HARD_BELOW = 0.7
"""Fewer than this: hard. From here on: good."""
EASY_ANSWER_SECONDS = 300
"""All of them within this time: easy."""


def rating_of_answer(covered: int, points: int, seconds: float) -> int:
    """The rating that follows from the share of key points covered and the time it took."""
    share = covered / points
    if share < AGAIN_BELOW:
        return AGAIN
    if share < HARD_BELOW:
        return HARD
    return EASY if covered == points and seconds <= EASY_ANSWER_SECONDS else GOOD


ALL_WORDS, NO_WORDS = frozenset({"all", "全部", "全选"}), frozenset({"none", "0", "全不选"})


def ticks_after(line: str, ticked: frozenset[int], count: int) -> frozenset[int] | None:
    """The ticks after what was typed: `all`, `none`, or places to switch; None if it is none of these."""
    word = typed_command(line)
    if word in ALL_WORDS:
        return frozenset(range(count))
    if word in NO_WORDS:
        return frozenset()
    switched = parse_places(line, count)
    return None if switched is None else ticked ^ switched


def parse_places(line: str, count: int) -> frozenset[int] | None:
    """`1 3`, `13`, `1,3`, `2-4`, `１、３` -> places from 0; None if it is anything else."""
    text = unicodedata.normalize("NFKC", line)
    if not re.fullmatch(r"(?:\d|[\s,、;.\-])+", text):
        return None
    ranged = re.sub(
        r"(\d)\s*-\s*(\d)",
        lambda span: "".join(map(str, range(int(span[1]), int(span[2]) + 1))),
        text,
    )
    numbers = {int(digit) for digit in re.findall(r"\d", ranged)}
    if not numbers or not all(1 <= number <= count for number in numbers):
        return None
    return frozenset(number - 1 for number in numbers)
