"""Asking a person at the terminal: one line, an answer of several, Enter for more."""

from __future__ import annotations

import contextlib
import select
import shutil
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.control import Control
from rich.segment import ControlType
from rich.text import Text

from interview.errors import UsageError
from interview.messages import N_, _, ngettext
from interview.practice.talk import asides, keys, lines
from interview.practice.talk.asides import NOTE_TAKER
from interview.practice.talk.bells import BellRang
from interview.practice.talk.conversation import Draft
from interview.practice.talk.editor import editor_command, editors_found, use_editor
from interview.practice.talk.terminal import Stopped, ending_signal
from interview.screen.clock_line import is_clock_shown
from interview.screen.console import foreign_text, marked, out, show_problems, show_sentences

CURSOR_UP = Control((ControlType.CURSOR_UP, 1))
ERASE_LINE = Control((ControlType.ERASE_IN_LINE, 2))
CARRIAGE_RETURN = Control(ControlType.CARRIAGE_RETURN)
LEAVE_COMMAND = ":q"
"""What the end of the input stands for."""
SESSION_COMMANDS = {
    "?, :help": N_("this"),
    ":e": N_("your editor, where an answer is typed"),
    ":s, :skip": N_("leave this one out"),
    ":u, :undo": N_("take the last review back, in a quiz"),
    N_(":n WORDS"): N_("a note on this question"),
    ":q, :quit": N_("leave; what you have typed is kept"),
}
PAGE_MARGIN = 2
"""Lines of a page that are left for the prompt and the line before."""


@cache
def set_up_line_editing() -> None:
    """Arrow keys and a backspace that knows wide characters; an empty line is not remembered."""
    with contextlib.suppress(ImportError):
        import readline

        readline.set_auto_history(False)
        for option in ("input-meta on", "convert-meta off", "output-meta on"):
            readline.parse_and_bind(f"set {option}")  # a locale of few letters takes them for keys


def need_terminal(command: str) -> None:
    """Raises UsageError unless somebody can read and type."""
    if not (sys.stdin.isatty() and out().is_terminal):
        text = _("{command}: expected a terminal, got a pipe or a file: run it in a terminal")
        raise UsageError(text.format(command=command))


def read_line(prompt: str = "> ") -> str:
    """One line of input; raises Stopped at Ctrl-C, after which nothing is said behind the prompt."""
    if is_clock_shown():
        from interview.screen.under_clock import (
            read_line_under_clock,
        )  # once there is something to read

        return legible(read_line_under_clock(prompt))
    set_up_line_editing()
    line = LineInTheMaking()
    while True:
        try:
            with keys.typing_line(), line.asked_for():
                return legible(input(prompt))
        except (keys.TypingResumed, BellRang) as anew:
            line = LineInTheMaking(line.so_far)
            out().control(CARRIAGE_RETURN, ERASE_LINE)
            if isinstance(anew, BellRang):
                tell_bell(anew)
        except KeyboardInterrupt as stopped:
            with contextlib.suppress(OSError):  # the terminal may be gone
                out().print()
            raise Stopped(ending_signal(stopped), line.so_far) from None


def tell_bell(bell: BellRang) -> None:
    """Rings, and says what for."""
    out().control(Control.bell())
    out().print(Text(f"◷ {bell.says}", style="bold yellow"))


def legible(typed: str) -> str:
    """What was typed as UTF-8, also where the locale has fewer letters; what is none is marked."""
    return typed.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


@dataclass
class LineInTheMaking:
    """A line that is typed, with a text on it already."""

    text: str = ""
    begun: bool = False
    """Whether readline has it; before that its buffer still holds the line before."""

    @contextlib.contextmanager
    def asked_for(self) -> Iterator[None]:
        """It is asked for in this block."""
        try:
            import readline
        except ImportError:
            yield
            return

        def begin() -> None:
            readline.insert_text(self.text)
            self.begun = True

        readline.set_startup_hook(begin)
        try:
            yield
        finally:
            readline.set_startup_hook(None)

    @property
    def so_far(self) -> str:
        """What is typed of it; all of it where it was just brought to its end."""
        if not self.begun:
            return self.text
        with contextlib.suppress(ImportError):
            import readline

            return legible(readline.get_line_buffer())
        return ""


def ask(prompt: str = "", unknown: Collection[str] = ()) -> str:
    """One line that is no aside; the end of the input leaves.

    unknown: what stands for not knowing the answer here, and not for help.
    """
    try:
        while True:
            line = read_line(f"{prompt} > " if prompt else "> ")
            if line.strip() in unknown or not answer_aside(line):
                return line
    except EOFError:
        out().print()
        return LEAVE_COMMAND


def answer_aside(line: str) -> bool:
    """Whether a line asks for help, is a note, or a command that there is not: that is answered here."""
    taker, text = NOTE_TAKER.get(), asides.note_text(line)
    if asides.asks_for_help(line):
        show_session_help()
    elif text is not None:
        number = taker.take(text) if taker and text else 0
        told = _("A note: :n and its words, on one line, once a question is asked.")
        show_dimmed(_("noted with question {number}").format(number=number) if number else told)
    elif asides.is_unknown_command(line):
        told = _("{command}: no such command here: ? shows what there is")
        out().print(foreign_text(told.format(command=line.strip()), "yellow"))
    else:
        return False
    return True


def show_session_help() -> None:
    """What can be typed besides an answer, wherever something is asked."""
    for command, what in SESSION_COMMANDS.items():
        typed = _(command)
        typed += " " * max(1, 10 - cell_len(typed))
        out().print(Text(f"  {typed}", "bold").append(_(what), "not bold"))
    show_dimmed(_("What else there is at this place stands before the >."))


def ask_yes_or_no(question: str) -> bool:
    """Asks yes or no on a terminal; no elsewhere, with the way to say yes."""
    if not (sys.stdin.isatty() and out().is_terminal):
        show_problems([_("{question} Say --yes").format(question=question)])
        return False
    try:
        return read_line(f"{question} [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        out().print()
        return False


def ask_answer(draft: Draft, letters: Collection[str] = lines.COLON_COMMANDS) -> str:
    """An answer of any number of lines; see `practice.lines`."""
    if is_clock_shown():
        from interview.screen.under_clock import AnswerUnderClock  # once there is something to read

        return AnswerUnderClock(draft, letters, answer_from_editor, answer_aside).read()
    return lines.read_answer_lines(
        read_line, answer_from_editor, letters, draft, more_is_pasted, answer_aside
    )


def more_is_pasted(seconds: float) -> bool:
    """Whether there is more input within this time: nobody types that fast."""
    return bool(sys.stdin.isatty() and select.select([sys.stdin], [], [], seconds)[0])


def show_draft(draft: Draft) -> None:
    """What was typed of the answer before."""
    if not draft.text:
        return
    show_dimmed(_("This is what you had typed; go on, or end it with an empty line."))
    if not is_clock_shown():  # which has it in its lines
        for row in draft.text.splitlines():
            out().print(foreign_text(f"> {row}"))


def answer_from_editor(draft: Draft) -> str:
    """The draft after the learner's editor, which they choose where none is set.

    Where there is none that works, that is said, and typing goes on.
    """
    offer_editors()
    if not editor_command():
        show_sentences(_("No editor is set: set EDITOR, or go on typing."))
        return ""
    try:
        return lines.edit_answer(draft)
    except UsageError as error:
        show_problems([str(error)])
        show_sentences(_("What you had typed is kept: go on, or end it with an empty line."))
        return ""


def offer_editors() -> None:
    """Where no editor is set, the ones that there are; what is chosen is this command's."""
    found = editors_found()
    if editor_command() or not found:
        return
    show_found_editors(found)
    while line := ask(_("Enter: none of them")).strip():
        if line == LEAVE_COMMAND:
            return
        if line.isdecimal() and 0 < int(line) <= len(found):
            use_editor(found[int(line) - 1])
            show_dimmed(
                _("To have it always: export EDITOR='{command}'").format(command=editor_command())
            )
            return


def show_found_editors(found: Sequence[str]) -> None:
    """The editors that there are, each behind its digit."""
    show_sentences(_("EDITOR is not set. Open it with:"))
    for number, command in enumerate(found, 1):
        out().print(Text(f"  {number}", "bold").append(f" {command}", "not bold"))


def show_pages(*parts: RenderableType) -> None:
    """Prints the parts; where they are longer than the terminal, Enter brings each next page."""
    with out().capture() as capture:
        out().print(Group(*parts))
    rows = capture.get().rstrip("\n").split("\n")
    size = max(3, shutil.get_terminal_size().lines - PAGE_MARGIN)
    while len(rows) > size:
        write_rows(rows[:size])
        rows = rows[size:]
        text = ngettext("Enter: {count} more line", "Enter: {count} more lines", len(rows))
        if ask(text.format(count=len(rows))) == LEAVE_COMMAND:
            return
        out().control(CURSOR_UP, ERASE_LINE)
    write_rows(rows)


def write_rows(rows: list[str]) -> None:
    """Lines that are drawn already."""
    out().file.write("\n".join(rows) + "\n")
    out().file.flush()


def show_dimmed(text: str) -> None:
    """A line for who needs it; may hold our own markup."""
    out().print(marked(text, "bright_black"))


def section_title(text: str) -> Text:
    return Text(f"\n{text}", style="bold")
