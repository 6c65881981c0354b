"""Where a question's own code runs in a judge: whatever it does, its name is told.

What raises, and what does not end or fills the memory, becomes a QuestionError; what ends the judge,
or hears no signal, is told by the client, who has heard before what the judge is at.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from interview.bank.expressions import ExpressionError
from interview.errors import QuestionError
from interview.grading.execution.execution import MESSAGE_LENGTH
from interview.grading.judge.limits import TookTooLong, at_most, memory_limit
from interview.grading.judge.supervision import ClientGone
from interview.grading.sandbox.limits import MOST_SECONDS
from interview.model.card import Card
from interview.model.question import Limits

TIMES_ATTEMPT = 3.0
"""A question's own code may compute so many times as long as an attempt at most may."""
CLOCK_TIMES_CPU, MORE_BY_CLOCK = 3.0, 20.0
MORE_MEMORY_MIB = 1024
"""On top of what an attempt may use: the judge keeps all results."""
Tell = Callable[[str, float], None]
"""Hears which code runs now, and how long it may by the clock; then that none does."""


class OwnCode:
    """How long and with how much memory it may run, and how its failures are told."""

    def __init__(self, card: Card, limits: Limits, tell: Tell) -> None:
        self.card, self.tell = card, tell
        self.seconds = TIMES_ATTEMPT * (limits.seconds or MOST_SECONDS)
        self.wall = CLOCK_TIMES_CPU * self.seconds + MORE_BY_CLOCK
        self.memory_mib = limits.memory_mib + MORE_MEMORY_MIB

    @contextmanager
    def runs(self, what: str, failure: str = "", before: float = 0.0) -> Iterator[None]:
        """In this block; raises QuestionError, with its name, if it doesn't end.

        With a `failure` to tell, also if it raises something. `before`: seconds that it has had already.
        """
        self.tell(what, self.wall)
        try:
            with at_most(self.seconds - before, self.wall), memory_limit(self.memory_mib):
                yield
        except TookTooLong:
            limit = f"{self.seconds:g} seconds of computing"
            remedy = "mend it, or give `limits` more seconds"
            raise QuestionError([f"{what}: does not end within {limit}: {remedy}"]) from None
        except (QuestionError, ClientGone):
            raise
        except BaseException as error:
            if not failure:
                raise
            raise QuestionError([f"{what}: {failure}: {self.in_words(error)}"]) from error
        self.tell("", 0.0)

    def in_words(self, error: BaseException) -> str:
        """An exception in one line, with the last place in the question's own files that it came from."""
        beside = (self.card.given, self.card.picture, self.card.folder / "recipes.py")
        own = {str(path) for path in (self.card.reference, *beside)}
        first = error.__cause__ or error
        frames = [f for f in traceback.extract_tb(first.__traceback__) if f.filename in own]
        place = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
        try:
            message = str(error)[:MESSAGE_LENGTH]
        except BaseException:
            message = "(its message cannot be read)"
        kind = "" if isinstance(error, ExpressionError) else f"{type(error).__name__}: "
        return " ".join(f"{kind}{message}".split()) + place
