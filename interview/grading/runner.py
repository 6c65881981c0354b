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
from collections.abc import Callable, Iterator
from typing import Any, TextIO

import torch
from torch import nn

from interview.grading import sandbox
from interview.grading.channel import exactly
from interview.grading.execution import described, execute, module_from
from interview.grading.forbidden import Guard, mentions
from interview.grading.limits import Allowance
from interview.grading.program import Program
from interview.grading.wire import HEADER, pack, sizes, unpack


def main(link: socket.socket, output: int, prepared: sandbox.Sandbox) -> None:
    """Reads a job from `link`, then the attempt, runs it, answers frame by frame, and ends the process."""
    with contextlib.suppress(BaseException):
        try:
            job = received(link.recv)
            prepared.enter(link.fileno(), output, Allowance(**job["allowance"]))
            sys.stdout, sys.stderr = stream(1), stream(2)
            scene = Scene(job)
        except BaseException:
            # Nothing of the attempt has run yet, so this is ours, and the judge may believe it.
            say(link, {"failure": traceback.format_exc()})
            os._exit(1)
        say(link, {"ready": True})
        attempt = received(lambda count: os.read(link.fileno(), count))
        for frame in frames(scene, **attempt):
            say(link, frame)
        say(link, {"done": True})
    os._exit(0)


def received(read: Callable[[int], bytes]) -> Any:
    """The next message from the judge: what is asked of every attempt, then the attempt."""
    text, blob = sizes(exactly(read, HEADER.size))
    return unpack(exactly(read, text), exactly(read, blob))


def say(link: socket.socket, frame: dict[str, Any]) -> None:
    """Sends one frame; by `write`, since every call that is for sockets only is refused here."""
    view = memoryview(pack(frame))
    while view:
        view = view[os.write(link.fileno(), view) :]


def stream(fd: int) -> TextIO:
    return open(fd, "w", buffering=1, encoding="utf-8", errors="replace", closefd=False)


class Scene:
    """What every attempt at an exercise finds in place; set up before the attempt is there."""

    def __init__(self, job: dict[str, Any]) -> None:
        # What looks for a temporary folder finds one, though it can't write there.
        tempfile.tempdir = "/"
        self.given = module_from(job["given"], "given.py", "given")
        self.forbid = job["forbid"]
        self.guard = Guard(self.forbid)
        self.programs = [Program(**fields) for fields in job["programs"]]
        touch()


def touch() -> None:
    """Uses what nearly every attempt uses: in a fork, memory that is touched for the first time is copied."""
    layer = nn.Linear(4, 4)
    pack({"facts": layer(torch.ones(2, 4)).softmax(dim=-1)})
    layer(torch.ones(2, 4)).softmax(dim=-1).sum().backward()


def frames(scene: Scene, source: str, filename: str) -> Iterator[dict[str, Any]]:
    """One frame for the file as a whole if something is wrong with it, else one per program."""
    guard = scene.guard
    try:
        compile(source, filename, "exec", dont_inherit=True)
        found = mentions(source, scene.forbid)
    except BaseException as error:
        yield {"stage": "compile", "error": described(error, filename)}
        return
    if found:
        yield {"stage": "syntax", "forbidden": found}
        return
    forget_ourselves()
    try:
        module = module_from(source, filename)
    except BaseException as error:
        called = [{"name": name, "line": None} for name in guard.called]
        yield {"stage": "import", "error": described(error, filename), "forbidden": called}
        return
    for index, program in enumerate(scene.programs):
        facts = execute(module, program, filename, scene.given)
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
