"""The untrusted side: executes one attempt and answers with data. Holds no reference, forms no opinion.

Forked from a process that never loaded a question. Everything it sends may be a lie, and is treated so.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import tempfile
import traceback
from typing import Any, TextIO

from interview.grading import sandbox
from interview.grading.channel import receive_exactly
from interview.grading.execution import described, execute, module_from
from interview.grading.forbidden import Guard, mentions
from interview.grading.limits import Allowance
from interview.grading.program import Program
from interview.grading.wire import HEADER, pack, sizes, unpack


def main(link: socket.socket, output: int, prepared: sandbox.Sandbox) -> None:
    """Reads a job from `link`, runs it, answers frame by frame, and ends the process."""
    with contextlib.suppress(BaseException):
        try:
            job = {**received(link), **received(link)}
            prepared.enter(link.fileno(), output, Allowance(**job["allowance"]))
            sys.stdout, sys.stderr = stream(1), stream(2)
        except BaseException:
            # Nothing of the attempt has run yet, so this is ours, and the judge may believe it.
            say(link, {"failure": traceback.format_exc()})
            os._exit(1)
        say(link, {"ready": True})
        for frame in frames(job):
            say(link, frame)
        say(link, {"done": True})
    os._exit(0)


def received(link: socket.socket) -> Any:
    """The next message from the judge: what is asked of every attempt, then the attempt."""
    text, blob = sizes(receive_exactly(link, HEADER.size))
    return unpack(receive_exactly(link, text), receive_exactly(link, blob))


def say(link: socket.socket, frame: dict[str, Any]) -> None:
    """Sends one frame; by `write`, since every call that is for sockets only is refused here."""
    view = memoryview(pack(frame))
    while view:
        view = view[os.write(link.fileno(), view) :]


def stream(fd: int) -> TextIO:
    return open(fd, "w", buffering=1, encoding="utf-8", errors="replace", closefd=False)


def frames(job: dict[str, Any]) -> Any:
    """One frame for the file as a whole if something is wrong with it, else one per program."""
    source, filename = job["source"], job["filename"]
    try:
        compile(source, filename, "exec", dont_inherit=True)
        found = mentions(source, job["forbid"])
    except BaseException as error:
        yield {"stage": "compile", "error": described(error, filename)}
        return
    if found:
        yield {"stage": "syntax", "forbidden": found}
        return
    tempfile.tempdir = (
        "/"  # what looks for a temporary folder finds one, though it can't write there
    )
    given = module_from(job["given"], "given.py", "given")
    guard = Guard(job["forbid"])
    forget_ourselves()
    try:
        module = module_from(source, filename)
    except BaseException as error:
        called = [{"name": name, "line": None} for name in guard.called]
        yield {"stage": "import", "error": described(error, filename), "forbidden": called}
        return
    for index, fields in enumerate(job["programs"]):
        facts = execute(module, Program(**fields), filename, given)
        flush()
        facts["forbidden"] = [{"name": name, "line": None} for name in guard.called]
        yield {"stage": "run", "index": index, "facts": facts}


def forget_ourselves() -> None:
    """No attempt imports what measures it; one that sets out to find it by other ways still can."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "interview"]:
        del sys.modules[name]


def flush() -> None:
    """What the attempt printed leaves now; it may have closed or replaced the streams."""
    with contextlib.suppress(BaseException):
        sys.stdout.flush()


if __name__ == "__main__":
    own = socket.socket(fileno=int(sys.argv[1]))
    main(own, int(sys.argv[2]), sandbox.prepare(sys.argv[3]))
