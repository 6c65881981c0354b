"""Where an attempt and the reference compute the same: for each stage of an exercise the lines of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class StageLines:
    """One stage that both have."""

    key: str
    """As the exercise's `stages` name it."""
    mine: tuple[int, ...]
    """The line of the attempt that makes it, and from where that was called, the innermost first."""
    theirs: tuple[int, ...]
    """The same of the reference."""


def stage_lines_from_data(data: Mapping[str, Any]) -> tuple[StageLines, ...]:
    """The stages that `dataclasses.asdict` took apart."""
    return tuple(
        StageLines(told["key"], tuple(told["mine"]), tuple(told["theirs"]))
        for told in data["stages"]
    )


@dataclass(frozen=True)
class StagesBeside:
    """The stages that both have, in the order in which the reference makes them."""

    stages: tuple[StageLines, ...] = ()
