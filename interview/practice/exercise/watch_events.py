"""What happens while exercise files are watched: saves in their folder, and keys on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

from interview.practice.exercise import workspace
from interview.practice.exercise.saves import WatchedFolder
from interview.practice.talk import editor, keys
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


@dataclass(frozen=True)
class Happening:
    """What happens from now on, and the terminal on which keys are pressed."""

    events: Iterator[WatchEvent]
    terminal: keys.KeyTerminal | None

    def edit(self, path: Path) -> None:
        """Opens the editor; waits only for one that needs the terminal. Raises UsageError."""
        if editor.editor_has_window():
            editor.open_editor_beside(path)
            return
        with self.terminal.lent() if self.terminal else nullcontext():
            editor.open_editor(path)


@contextmanager
def watch_events(folders: Iterable[Path]) -> Iterator[Happening]:
    """Saves in the folders and keys on the terminal from now on, in the order in which they happen."""
    queue: SimpleQueue[WatchEvent] = SimpleQueue()
    with ExitStack() as stack:
        terminal = None
        if keys.can_press_keys():
            terminal = stack.enter_context(keys.raw_keys(lambda: queue.put(TerminalBack())))
            run_in_thread(watch_keys, queue, terminal)
        for folder in dict.fromkeys(folders):
            with workspace.tell_write_errors(folder):
                folder.mkdir(parents=True, exist_ok=True)
            watched = WatchedFolder(
                folder,
                saved=lambda path: queue.put(FileSaved(path)),
                said=lambda note: queue.put(WatchingNoted(note)),
            )
            run_in_thread(copy_context().run, watched.watch)  # in the language in use
        yield Happening(wait_for_events(queue), terminal)


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


def watch_keys(queue: SimpleQueue[WatchEvent], terminal: keys.KeyTerminal) -> None:
    for key in keys.read_keys(terminal.reading):
        queue.put(KeyPressed(key))
    queue.put(KeyPressed("q"))
