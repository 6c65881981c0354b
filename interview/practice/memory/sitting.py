"""One sitting of a quiz or a round of drills, in the history from its first answer on.

One that was only looked at never was. Where there is no history, it goes on without.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from interview.history.notes import LearnerNotes, Notes
from interview.history.reviews import Review, Reviews, Standing
from interview.history.sessions import Sessions, Step, StepName
from interview.history.store import Recorder, Store
from interview.history.transaction import at_once
from interview.practice.memory.scheduling import record_review

STEPS_AROUND_ANSWER: tuple[StepName, ...] = ("typed", "answered", "rated", "skipped")
"""The steps that open and close an answer."""


@dataclass(frozen=True)
class UnratedAnswer:
    """An answer that was given, and then the session broke off."""

    item: str
    text: str
    seconds: float
    whole: bool
    """Whether it was brought to its end, and not only some lines of it were typed."""
    said: tuple[int, ...] | None = None
    """The places of the key points ticked so far; None if nobody has ticked any."""

    @property
    def as_step(self) -> tuple[StepName, dict[str, Any]]:
        """The step by which it is kept."""
        data = {"item": self.item, "text": self.text, "seconds": self.seconds}
        if self.said is not None:
            data["said"] = list(self.said)
        return "answered" if self.whole else "typed", data


class Sitting:
    """What is answered from here on; every step is on disk before anything else is asked."""

    def __init__(self, kind: str, recorder: Recorder) -> None:
        self.kind = kind
        self.recorder = recorder
        self.session = ""
        self.plan: dict[str, Any] = {}
        self.carried: tuple[UnratedAnswer, ...] = ()
        """Answers of earlier sessions, the latest first, that go on in this one."""

    def begin(self) -> str:
        """The session's id; it is in the history from now on. Empty where it can't be."""
        if not self.session:
            self.session = self.recorder.tried(lambda store: at_once(store, self.begun), "")
        return self.session

    def begun(self, store: Store) -> str:
        """The id of a session just begun, with the answers that go on in it."""
        id = Sessions(store).begin(self.kind, self.plan)
        for answer in reversed(self.carried):
            Sessions(store).step(id, *answer.as_step)
        return id

    def step(self, name: StepName, **data: Any) -> None:
        if id := self.begin():
            self.recorder.tried(lambda store: Sessions(store).step(id, name, data), None)

    def finish(self) -> None:
        if self.session:
            self.step("finished")

    def review(self, review: Review) -> int:
        """Adds a review of this session and schedules its item; 0 where nothing can be recorded."""
        own = replace(review, session=self.begin())
        return self.recorder.tried(lambda store: record_review(Reviews(store), own), 0)

    def retract(self, id: int) -> None:
        if id:
            self.recorder.tried(lambda store: Reviews(store).retract(id), None)

    def standings(self) -> Mapping[str, Standing]:
        """When every item that was ever reviewed is due, and its last rating."""
        return self.recorder.tried(lambda store: Reviews(store).standings(), {})

    def due(self, item: str) -> datetime | None:
        """When the item comes back; None if nothing is recorded."""
        memory = self.recorder.tried(lambda store: Reviews(store).memory(item), None)
        return memory.due if memory else None

    def notes(self, question: str) -> tuple[str, ...]:
        """What the learner has noted on a question, oldest first."""
        notes = self.recorder.tried(lambda store: Notes(store).all(), LearnerNotes())
        return tuple(note.text for note in notes.of(question))

    def unrated(self) -> tuple[UnratedAnswer, ...]:
        """The answers on which sessions of this kind broke off, the latest first."""
        return self.recorder.tried(lambda store: unrated_answers(store, self.kind), ())


def unrated_answers(store: Store, kind: str) -> tuple[UnratedAnswer, ...]:
    """What was typed or answered last of each item, where no rating, skipping or review came after."""
    last: dict[str, Step] = {}
    for step in Sessions(store).recent_steps(kind, STEPS_AROUND_ANSWER):
        item = step.data["item"]
        last.pop(item, None)
        last[item] = step
    open_ones = [step for step in last.values() if step.name in ("typed", "answered")]
    return tuple(
        unrated_answer(step)
        for step in reversed(open_ones)
        if not Reviews(store).all(step.at, step.data["item"])
    )


def unrated_answer(step: Step) -> UnratedAnswer:
    """The answer that a step keeps."""
    data = step.data
    said = tuple(data["said"]) if "said" in data else None
    return UnratedAnswer(data["item"], data["text"], data["seconds"], step.name == "answered", said)
