"""Typing an answer: several lines, an empty one ends it; the editor on request."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from contextvars import copy_context
from pathlib import Path

from interview.errors import UsageError
from interview.messages import _
from interview.practice.talk.asides import command_letter
from interview.practice.talk.conversation import Draft
from interview.practice.talk.editor import open_editor
from interview.practice.talk.terminal import Stopped, run_in_thread

COLON_COMMANDS = frozenset("esuq")
"""`:e` editor, `:s` skip, `:u` undo, `:q` quit."""
PASTE_SECONDS = 0.03
"""Seconds after an empty line in which the rest of what was pasted is there."""
LINES_AT_ONCE = 20
"""So many lines that are pasted are kept together; more where the answer is long, as each time all of it is."""
LOOK_SECONDS = 0.2
"""So often it is looked whether the editor has saved."""


def colon_command(line: str, letters: Collection[str] = COLON_COMMANDS) -> str:
    """The letter of `:s`, `：Ｓ`, `:skip`, `skip` and so on; nothing for any other line."""
    letter = command_letter(line)
    return letter if letter in letters else ""


def no_aside(line: str) -> bool:
    """Nothing is one."""
    return False


class LinesTyped:
    """The lines of an answer so far. Each is kept before the next is asked for.

    Of lines that are pasted, which are all there already, several together.
    """

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.lines = draft.text.splitlines()
        self.kept = len(self.lines)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def add(self, line: str, pasted: bool) -> None:
        self.lines.append(line)
        if not pasted or len(self.lines) - self.kept >= max(LINES_AT_ONCE, self.kept // 4):
            self.keep()

    def keep(self) -> None:
        if len(self.lines) > self.kept:
            self.draft.keep(self.text)
            self.kept = len(self.lines)


def read_answer_lines(
    read: Callable[[], str],
    edit: Callable[[Draft], str],
    letters: Collection[str] = COLON_COMMANDS,
    draft: Draft | None = None,
    more: Callable[[float], bool] = lambda seconds: False,
    aside: Callable[[str], bool] = no_aside,
) -> str:
    """The lines up to an empty one or the end of the input; `:s`, `:u` or `:q` alone, as it was typed.

    It goes on after the lines of a draft, which keeps every further one, whatever ends the command. `:e`
    hands what was typed so far to the editor; what comes back is the answer, if it is anything. `more`
    tells whether there is input within so many seconds: an empty line with more behind it was not typed
    but pasted, and parts two paragraphs; a command between lines that are pasted is one of them. `aside`
    answers what is no part of an answer, as a word for help.
    """
    typed, line, pasted = LinesTyped(draft or Draft()), "", False
    try:
        while True:
            line = read()
            if not line.strip():
                typed.keep()
                if not more(PASTE_SECONDS):
                    return typed.text
                typed.lines.append("")
                continue
            within, pasted = pasted, more(0.0)
            match "" if within and pasted else colon_command(line, letters):
                case "":
                    if pasted or not aside(line):
                        typed.add(line, pasted)
                case "e":
                    text = edit(Draft(typed.text, typed.draft.keep))
                    if text.strip():
                        return text.strip()
                case letter:
                    return f":{letter}"
    except EOFError:
        return typed.text or ":q"
    except KeyboardInterrupt as stopped:
        keep_what_was_begun(typed, stopped.line if isinstance(stopped, Stopped) else line)
        raise


def keep_what_was_begun(typed: LinesTyped, line: str) -> None:
    """Keeps also the line at which the answer was broken off, unless it is among the others already."""
    there = any(line is last for last in typed.lines[-1:])
    if line.strip() and not there and not colon_command(line):
        typed.lines.append(line)
    typed.keep()


def edit_answer(draft: Draft) -> str:
    """The draft after the learner's editor; what is saved there is kept at once.

    Raises UsageError where the editor failed and changed nothing.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="interview-") as folder:
            path = Path(folder) / "answer.md"
            path.write_text(draft.text, encoding="utf-8")
            with keeping_what_is_saved(path, draft):
                return edited_text(path, draft.text)
    except OSError as error:
        told = _("a temporary file for the editor: {error}: set TMPDIR, or go on typing")
        raise UsageError(told.format(error=error.strerror)) from None


@contextmanager
def keeping_what_is_saved(path: Path, draft: Draft) -> Iterator[None]:
    """The draft keeps whatever is in the file in this block, soon after it got there."""
    over = threading.Event()
    last = draft.text

    def keep() -> None:
        nonlocal last
        with suppress(OSError):
            text = path.read_text(encoding="utf-8", errors="replace").strip()
            if text and text != last.strip():
                draft.keep(text)
                last = text

    def keep_now_and_then() -> None:
        while not over.wait(LOOK_SECONDS):
            keep()

    # In the language in use, and with the history of this session.
    looking = run_in_thread(copy_context().run, keep_now_and_then)
    try:
        yield
    finally:
        over.set()
        looking.join()
        keep()


def edited_text(path: Path, before: str) -> str:
    """What the editor leaves in the file; what it saved before it failed counts too."""
    failure = None
    try:
        open_editor(path)
    except UsageError as error:
        failure = error
    after = path.read_text(encoding="utf-8", errors="replace")
    if failure and after == before:
        raise failure
    return after
