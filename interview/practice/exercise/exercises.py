"""Exercises as things to be remembered: a pass is a review, a due one begins again with an empty stub."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from interview.bank import Bank
from interview.history.reviews import AGAIN, Review, Reviews, moment
from interview.history.rounds import Round, round_of
from interview.history.store import Recorder, Store, now
from interview.model.question import Card
from interview.model.verdict import Verdict
from interview.practice.exercise import workspace
from interview.practice.memory.scheduling import rating_of_exercise, record

SITTING = timedelta(hours=3)
"""Who took longer did something else in between, and the time says nothing."""


@dataclass(frozen=True)
class Begun:
    """An exercise file to write in."""

    path: Path
    new: bool
    kept: Path | None = None
    """Where the attempt of the time before was set aside."""


class ExerciseRecorder(Recorder):
    """Records verdicts and what was shown; a pass, or a look at the solution before it, is a review."""

    def __init__(self, bank: Bank) -> None:
        super().__init__()
        self.bank = bank

    def record(self, verdict: Verdict) -> None:
        super().record(verdict)
        if verdict.status == "accepted":
            card = next(card for card in self.bank.cards if card.id == verdict.question)
            self.tried(lambda store: review_pass(store, card, verdict), None)

    def reveal(self, question: str, what: str, number: int = 0) -> None:
        super().reveal(question, what, number)
        if what == "solution":
            self.tried(lambda store: review_look(store, question), None)

    def round(self, card: Card) -> Round:
        return self.tried(lambda store: round_of(store, card.id), Round())

    def again(self, card: Card, at: datetime) -> bool:
        """Whether the exercise is due and the round before is over."""
        return self.tried(lambda store: to_be_written_again(store, card.id, at), False)


def item_of(question: str) -> str:
    return f"exercise:{question}"


def review_pass(store: Store, card: Card, verdict: Verdict) -> None:
    """Adds the review of the first pass of a round."""
    found = round_of(store, card.id)
    if found.solution or reviewed(store, card.id, found):
        return
    stamp = now()
    minutes = max(0.0, (moment(stamp) - moment(found.began or stamp)) / timedelta(minutes=1))
    rating = rating_of_exercise(verdict, max(1, found.tries), found.hints, minutes, card.minutes)
    evidence = {
        "round": found.since,
        "tries": found.tries,
        "hints": found.hints,
        "minutes": round(minutes, 1),
        "seed": verdict.seed,
    }
    seconds = minutes * 60 if timedelta(minutes=minutes) <= SITTING else 0.0
    item = item_of(card.id)
    record(Reviews(store), Review(item, rating, seconds=seconds, evidence=evidence, at=stamp))


def review_look(store: Store, question: str) -> None:
    """Adds that the solution was looked at in a round that was not passed."""
    found = round_of(store, question)
    if not found.passed and not reviewed(store, question, found):
        evidence = {"round": found.since, "tries": found.tries, "solution": True}
        record(Reviews(store), Review(item_of(question), AGAIN, evidence=evidence))


def reviewed(store: Store, question: str, found: Round) -> bool:
    """Whether this round has its review already."""
    last = Reviews(store).last(item_of(question))
    return last is not None and last.evidence.get("round") == found.since


def to_be_written_again(store: Store, question: str, at: datetime) -> bool:
    memory = Reviews(store).memory(item_of(question))
    return (
        memory is not None
        and memory.due <= at
        and reviewed(store, question, round_of(store, question))
    )


def begin(card: Card, recorder: ExerciseRecorder) -> Begun:
    """The file to write in: a fresh stub if there was none or the exercise is due again, else what is there."""
    if workspace.path_of(card).is_file() and recorder.again(card, datetime.now(UTC)):
        path, kept = workspace.reset(card)
        begun = Begun(path, True, kept)
    else:
        begun = Begun(*workspace.start(card))
    if begun.new:
        recorder.reveal(card.id, "stub")
    return begun


def earlier(card: Card) -> Path | None:
    """The last attempt that was set aside."""
    path = workspace.path_of(card)
    return max((path.parent / workspace.SET_ASIDE).glob(f"{path.stem}.*.py"), default=None)


def difference(card: Card, before: Path) -> tuple[str, ...]:
    """What changed from an earlier attempt to the one of now."""
    then = before.read_text(encoding="utf-8", errors="replace").splitlines()
    path = workspace.path_of(card)
    current = path.read_text(encoding="utf-8", errors="replace").splitlines()
    names = str(before), str(path)
    return tuple(difflib.unified_diff(then, current, *names, lineterm=""))
