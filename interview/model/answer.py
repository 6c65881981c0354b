"""The nouns of what is said: key points, follow-ups, and drills. Their docstrings go into `interview schema`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from interview.model.strict import Strict


@dataclass(frozen=True)
class KeyPoint(Strict):
    """One thing a good answer says."""

    point: str
    """The point, as one sentence."""
    terms: tuple[str, ...]
    """Words or phrases by which a typed answer is seen to make the point."""
    contrary: tuple[str, ...] = ()
    """What people say who have it wrong: an answer with one of these doesn't make the point."""


@dataclass(frozen=True)
class FollowUp(Strict):
    """What the interviewer asks next."""

    ask: str
    """The follow-up question."""
    answer: str
    """Its answer, short enough to say."""


@dataclass(frozen=True)
class Drill(Strict):
    """A quick question a program marks: give exactly one of `shape`, `number`, or `right` with `wrong`."""

    ask: str
    """The question; {names} from `where` are filled in."""
    because: str
    """The computation or reason, shown afterwards; {names} are filled in, {answer} too."""
    where: dict[str, Any] = field(default_factory=dict)
    """Values drawn anew each time, top to bottom: `{D: "pick(64, 128)", d: D // 8}`."""
    shape: str | None = None
    """The right shape as an expression: `(B, H, T, S)`."""
    number: str | None = None
    """The right number as an expression: `4 * D * D`."""
    tolerance: float = 0.0
    """Relative error that still counts as right; 0 asks for the exact number."""
    unit: Literal["", "bytes", "MiB", "percent"] = ""
    """What the number is asked in; an answer in another unit of its kind is converted."""
    right: tuple[str, ...] = ()
    """The right option, or options if several must be chosen."""
    wrong: tuple[str, ...] = ()
    """The options that are not right."""
