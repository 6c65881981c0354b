"""Typing under a clock: lines that can be edited, all of them until the last is done, and what time is left below.

prompt_toolkit draws and reads; it takes 70 ms to import, so this module is imported once there is something
to read on the screen. It never asks the terminal where the cursor is, as not all answer.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.data_structures import Size
from prompt_toolkit.document import Document
from prompt_toolkit.filters import is_done
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import (
    BufferControl,
    ConditionalContainer,
    FormattedTextControl,
    HSplit,
    Layout,
    Window,
)
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.output.vt100 import Vt100_Output

from interview.practice.talk.bells import BELLS, BellRang
from interview.practice.talk.keys import TypingResumed
from interview.practice.talk.lines import PASTE_SECONDS
from interview.practice.talk.loop_signals import LOOP_SIGNALS, signals_for_loop
from interview.practice.talk.terminal import (
    ENDING_SIGNALS,
    STOPPING_SIGNALS,
    is_in_foreground,
)
from interview.screen.console import out

CLOCK_SECONDS = 1.0
SIGNAL_OF_KEY = {"c-c": signal.SIGINT, "c-z": signal.SIGTSTP, "c-\\": signal.SIGQUIT}
"""What these keys send where the terminal itself does not, as here."""


SOON = 0.02
"""Seconds after which it is tried again to leave an editor that has not begun yet."""


class SignalCame(Exception):
    """The editor was left because of a signal, which is to be heard by whoever listens outside."""


@dataclass
class ClockedEditor:
    """Text that is typed; it can be left and gone on with.

    clock: what stands below it. several: whether it may have several lines, and an empty one ends it; else
    Enter does. is_command: whether a line is none of the text; it hears whether more is there already.
    changed: hears the text and the same when the number of lines has changed, before the next is typed, and
    whether it has had enough; else it hears it at the next key too.
    """

    clock: Callable[[], str]
    prompt: str = "> "
    text: str = ""
    several: bool = False
    is_command: Callable[[str, bool], bool] = lambda line, pasted: False
    changed: Callable[[str, bool], bool] = lambda text, pasting: True
    history: InMemoryHistory = field(default_factory=InMemoryHistory)
    came: list[int] = field(default_factory=list)
    """Signals that it was left for, to be heard outside."""

    @cached_property
    def buffer(self) -> Buffer:
        """What is typed, with all that can be undone."""
        buffer = Buffer(
            multiline=self.several,
            history=self.history,
            document=Document(self.text),
            on_text_changed=lambda buffer: self.tell_changed(),
        )
        self.lines_told = self.text.count("\n")
        return buffer

    @property
    def so_far(self) -> str:
        return self.buffer.text

    def tell_changed(self) -> None:
        count = self.buffer.text.count("\n")
        if count != self.lines_told and self.changed(self.buffer.text, self.more_is_there()):
            self.lines_told = count

    def take_line_out(self) -> str:
        """The line that the cursor is in, which is no longer part of the text."""
        document = self.buffer.document
        lines, row = list(document.lines), document.cursor_position_row
        line = lines.pop(row)
        if row == len(lines):  # it was the last
            lines.append("")
        self.buffer.reset(Document("\n".join(lines)))
        self.lines_told = self.buffer.text.count("\n")
        return line

    def more_is_there(self, seconds: float = 0.0) -> bool:
        """Whether there is more input within this time: nobody types that fast."""
        waiting = self.application.key_processor.input_queue
        return bool(waiting) or bool(select.select([sys.stdin], [], [], seconds)[0])

    @cached_property
    def application(self) -> Application[str]:
        text = Window(
            BufferControl(self.buffer),
            wrap_lines=True,
            dont_extend_height=True,
            get_line_prefix=lambda row, wrapped: self.prefix(row, wrapped),
        )
        clock = Window(
            FormattedTextControl(lambda: [("ansicyan", self.clock())]),
            height=1,
            dont_extend_height=True,
        )
        return Application(
            layout=Layout(HSplit([text, ConditionalContainer(clock, ~is_done)])),
            key_bindings=self.keys(),
            refresh_interval=CLOCK_SECONDS,
            color_depth=ColorDepth.DEPTH_4_BIT if out().color_system else ColorDepth.DEPTH_1_BIT,
            output=Vt100_Output(
                sys.stdout, terminal_size, os.environ.get("TERM"), enable_cpr=False
            ),
            input=create_input(sys.stdin),
        )

    def prefix(self, row: int, wrapped: int) -> str:
        if wrapped:
            return ""
        return self.prompt if row == 0 else "> "

    def keys(self) -> KeyBindings:
        bindings = KeyBindings()
        bindings.add("enter")(self.enter)
        bindings.add("c-d")(self.end)
        for key in ("up", "c-p"):
            bindings.add(key)(self.up)
        for key in ("down", "c-n"):
            bindings.add(key)(self.down)
        for key, number in SIGNAL_OF_KEY.items():
            bindings.add(key)(lambda event, number=number: self.leave(number))
        return bindings

    def enter(self, event: KeyPressEvent) -> None:
        document = self.buffer.document
        line = document.current_line
        if not self.several:
            event.app.exit(result="entered")
        elif not line.strip() and document.on_last_line:
            if self.more_is_there(PASTE_SECONDS):  # it parts two paragraphs
                self.buffer.newline(copy_margin=False)
            else:
                event.app.exit(result="entered")
        elif self.is_command(line, self.more_is_there()):
            event.app.erase_when_done = True
            event.app.exit(result="command")
        else:
            self.buffer.newline(copy_margin=False)

    def end(self, event: KeyPressEvent) -> None:
        """The end of the input, where the line is empty; else it deletes."""
        if self.buffer.document.current_line:
            self.buffer.delete()
        else:
            event.app.exit(exception=EOFError)

    def up(self, event: KeyPressEvent) -> None:
        """A line up; before the first, what was typed before, unless something else is typed already."""
        if self.buffer.document.cursor_position_row:
            self.buffer.cursor_up()
        elif not self.buffer.text or self.buffer.text in self.history.get_strings():
            self.buffer.history_backward()

    def down(self, event: KeyPressEvent) -> None:
        if not self.buffer.document.on_last_line:
            self.buffer.cursor_down()
        elif self.buffer.text in self.history.get_strings():
            self.buffer.history_forward()

    def leave(self, number: int) -> None:
        """Because of a signal; at once if the terminal is another's meanwhile, which would be changed."""
        if number in ENDING_SIGNALS and not is_in_foreground(sys.stdin.fileno()):
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        self.came.append(number)
        self.leave_with(SignalCame(), erased=number in STOPPING_SIGNALS)

    def leave_with(self, reason: BaseException, erased: bool) -> None:
        """Leaves it, as soon as it has begun, if it isn't left already."""
        if not self.application.is_running:
            asyncio.get_running_loop().call_later(SOON, self.leave_with, reason, erased)
        elif not self.application.is_done:
            self.application.erase_when_done = erased
            self.application.exit(exception=reason)

    def run(self) -> str:
        """How it was left: "entered" or "command".

        Raises EOFError, BellRang, TypingResumed, and what signals raise for whoever listens outside.
        """
        self.application.erase_when_done = False
        self.tell_signals()  # of several that came together, the first has led back here
        try:
            with signals_for_loop() as unblock:
                return asyncio.run(self.run_in_loop(unblock))
        except SignalCame:
            raise TypingResumed from None
        finally:
            self.tell_signals()  # also of one that came when it was left already

    def tell_signals(self) -> None:
        while self.came:
            signal.raise_signal(self.came.pop(0))

    async def run_in_loop(self, unblock: Callable[[], object]) -> str:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda loop, failure: self.fail(failure))
        for number in LOOP_SIGNALS:
            if callable(signal.getsignal(number)):
                loop.add_signal_handler(number, self.leave, number)
        bells = BELLS.get()
        if bells:
            loop.call_later(max(0.0, bells[0].at - time.monotonic()), self.ring)
        unblock()
        try:
            return await self.application.run_async(
                handle_sigint=False, set_exception_handler=False
            )
        finally:
            signal.pthread_sigmask(signal.SIG_BLOCK, LOOP_SIGNALS)

    def fail(self, failure: dict[str, Any]) -> None:
        """What goes wrong while a key is heard is raised by `run`."""
        error = failure.get("exception")
        self.leave_with(error or RuntimeError(failure["message"]), erased=False)

    def ring(self) -> None:
        bells = BELLS.get()
        if bells and not self.application.is_done:  # else it rings at the next prompt
            self.leave_with(BellRang(bells.pop(0).says), erased=True)


def terminal_size() -> Size:
    """As it is now, whatever the environment says; of one that tells nothing, the usual."""
    with suppress(OSError):
        columns, rows = os.get_terminal_size(sys.stdout.fileno())
        return Size(rows or 24, columns or 80)
    return Size(24, 80)
