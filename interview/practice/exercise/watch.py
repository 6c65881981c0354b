"""Watching exercise files: one loop over one kind of event; each ends in a view."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from interview.bank import Bank
from interview.bank.files import read_bank_file
from interview.errors import UsageError
from interview.grading.client.link import Link, fresh_seed
from interview.grading.client.source import NotText, read_source
from interview.messages import _
from interview.model.card import Card
from interview.model.cells import NOTEBOOK_SUFFIX
from interview.model.verdict import Verdict
from interview.practice.exercise import workspace
from interview.practice.exercise.beside import BesideSection
from interview.practice.exercise.comparison import compared_with_reference
from interview.practice.exercise.exercises import ExerciseRecorder, seconds_taken
from interview.practice.exercise.grade import invalid_verdict
from interview.practice.exercise.idioms import Idiom, idiom_to_ask_about
from interview.practice.exercise.places import (
    attempt_at,
    attempt_path,
    exercise_path,
    is_begun,
    is_stub,
)
from interview.practice.exercise.watch_events import (
    FileSaved,
    KeyPressed,
    WatchEvent,
    WatchingNoted,
)
from interview.practice.exercise.watch_view import WatchView
from interview.practice.exercise.workspace import ExerciseFile
from interview.practice.talk import editor


def edit_nothing(path: Path) -> None:
    """Where there is no terminal."""


@dataclass
class Watch:
    """A session over some questions; `views` runs it."""

    bank: Bank
    cards: list[Card]
    link: Link
    recorder: ExerciseRecorder
    lang: str
    seed: int | None = None
    """The seed of every verdict; a fresh one each time if None."""
    edit: Callable[[Path], None] = edit_nothing
    """Opens the editor on a file."""
    before: dict[str, str] = field(default_factory=dict)
    """What was graded the time before last, by question: the other side of a diff."""
    recorded: Verdict | None = None
    """The verdict that was recorded last."""
    last: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    """What keeps the exercise in hand from being written, in one line."""
    done: bool = False
    """Whether the exercise in hand was accepted just now, and nothing else was begun since."""
    idiom: Idiom | None = None
    """What an interviewer would ask about in what was accepted just now."""
    offered: tuple[str, ...] = ()
    """Editors on the screen, each behind its digit."""

    def views(self, events: Iterable[WatchEvent]) -> Iterator[WatchView]:
        """A view at first and after every event, until `q`."""
        self.passed = {
            id for id, status in self.recorder.statuses().items() if status == "accepted"
        }
        self.card = self.first()
        shown = self.begin()
        yield shown
        for event in events:
            if event == KeyPressed("q"):
                return
            view = self.after(event, shown)
            if view:
                shown = replace(view, note="")
                self.write_down(view)
                yield view
                self.make_ready()

    def after(self, event: WatchEvent, shown: WatchView) -> WatchView | None:
        match event:
            case FileSaved(path):
                return self.saved(path)
            case KeyPressed(key):
                return self.key(key)
            case WatchingNoted(note):
                return replace(shown, note=note)
        return shown

    def first(self) -> Card:
        """What is not passed and was written in last; else the first that is not passed."""
        todo = [card for card in self.cards if card.id not in self.passed] or self.cards
        started = [card for card in todo if is_begun(card)]
        if started:
            return max(started, key=lambda card: attempt_path(card).stat().st_mtime)
        return todo[0]

    def begin(self) -> WatchView:
        """The exercise in hand, its stub written if it was not started, graded if it was."""
        if new := self.hand_out():
            self.recorder.reveal(self.card.id, "stub")
        asked = new or self.problem
        view = self.view(panel="question") if asked else self.graded(attempt_path(self.card))
        self.write_down(view)
        self.make_ready()
        return view

    def hand_out(self) -> bool:
        """Whether the stub of the exercise in hand was written just now; where it can't be, that is told."""
        with self.told_in_view():
            return workspace.write_stub(self.card, self.lang)[1]
        return False

    @contextmanager
    def told_in_view(self) -> Iterator[None]:
        """What a person can mend in this block stands in the next view, and ends nothing."""
        self.problem = ""
        try:
            yield
        except UsageError as error:
            self.problem = str(error)

    def write_down(self, view: WatchView) -> None:
        """Records a verdict; before it is shown, so that what was told once is never lost."""
        if view.verdict and view.verdict is not self.recorded and view.verdict.cases:
            self.recorder.record(view.verdict)
            self.recorded = view.verdict

    def make_ready(self) -> None:
        """The judge prepares the next verdict while the learner reads this one."""
        self.next_seed = fresh_seed() if self.seed is None else self.seed
        self.link.prepare(self.card, self.next_seed)

    def saved(self, path: Path) -> WatchView | None:
        """A verdict on the file, if it is one of the exercises watched and more than the stub we wrote."""
        for card in self.cards:
            here = path.parent.name == exercise_path(card).parent.name
            own = here and path.stem == card.slug and path.suffix in (".py", NOTEBOOK_SUFFIX)
            if own and path.is_file() and not is_stub(path, card):
                self.take_up(card)
                return self.graded(path)
        return None

    def graded(self, path: Path) -> WatchView:
        exercise = ExerciseFile(self.card, path)
        seed = getattr(self, "next_seed", None) or fresh_seed()
        try:
            source = read_source(path)
        except (NotText, UsageError) as error:  # the second if it has just gone again
            return self.view(invalid_verdict(exercise, seed, str(error)), self.card)
        verdict = self.link.grade(self.card, str(path), source, seed, self.lang, example=True)
        if self.last.get(self.card.id) != source:
            self.before[self.card.id] = self.last.get(self.card.id, "")
            self.last[self.card.id] = source
        self.done = verdict.status == "accepted"
        self.idiom = idiom_to_ask_about(source) if self.done else None
        if self.done:
            self.passed.add(self.card.id)
        else:  # it was once; what is on the screen is what there is now
            self.passed.discard(self.card.id)
        seconds = seconds_taken(self.card, self.recorder) if self.done else None
        return self.view(verdict, self.card, seconds=seconds)

    def take_up(self, card: Card) -> None:
        """This exercise is in hand from now on."""
        self.card, self.problem, self.done, self.offered = card, "", False, ()
        self.idiom = None

    def next_card(self) -> Card:
        """After a pass the next that is not passed, from here round to here; else the next one."""
        at = self.cards.index(self.card) + 1
        others = self.cards[at:] + self.cards[:at]
        todo = [card for card in others if card.id not in self.passed]
        return todo[0] if self.done and todo else others[0]

    def key(self, key: str) -> WatchView | None:
        match key:
            case "n":
                self.take_up(self.next_card())
                with self.told_in_view():
                    attempt_at(attempt_path(self.card))
                return self.view(panel="question")
            case "a" if self.done and self.idiom:
                return self.view(panel="answer")
            case "e":
                return self.open_file()
            case "s" | "c" if self.done:
                self.recorder.reveal(self.card.id, "solution")
                if key == "s":
                    return self.view(panel="solution")
                return replace(self.view(panel="compare"), beside=self.comparison())
            case "h":
                number = min(self.recorder.hints_seen(self.card.id) + 1, 3)
                self.recorder.reveal(self.card.id, "hint", number)
                return self.view(panel="hint")
            case "s":
                return self.view(panel="question")
            case "l":
                return self.view(panel="list")
            case "d":
                return self.view(panel="diff", lines=self.diff())
            case "r":
                self.done = False
                with self.told_in_view():
                    kept = workspace.restore_stub(self.card, self.lang)[1]
                    self.recorder.reveal(self.card.id, "stub")
                    return self.view(panel="reset", lines=(str(kept),) if kept else ())
                return self.view()
        if key.isdecimal() and 0 < int(key) <= len(self.offered):
            editor.use_editor(self.offered[int(key) - 1])
            return self.open_file()
        return None

    def open_file(self) -> WatchView:
        """The editor on the exercise in hand, its stub written if there was none; one to choose if none is set."""
        self.offered = ()
        if self.hand_out():
            self.recorder.reveal(self.card.id, "stub")
        if not editor.editor_command():
            self.offered = tuple(editor.editors_found())
            return self.view(panel="editors", lines=self.offered)
        if not self.problem:
            with self.told_in_view():
                self.edit(attempt_path(self.card))
        return self.view(panel="question")

    def comparison(self) -> tuple[BesideSection, ...]:
        """What is accepted against the reference."""
        source, file = self.last.get(self.card.id, ""), str(attempt_path(self.card))
        told = compared_with_reference(self.bank, self.lang, self.link, self.card, file, source)
        return tuple(told)

    def diff(self) -> tuple[str, ...]:
        """The last attempt against the one before it, which at first is the stub."""
        now = self.last.get(self.card.id, "")
        then = self.before.get(self.card.id) or read_bank_file(self.card.stub)
        return lines_that_differ(then, now, _("the attempt before"), _("this attempt"))

    def view(
        self,
        verdict: Verdict | None = None,
        judged: Card | None = None,
        panel: str = "",
        lines: tuple[str, ...] = (),
        seconds: float | None = None,
    ) -> WatchView:
        return WatchView(
            card=self.card,
            path=attempt_path(self.card),
            problem=self.problem,
            passed=frozenset(self.passed),
            cards=self.cards,
            hints_seen=self.recorder.hints_seen(self.card.id),
            verdict=verdict,
            judged=judged,
            panel=panel,
            lines=lines,
            done=self.done,
            seconds=seconds,
            idiom=self.idiom if self.done else None,
            written=is_begun(self.card),
        )


def lines_that_differ(before: str, after: str, *names: str) -> tuple[str, ...]:
    """A unified diff of two texts, whose names are given."""
    then, now = before.splitlines(), after.splitlines()
    return tuple(difflib.unified_diff(then, now, names[0], names[1], lineterm=""))
