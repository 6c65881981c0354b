"""Typing an answer: several lines, an empty one ends it; the editor on request."""

from __future__ import annotations

import tempfile
import unicodedata
from collections.abc import Callable, Collection
from pathlib import Path

from interview.errors import UsageError
from interview.messages import _
from interview.practice.talk.conversation import Draft
from interview.practice.talk.editor import open_editor
from interview.practice.talk.terminal import Stopped

COLON_COMMANDS = frozenset("esuq")
"""`:e` editor, `:s` skip, `:u` undo, `:q` quit."""


def colon_command(line: str, letters: Collection[str] = COLON_COMMANDS) -> str:
    """The letter of `:s`, `：Ｓ` and so on; nothing for any other line."""
    line = unicodedata.normalize("NFKC", line).strip().lower()
    return line[1:] if line[:1] == ":" and line[1:] in letters else ""


def read_answer_lines(
    read: Callable[[], str],
    edit: Callable[[str], str],
    letters: Collection[str] = COLON_COMMANDS,
    draft: Draft | None = None,
    more: Callable[[], bool] = lambda: False,
) -> str:
    """The lines up to an empty one or the end of the input; `:s`, `:u` or `:q` alone, as it was typed.

    `:e` hands what was typed so far to the editor; what comes back is the answer, if it is anything.
    It goes on after the lines of a draft, which keeps every further one; of lines that are pasted, all at
    once. An empty line with `more` waiting behind it was not typed but pasted, and parts two paragraphs.
    """
    draft = draft or Draft()
    lines = draft.text.splitlines()
    kept = len(lines)
    while True:
        try:
            line = read()
        except Stopped as stopped:
            begun = [stopped.line] if stopped.line.strip() else []
            if len(lines + begun) > kept:
                draft.keep("\n".join(lines + begun))
            raise
        except EOFError:
            return "\n".join(lines) or ":q"
        if not line.strip():
            if not more():
                return "\n".join(lines)
            lines.append("")
            continue
        match colon_command(line, letters):
            case "":
                lines.append(line)
                if not more():
                    draft.keep("\n".join(lines))
                    kept = len(lines)
            case "e":
                text = edit("\n".join(lines))
                if text.strip():
                    return text.strip()
            case letter:
                return f":{letter}"


def edit_answer(text: str) -> str:
    """The text after the learner's editor; raises UsageError where that failed and changed nothing."""
    try:
        with tempfile.TemporaryDirectory(prefix="interview-") as folder:
            path = Path(folder) / "answer.md"
            path.write_text(text, encoding="utf-8")
            return edited_text(path, text)
    except OSError as error:
        told = _("a temporary file for the editor: {error}: set TMPDIR, or go on typing")
        raise UsageError(told.format(error=error.strerror)) from None


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
