"""Exercises as things to be remembered: a pass is a review, a due one begins again with an empty stub.

Passed is an exercise once its core is right; that its edges are left keeps it from being accepted.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from interview.bank import Bank
from interview.grading.client.source import MAX_SOURCE_BYTES, read_at_most
from interview.history.items import Item
from interview.history.reviews import AGAIN, Review, Reviews, moment_of
from interview.history.rounds import ExerciseRound, current_round
from interview.history.store import Recorder, Store, stamp_now
from interview.history.transaction import at_once
from interview.model.card import Card
from interview.model.verdict import Verdict
from interview.practice.exercise import workspace
from interview.practice.exercise.places import exercise_path, is_begun, is_stub
from interview.practice.exercise.workspace import ExerciseFile
from interview.practice.memory.scheduling import rating_of_exercise, record_review
from interview.text import inert_name

LONGEST_SITTING = timedelta(hours=3)
"""Who took longer did something else in between, and the time says nothing."""


@dataclass(frozen=True)
class BegunExercise:
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
        card = self.bank.by_id[verdict.question]
        self.tried(lambda store: at_once(store, partial(record_attempt, card, verdict)), None)

    def reveal(self, question: str, what: str, number: int = 0) -> None:
        if what == "solution":
            self.tried(lambda store: at_once(store, partial(record_look, question)), None)
        else:
            super().reveal(question, what, number)

    def round(self, card: Card) -> ExerciseRound:
        return self.tried(lambda store: current_round(store, card.id), ExerciseRound())

    def begun_anew(self, card: Card) -> bool:
        """Whether it was accepted once, but not since it was begun anew."""
        return not self.round(card).accepted and self.statuses().get(card.id) == "accepted"

    def passes_by_core(self, verdict: Verdict) -> bool:
        """Whether a verdict not recorded yet is the first of its round with a right core, and not accepted."""
        if verdict.status == "accepted" or not verdict.core_right:
            return False
        so_far = self.tried(lambda store: current_round(store, verdict.question), ExerciseRound())
        return not so_far.passed

    def again(self, card: Card, at: datetime) -> bool:
        """Whether the exercise is due and the round before is over."""
        return self.tried(lambda store: to_be_written_again(store, card.id, at), False)


def exercise_item(question: str) -> str:
    return Item.of("exercise", question)


def record_attempt(card: Card, verdict: Verdict, store: Store) -> None:
    """Adds a graded attempt, and its review if it is a pass."""
    store.record(verdict)
    if verdict.status == "accepted" or verdict.core_right:
        review_pass(store, card, verdict)


def record_look(question: str, store: Store) -> None:
    """Adds that the solution was shown, and the review that follows if the exercise was not passed."""
    store.reveal(question, "solution")
    review_solution_seen(store, question)


def review_pass(store: Store, card: Card, verdict: Verdict) -> None:
    """Adds the review of the first pass of a round."""
    this_round = current_round(store, card.id)
    if this_round.solution or round_is_reviewed(store, card.id, this_round):
        return
    stamp = stamp_now()
    minutes = max(
        0.0, (moment_of(stamp) - moment_of(this_round.began or stamp)) / timedelta(minutes=1)
    )
    rating = rating_of_exercise(
        verdict, max(1, this_round.tries), this_round.hints, minutes, card.minutes
    )
    evidence = {
        "round": this_round.since,
        "tries": this_round.tries,
        "hints": this_round.hints,
        "minutes": round(minutes, 1),
        "seed": verdict.seed,
    }
    seconds = minutes * 60 if timedelta(minutes=minutes) <= LONGEST_SITTING else 0.0
    item = exercise_item(card.id)
    record_review(
        Reviews(store), Review(item, rating, seconds=seconds, evidence=evidence, at=stamp)
    )


def review_solution_seen(store: Store, question: str) -> None:
    """Adds that the solution was looked at in a round that was not passed."""
    this_round = current_round(store, question)
    if not this_round.passed and not round_is_reviewed(store, question, this_round):
        evidence = {"round": this_round.since, "tries": this_round.tries, "solution": True}
        record_review(Reviews(store), Review(exercise_item(question), AGAIN, evidence=evidence))


def round_is_reviewed(store: Store, question: str, this_round: ExerciseRound) -> bool:
    """Whether this round has its review already."""
    last = Reviews(store).last(exercise_item(question))
    return last is not None and last.evidence.get("round") == this_round.since


def to_be_written_again(store: Store, question: str, at: datetime) -> bool:
    memory = Reviews(store).memory(exercise_item(question))
    return (
        memory is not None
        and memory.due <= at
        and round_is_reviewed(store, question, current_round(store, question))
    )


def begin_exercise(
    card: Card, recorder: ExerciseRecorder, lang: str | None = None
) -> BegunExercise:
    """The file to write in: a fresh stub if there was none or the exercise is due again, else what is there.

    lang: of the task in a stub; without one if None.
    A stub of which the history does not know, as the command ended in between, is recorded now.
    """
    if is_begun(card) and recorder.again(card, datetime.now(UTC)):
        path, kept = workspace.restore_stub(card, lang)
        begun = BegunExercise(path, True, kept)
    else:
        begun = BegunExercise(*workspace.write_stub(card, lang))
    if begun.new or (is_stub(begun.path, card) and not recorder.round(card).just_begun):
        recorder.reveal(card.id, "stub")
    return begun


def seconds_taken(card: Card, recorder: ExerciseRecorder) -> float | None:
    """Since the stub was handed out or the first attempt; None if nobody knows, or something came between."""
    began = recorder.round(card).began
    if not began:
        return None
    passed = moment_of(stamp_now()) - moment_of(began)
    return passed.total_seconds() if timedelta(0) <= passed <= LONGEST_SITTING else None


def earlier_attempt(exercise: ExerciseFile) -> Path | None:
    """The last attempt that was set aside; of a file that was itself, the one before it."""
    folder = exercise_path(exercise.card).parent / workspace.SET_ASIDE_FOLDER
    attempts = sorted(folder.glob(f"{exercise.card.slug}.*.py"))
    same = [attempt for attempt in attempts if is_same_file(attempt, exercise.path)]
    return max((a for a in attempts if not same or a < same[0]), default=None)


def is_same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def changes_since(path: Path, before: Path) -> tuple[str, ...]:
    """What changed from an earlier attempt to the one at `path`; raises UsageError."""
    then, now = (
        read_at_most(p, MAX_SOURCE_BYTES + 1).decode("utf-8", "replace").splitlines()
        for p in (before, path)
    )
    names = inert_name(str(before)), inert_name(str(path))
    return tuple(difflib.unified_diff(then, now, *names, lineterm=""))
