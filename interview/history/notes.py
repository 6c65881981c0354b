"""What a learner notes on questions, and which they mark. Rows are only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from interview.history.store import Store, StoreError, history_path, stamp_now, storable

NoteKind: TypeAlias = Literal["note", "dropped", "marked", "unmarked"]
NOTE_KINDS: tuple[NoteKind, ...] = ("note", "dropped", "marked", "unmarked")


@dataclass(frozen=True)
class LearnerNote:
    """A note on a question."""

    at: str
    """When it was made, in UTC, which also tells it from every other of its question."""
    question: str
    text: str


@dataclass(frozen=True)
class LearnerNotes:
    """All notes that stand, oldest first, and the ids of the questions that are marked."""

    notes: tuple[LearnerNote, ...] = ()
    marked: frozenset[str] = frozenset()

    def of(self, question: str) -> tuple[LearnerNote, ...]:
        return tuple(note for note in self.notes if note.question == question)


class Notes:
    """The notes in a history."""

    def __init__(self, store: Store | None = None) -> None:
        self.store = store or Store()

    def add(self, question: str, text: str) -> None:
        self.row(question, "note", text)

    def drop(self, note: LearnerNote) -> None:
        """Takes a note back; it stays in the history."""
        self.row(note.question, "dropped", note.at)

    def mark(self, question: str, marked: bool) -> None:
        self.row(question, "marked" if marked else "unmarked", "")

    def row(self, question: str, what: NoteKind, text: str) -> None:
        row = (stamp_now(), question, what, storable(text))
        self.store.do(lambda c: c.execute("INSERT INTO note VALUES (?, ?, ?, ?)", row))

    def all(self) -> LearnerNotes:
        query = "SELECT at, question, what, text FROM note ORDER BY at, rowid"
        notes: dict[tuple[str, str], LearnerNote] = {}
        marked: set[str] = set()
        for at, question, what, text in self.store.do(lambda c: c.execute(query).fetchall()):
            match what:
                case "note":
                    notes[question, at] = LearnerNote(at, question, text)
                case "dropped":
                    notes.pop((question, text), None)
                case "marked":
                    marked.add(question)
                case "unmarked":
                    marked.discard(question)
        return LearnerNotes(tuple(notes.values()), frozenset(marked))


def tolerant_notes() -> LearnerNotes:
    """As `Notes.all`; nothing where there is no usable history, or none yet."""
    try:
        return Notes().all() if history_path().is_file() else LearnerNotes()
    except StoreError:
        return LearnerNotes()
