"""Watching exercise files: one loop over one kind of event, a save or a key; each ends in a view."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import Empty, SimpleQueue

from interview.bank import Bank
from interview.bank.files import read_bank_file
from interview.errors import UsageError
from interview.grading.client.link import Link, fresh_seed
from interview.grading.client.source import NotText, read_source
from interview.history.store import Recorder
from interview.messages import _
from interview.model.cells import NOTEBOOK_SUFFIX
from interview.model.question import Card
from interview.model.verdict import Verdict
from interview.practice.exercise import workspace
from interview.practice.exercise.grade import invalid_verdict
from interview.practice.exercise.places import attempt_path, exercise_path, is_begun, is_stub
from interview.practice.exercise.saves import WatchedFolder
from interview.practice.exercise.watch_view import WatchView
from interview.practice.exercise.workspace import ExerciseFile
from interview.practice.talk import keys
from interview.practice.talk.terminal import run_in_thread

LONGEST_WAIT = 0.2
"""Seconds after which a wait for the next event is begun anew; see `wait_for_events`."""


@dataclass(frozen=True)
class FileSaved:
    """A file was written."""

    path: Path


@dataclass(frozen=True)
class KeyPressed:
    """A key was pressed."""

    key: str


@dataclass(frozen=True)
class TerminalBack:
    """The terminal was another's for a while, and shows what that left."""


@dataclass(frozen=True)
class WatchingNoted:
    """There is something to know of how the folder is watched."""

    note: str


WatchEvent = FileSaved | KeyPressed | TerminalBack | WatchingNoted


@dataclass
class Watch:
    """A session over some questions; `views` runs it."""

    bank: Bank
    cards: list[Card]
    link: Link
    recorder: Recorder
    lang: str
    seed: int | None = None
    """The seed of every verdict; a fresh one each time if None."""
    before: dict[str, str] = field(default_factory=dict)
    """What was graded the time before last, by question: the other side of a diff."""
    recorded: Verdict | None = None
    """The verdict that was recorded last."""
    last: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    """What keeps the exercise in hand from being written, in one line."""

    def views(self, events: Iterable[WatchEvent]) -> Iterator[WatchView]:
        """A view at first and after every event, until `q` or every question is passed."""
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
            return workspace.write_stub(self.card)[1]
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
            own = path.stem == card.slug and path.suffix in (".py", NOTEBOOK_SUFFIX)
            if own and path.is_file() and not is_stub(path, card):
                self.card = card
                self.problem = ""
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
        judged = self.card
        if verdict.status == "accepted":
            self.passed.add(self.card.id)
            self.move(1)
        else:  # it was once; what is on the screen is what there is now
            self.passed.discard(self.card.id)
        return self.view(verdict, judged, "question" if self.card != judged else "")

    def move(self, step: int) -> bool:
        """On to the next question not passed yet, from here round to here; False if there is none."""
        at = self.cards.index(self.card)
        round_trip = self.cards[at + step :] + self.cards[: at + step]
        card = next((c for c in round_trip if c.id not in self.passed), None)
        if card is None:
            return False
        self.card = card
        self.hand_out()
        return True

    def key(self, key: str) -> WatchView | None:
        match key:
            case "n":
                at = self.cards.index(self.card)
                self.card = self.cards[(at + 1) % len(self.cards)]
                self.hand_out()
                return self.view(panel="question")
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
                with self.told_in_view():
                    kept = workspace.restore_stub(self.card)[1]
                    self.recorder.reveal(self.card.id, "stub")
                    return self.view(panel="reset", lines=(str(kept),) if kept else ())
                return self.view()
        return None

    def diff(self) -> tuple[str, ...]:
        """The last attempt against the one before it, which at first is the stub."""
        now = self.last.get(self.card.id, "")
        then = self.before.get(self.card.id) or read_bank_file(self.card.stub)
        names = _("the attempt before"), _("this attempt")
        lines = difflib.unified_diff(then.splitlines(), now.splitlines(), *names, lineterm="")
        return tuple(lines)

    def view(
        self,
        verdict: Verdict | None = None,
        judged: Card | None = None,
        panel: str = "",
        lines: tuple[str, ...] = (),
    ) -> WatchView:
        return WatchView(
            card=self.card,
            path=exercise_path(self.card),
            problem=self.problem,
            passed=frozenset(self.passed),
            cards=self.cards,
            hints_seen=self.recorder.hints_seen(self.card.id),
            verdict=verdict,
            judged=judged,
            panel=panel,
            lines=lines,
        )


@contextmanager
def watch_events(folder: Path) -> Iterator[Iterator[WatchEvent]]:
    """Saves in the folder and keys on the terminal from now on, in the order in which they happen."""
    queue: SimpleQueue[WatchEvent] = SimpleQueue()
    with ExitStack() as stack:
        if keys.can_press_keys():
            stack.enter_context(keys.raw_keys(lambda: queue.put(TerminalBack())))
            run_in_thread(watch_keys, queue)
        with workspace.tell_write_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
        watched = WatchedFolder(
            folder,
            saved=lambda path: queue.put(FileSaved(path)),
            said=lambda note: queue.put(WatchingNoted(note)),
        )
        run_in_thread(copy_context().run, watched.watch)  # in the language in use
        yield wait_for_events(queue)


def wait_for_events(queue: SimpleQueue[WatchEvent]) -> Iterator[WatchEvent]:
    """Every event as it comes.

    Waits in steps: a signal that arrives just before a wait begins does not interrupt it, and its
    handler would run only after the next event.
    """
    while True:
        try:
            event = queue.get(timeout=LONGEST_WAIT)
        except Empty:
            continue
        yield event


def watch_keys(queue: SimpleQueue[WatchEvent]) -> None:
    for key in keys.read_keys():
        queue.put(KeyPressed(key))
    queue.put(KeyPressed("q"))
