"""What can be typed at every prompt and is never an answer: a word for help, a note, words for a command."""

from __future__ import annotations

import re
import unicodedata
from contextvars import ContextVar
from dataclasses import dataclass, field

from interview.history.notes import Notes
from interview.history.store import Recorder
from interview.model.question import Question

HELP_WORDS = frozenset({"?", "help", "帮助"})
LETTER_OF_WORD = {
    "skip": "s",
    "跳过": "s",
    "quit": "q",
    "exit": "q",
    "退出": "q",
    "undo": "u",
    "撤销": "u",
    "edit": "e",
    "editor": "e",
    "编辑器": "e",
    "pause": "p",
    "暂停": "p",
}
"""Words that stand for the letter of a command."""
ALONE = frozenset({"quit", "exit", "skip", "退出", "跳过"})
"""Of these, what is a command without a colon too, where nothing else is on the line."""
NOTE = re.compile(r":(?:n|note|笔记)\s+(?P<text>\S.*)|:(?:note|笔记)", re.DOTALL | re.IGNORECASE)
UNKNOWN_COMMAND = re.compile(r":\w{2,12}")


def normal_line(line: str) -> str:
    """A line as commands are told by: full-width characters as ASCII, small letters."""
    return unicodedata.normalize("NFKC", line).strip().lower()


def command_letter(line: str) -> str:
    """`:s`, `：ｓ`, `:skip` or `skip` as a letter; empty for what is no command."""
    line = normal_line(line)
    if line[:1] == ":":
        return LETTER_OF_WORD.get(line[1:].strip(), line[1:].strip())
    return LETTER_OF_WORD[line] if line in ALONE else ""


def asks_for_help(line: str) -> bool:
    line = normal_line(line)
    return line in HELP_WORDS or line in {":h", *(f":{word}" for word in HELP_WORDS)}


def note_text(line: str) -> str | None:
    """What is to be noted; empty if it is still to be said, None if the line is no note."""
    line = line.strip().replace("：", ":", 1)
    match = NOTE.fullmatch(line)
    return (match["text"] or "") if match else None


def is_unknown_command(line: str) -> bool:
    """Whether it looks like a command and is none, as `:foo`."""
    line = normal_line(line)
    return bool(UNKNOWN_COMMAND.fullmatch(line)) and line[1:] not in LETTER_OF_WORD


def is_aside(line: str) -> bool:
    """Whether a line is no part of an answer: a word for help, a note, or a command that there is not."""
    return asks_for_help(line) or note_text(line) is not None or is_unknown_command(line)


@dataclass
class NoteTaker:
    """Takes down notes on the question that is asked."""

    question: Question | None = None
    recorder: Recorder | None = field(default=None, repr=False)

    def follow(self, view: object) -> None:
        """Notes are on the question of this view from here on, if it has one."""
        question = getattr(view, "question", None)
        if isinstance(question, Question):
            self.question = question

    def take(self, text: str) -> int:
        """The number of the question it is noted with, on disk when this returns; 0 if there is none."""
        if self.question is None:
            return 0
        self.recorder = self.recorder or Recorder()
        id = self.question.id
        self.recorder.tried(lambda store: Notes(store).add(id, text), None)
        return self.question.number


NOTE_TAKER: ContextVar[NoteTaker | None] = ContextVar("note taker", default=None)
"""Of the conversation that is held."""
