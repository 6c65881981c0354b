"""Ctrl-Z, `fg`, and signals that end a command: the terminal is given back, and taken again as it was."""

from __future__ import annotations

import _thread
import contextlib
import os
import select
import shlex
import shutil
import signal
import sys
import termios
import threading

import pexpect
import pytest

from interview.history.reviews import Reviews
from interview.history.sessions import Sessions
from interview.history.store import Store
from interview.practice.talk.terminal import TerminalJob, hear_signals_in_time
from interview.screen.prompt import set_up_line_editing
from tests.conftest import TOY
from tests.helpers.processes import forked_from, stat, until
from tests.helpers.terminal import Terminal
from tests.helpers.toy import REFERENCE, attempt

SHELL, LEFT, SUSPEND = "SHELL> ", "quit", "\x1a"
ENDS = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
WARDEN = """
import os, resource, signal, sys
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
print("WARDEN ready", flush=True)
input()
job = os.fork()
if not job:
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpgrp())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
while True:
    _, status = os.waitpid(job, os.WUNTRACED)
    os.tcsetpgrp(0, os.getpgrp())
    if not os.WIFSTOPPED(status):
        print("\\nWARDEN ended", os.waitstatus_to_exitcode(status), flush=True)
        break
    print("\\nWARDEN stopped", flush=True)
    if input() == "fg":
        os.tcsetpgrp(0, job)
    os.killpg(job, signal.SIGCONT)
"""
"""A shell that leaves the terminal as it gets it from its job; `fg` goes on with it, any other line as `bg`."""


def command(*arguments):
    return ["-m", "interview", *arguments, "--bank", str(TOY)]


class Guarded(Terminal):
    """A command as the job of a shell that repairs nothing."""

    def __init__(self, *arguments, **settings):
        self.arguments = arguments
        super().__init__(command=[sys.executable, "-c", WARDEN, *command(*arguments)], **settings)
        self.wait_for("WARDEN ready")
        self.attributes_before = self.attributes()
        self.child.sendline("")

    def attributes(self):
        return termios.tcgetattr(self.child.child_fd)

    @property
    def pid(self):
        (job,) = forked_from(self.child.pid)
        return job

    def stop(self):
        self.child.send(SUSPEND)
        self.wait_for("WARDEN stopped")
        assert self.attributes() == self.attributes_before

    def go_on(self):
        self.child.sendline("fg")

    def send(self, number):
        """The signal, and that the command ended by it."""
        os.kill(self.pid, number)
        self.wait_for("WARDEN ended")
        self.wait_for(f" {-number}\r\n")
        assert self.attributes() == self.attributes_before


class Shell(Terminal):
    """A command as the job of an interactive bash."""

    def __init__(self, *arguments, more="", **settings):
        bash = shutil.which("bash") or pytest.skip("no bash")
        env = {"PS1": SHELL, "INPUTRC": os.devnull, "HISTFILE": ""}
        super().__init__(command=[bash, "--norc", "--noprofile", "-i"], env=env, **settings)
        self.wait_for(SHELL)
        self.child.sendline(shlex.join([sys.executable, *command(*arguments)]) + more)

    def until(self, text, nudge):
        """Waits for the text, and nudges now and then."""
        for _second in range(60):
            if self.child.expect_exact([text, pexpect.TIMEOUT], timeout=1) == 0:
                self.feed(self.child.before + self.child.after)
                return
            nudge()
        raise AssertionError(f"{text!r} never came: {self.text}")

    def assert_sane(self):
        self.child.sendline("stty -a")
        self.wait_for("icanon")
        before = self.child.before
        self.wait_for(SHELL)
        words = (before + "icanon" + self.child.before).replace(";", " ").split()
        assert {"icanon", "echo", "isig", "icrnl", "opost"} <= set(words)


def test_watch_goes_on_after_ctrl_z_and_fg_and_leaves_a_sane_terminal_at_its_end():
    shell = Shell("watch", rows=70)
    shell.wait_for(LEFT)
    for _time in range(2):
        shell.child.send(SUSPEND)
        shell.wait_for(SHELL)
        shell.assert_sane()
        shell.child.sendline("fg")
        shell.wait_for("What is attention?")  # drawn anew
        shell.wait_for(LEFT)
    shell.child.send("h")
    shell.wait_for("Hint 1")
    shell.wait_for(LEFT)
    (job,) = forked_from(shell.child.pid)
    os.kill(job, signal.SIGTERM)
    shell.wait_for(SHELL)
    shell.assert_sane()


def test_a_stopped_watch_can_be_killed():
    shell = Shell("watch", rows=70)
    shell.wait_for(LEFT)
    shell.child.send(SUSPEND)
    shell.wait_for(SHELL)
    shell.child.sendline("kill %1")
    shell.wait_for(SHELL)
    assert until(lambda: not forked_from(shell.child.pid))
    shell.assert_sane()


@pytest.mark.parametrize(
    ("asks", "there", "leave"), [("watch", LEFT, "q"), ("quiz", "\n> ", ":q\n")]
)
def test_one_that_was_begun_in_the_background_leaves_a_sane_terminal_too(asks, there, leave):
    shell = Shell(asks, more=" &", rows=70)
    shell.wait_for(SHELL)
    shell.until("Stopped", lambda: shell.child.sendline("jobs"))
    shell.wait_for(SHELL)
    shell.child.sendline("fg")
    shell.wait_for(there)
    shell.child.send(leave)
    shell.wait_for(SHELL)
    shell.assert_sane()


def test_bg_stops_it_until_it_has_the_terminal_again():
    watch = Guarded("watch", rows=70)
    watch.wait_for(LEFT)
    watch.stop()
    watch.child.sendline("bg")
    watch.wait_for("WARDEN stopped")
    assert watch.attributes() == watch.attributes_before
    watch.go_on()
    watch.wait_for(LEFT)
    watch.child.send("h")
    watch.wait_for("Hint 1")
    watch.send(signal.SIGTERM)


def test_a_stop_that_cannot_be_heard_is_got_over_too():
    watch = Guarded("watch", rows=70)
    watch.wait_for(LEFT)
    os.kill(watch.pid, signal.SIGSTOP)
    watch.wait_for("WARDEN stopped")
    termios.tcsetattr(
        watch.child.child_fd, termios.TCSANOW, watch.attributes_before
    )  # as most shells do
    watch.go_on()
    watch.wait_for("What is attention?")
    watch.wait_for(LEFT)
    watch.child.send("h")
    watch.wait_for("Hint 1")
    watch.child.send("q")
    watch.wait_for("WARDEN ended 0")
    assert watch.attributes() == watch.attributes_before


def test_where_no_shell_looks_after_it_ctrl_z_does_nothing():
    watch = Terminal("watch", rows=70)
    watch.wait_for(LEFT)
    watch.child.send(SUSPEND)
    watch.wait_for(LEFT)
    watch.child.send("h")
    watch.wait_for("Hint 1")
    watch.child.send("q")
    assert watch.end() == 0


def test_a_verdict_is_drawn_anew_and_recorded_once():
    path = attempt(REFERENCE.replace("~mask", "mask"))
    watch = Guarded("watch", rows=70)
    watch.wait_for("mask-inverted")
    watch.wait_for(LEFT)
    watch.stop()
    path.write_text(REFERENCE.replace(" / math.sqrt(q.size(-1))", ""))
    watch.go_on()
    watch.wait_for("no-scaling")
    watch.send(signal.SIGTERM)
    with Store().open() as connection:
        rows = connection.execute("SELECT misconception FROM attempt ORDER BY at").fetchall()
    assert rows == [("mask-inverted",), ("no-scaling",)]


@pytest.mark.parametrize("number", ENDS, ids=lambda number: number.name)
def test_whatever_ends_watch_gives_the_terminal_back(number):
    watch = Guarded("watch", rows=70)
    watch.wait_for(LEFT)
    assert watch.attributes() != watch.attributes_before
    watch.send(number)


PROMPTS = {"quiz": "\n> ", "drill": "shape > ", "mock": "not now > ", "debug": "leave > "}


@pytest.mark.parametrize("asks", PROMPTS)
def test_what_was_typed_at_a_prompt_is_there_after_ctrl_z_and_fg(asks):
    prompt = PROMPTS[asks]
    asking = Guarded(asks)
    asking.wait_for(prompt)
    asking.child.send("half a 答")
    asking.wait_for("half a 答")
    for _time in range(2):
        asking.stop()
        asking.go_on()
        asking.wait_for("> half a 答")
    asking.child.send("\x7f案")  # Backspace takes the whole character
    asking.wait_for("案")
    assert asking.attributes() != asking.attributes_before
    asking.child.sendline("")
    if asks == "quiz":
        asking.wait_for("\n> ")
        asking.child.sendline("")
        asking.wait_for("half a 案")
        asking.wait_for("Key points")
        asking.wait_for("> ")
    elif asks != "mock":
        asking.wait_for("> ")
    else:
        asking.wait_for("Part 1")
        asking.wait_for_row(">")
    asking.send(signal.SIGTERM)


@pytest.mark.parametrize("number", ENDS, ids=lambda number: number.name)
@pytest.mark.parametrize("asks", ["quiz", "mock"])
def test_whatever_ends_an_answer_keeps_all_that_was_typed(asks, number):
    asking = Guarded(asks)
    if asks == "mock":
        asking.wait_for(PROMPTS["mock"])
        asking.child.sendline("")
    asking.wait_for_row(">")
    asking.child.send("a whole line")
    asking.wait_for_row("> a whole line")
    asking.child.sendline("")
    asking.wait_for_row(">")
    asking.child.send("and half of ano")
    asking.wait_for_row("> and half of ano")
    asking.send(number)
    typed = [s.data["text"] for s in Sessions().latest(asks).steps if s.name == "typed"]
    assert typed[-1] == "a whole line\nand half of ano"
    assert Reviews().all() == []


@pytest.mark.parametrize("under", [Terminal, Guarded], ids=["alone", "under a shell"])
@pytest.mark.parametrize("asks", ["quiz", "mock", "watch"])
def test_a_window_that_is_closed_ends_it_and_keeps_every_line(asks, under, tmp_path):
    asking = under(asks, rows=70, env={"TMPDIR": str(tmp_path)})
    if asks == "mock":
        asking.wait_for(PROMPTS["mock"])
        asking.child.sendline("")
    if asks == "watch":
        asking.wait_for(LEFT)
    else:
        asking.wait_for_row(">")
        asking.child.send("a whole line")
        asking.wait_for_row("> a whole line")
        asking.child.sendline("")
        asking.wait_for_row(">")
    processes = {asking.child.pid, *forked_from(asking.child.pid)}
    asking.hang_up()
    assert until(lambda: not any(map(alive, processes)))
    assert not list(tmp_path.glob("interview-bug-*"))
    if asks != "watch":
        typed = [s.data["text"] for s in Sessions().latest(asks).steps if s.name == "typed"]
        assert typed == ["a whole line"]


def alive(pid):
    """Whether it runs; what has ended and was not asked for its status is still listed."""
    with contextlib.suppress(OSError, IndexError):
        return stat(pid)[0] != "Z"
    return False


@pytest.mark.parametrize("number", ENDS, ids=lambda number: number.name)
def test_the_cursor_is_back_while_grading_is_stopped_and_after_it_was_ended(number):
    attempt("while True: pass\n")
    grade = Guarded("grade", "--cold", "1")
    grade.wait_for("grading")
    grade.stop()
    assert not grade.screen.cursor.hidden
    grade.go_on()
    grade.wait_for("grading")
    grade.send(number)
    assert not grade.screen.cursor.hidden


def test_a_signal_that_is_ignored_or_handled_stays_so():
    """As SIGHUP is under `nohup`."""

    def own(number, frame):
        pass

    before = signal.signal(signal.SIGHUP, signal.SIG_IGN), signal.signal(signal.SIGTERM, own)
    try:
        with TerminalJob(lambda: None, lambda: None).heard():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
            assert signal.getsignal(signal.SIGTERM) is own
            assert signal.getsignal(signal.SIGTSTP) is not signal.SIG_DFL
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGTERM) is own
        assert signal.getsignal(signal.SIGTSTP) is signal.SIG_DFL
    finally:
        for number, handler in zip((signal.SIGHUP, signal.SIGTERM), before, strict=True):
            signal.signal(number, handler)


def test_a_signal_that_came_just_before_a_wait_began_ends_it():
    set_up_line_editing()
    hear_signals_in_time()
    reading, writing = os.pipe()
    timer = threading.Timer(0.1, _thread.interrupt_main)  # a signal that interrupts no wait
    timer.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            select.select([reading], [], [], 60)
    finally:
        os.close(reading)
        os.close(writing)
