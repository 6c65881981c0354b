"""What is typed under a clock: a line, or an answer, each line of which is on disk before the next is typed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache

from prompt_toolkit.history import InMemoryHistory
from rich.cells import cell_len

from interview.practice.talk import asides, lines
from interview.practice.talk.bells import BellRang
from interview.practice.talk.conversation import Draft
from interview.practice.talk.keys import TypingResumed, typing_heard
from interview.practice.talk.terminal import Stopped, ending_signal
from interview.screen.clock_line import CLOCK_LINE
from interview.screen.clocked_editor import ClockedEditor
from interview.screen.console import foreign_text, out
from interview.screen.prompt import legible, tell_bell

ROOM_TO_TYPE = 20
"""Columns that a prompt leaves at least; a longer one has a line of its own."""


@cache
def answers_of_session() -> InMemoryHistory:
    """What was answered since the program began: the arrow keys bring it back."""
    return InMemoryHistory()


def clock_now() -> str:
    line = CLOCK_LINE.get()
    return line() if line else ""


def read_line_under_clock(prompt: str) -> str:
    """One line; raises EOFError and Stopped."""
    if cell_len(prompt) > out().width - ROOM_TO_TYPE:
        out().print(foreign_text(prompt.removesuffix("> ").rstrip()))
        prompt = "> "
    editor = ClockedEditor(clock_now, prompt)
    left_editor(editor)
    return editor.so_far


def left_editor(editor: ClockedEditor) -> str:
    """How the editor was left, bells and stops aside; raises EOFError and Stopped."""
    while True:
        try:
            with typing_heard():
                return editor.run()
        except TypingResumed:
            continue
        except BellRang as bell:
            tell_bell(bell)
        except KeyboardInterrupt as stopped:
            raise Stopped(ending_signal(stopped), legible(editor.so_far)) from None


@dataclass
class AnswerUnderClock:
    """An answer of several lines; all as `lines.read_answer_lines` has it, but that earlier lines can be edited."""

    draft: Draft
    letters: Collection[str]
    edit: Callable[[Draft], str]
    aside: Callable[[str], bool]
    kept: str = ""

    def read(self) -> str:
        """The answer, or `:s`, `:u`, `:q` and the like."""
        self.kept = self.draft.text
        begun = f"{self.draft.text}\n" if self.draft.text else ""
        editor = ClockedEditor(
            clock_now,
            text=begun,
            several=True,
            is_command=self.is_command,
            changed=self.keep_lines,
            history=answers_of_session(),
        )
        while True:
            try:
                how = left_editor(editor)
            except EOFError:
                return self.whole(editor) or ":q"
            except Stopped:
                self.whole(editor)
                raise
            if how == "entered":
                answer = self.whole(editor)
                if answer:
                    editor.history.append_string(answer)
                return answer
            if answer := self.after_command(editor):
                return answer

    def is_command(self, line: str, pasted: bool) -> bool:
        return bool(lines.colon_command(line, self.letters)) or (
            not pasted and asides.is_aside(line)
        )

    def after_command(self, editor: ClockedEditor) -> str:
        """What a command in the line just typed makes the answer; nothing if it goes on."""
        line = legible(editor.take_line_out())
        text = self.whole(editor)
        match lines.colon_command(line, self.letters):
            case "":
                out().print(foreign_text(f"> {line}"))
                self.aside(line)
                return ""
            case "e":
                return self.edit(Draft(text, self.draft.keep)).strip()
            case letter:
                return f":{letter}"

    def whole(self, editor: ClockedEditor) -> str:
        """All that is typed, which is kept."""
        text = legible(editor.so_far).strip("\n")
        self.keep(text)
        return text

    def keep_lines(self, text: str, pasting: bool) -> bool:
        """Whether they are kept: of lines that are pasted, which are all there already, several together."""
        new = text.count("\n") - self.kept.count("\n")
        if pasting and new < max(lines.LINES_AT_ONCE, self.kept.count("\n") // 4):
            return False
        self.keep(legible(text).strip("\n"))
        return True

    def keep(self, text: str) -> None:
        if text not in ("", self.kept):
            self.draft.keep(text)
            self.kept = text
