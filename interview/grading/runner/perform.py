"""The untrusted side: executes one attempt and answers with data. Holds no reference, forms no opinion.

Forked from a process that never loaded a question. Everything it sends may be a lie, and is treated so.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import sys
import tempfile
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from gc import collect
from typing import Any, NoReturn, TextIO

import torch
from torch import Tensor, nn

from interview.grading.execution.execution import (
    Namespace,
    describe_error,
    execute,
    inputs_beforehand,
    module_from,
)
from interview.grading.execution.facts import facts_as_data
from interview.grading.execution.inputs import Inputs
from interview.grading.execution.program import Program
from interview.grading.runner.forbidden import Guard, find_mentions
from interview.grading.sandbox import levels, prctl
from interview.grading.sandbox.limits import Allowance
from interview.grading.wire.bounds import (
    MAX_JSON,
    MAX_MARKS,
    MAX_TABLE,
    RunRoom,
    WireError,
    refuse_oversized,
)
from interview.grading.wire.foreign import MAX_TENSORS, Foreign
from interview.grading.wire.frames import read_exactly
from interview.grading.wire.values import HEADER, JobUnpacker, body_sizes, pack, unpack

NO_GPU_HERE = r"(CUDA|HIP|XPU) initialization|Can't initialize (NVML|amdsmi)"
"""How torch's warnings begin that it does not get at a GPU, with the first backward even. It must not get at one
here, so they say nothing of the code."""
YOUNG = 1
"""The generations that `gc.collect` looks through: below this and itself; in what lives longer it takes longer."""
MAKING_SECONDS = 2.0
"""Of computing, after which no more inputs are made beforehand."""


class Scene:
    """What every attempt at an exercise finds in place, set up in the sandbox before there is an attempt."""

    def __init__(
        self, job: dict[str, Any], link: int, output: int, prepared: levels.Sandbox
    ) -> None:
        """Raises OSError where a layer of the sandbox is refused, and whatever `given` raises."""
        self.allowance = Allowance(**job["allowance"])
        prepared.enter(link, output, self.allowance)
        sys.stdout, sys.stderr = output_stream(1), output_stream(2)
        warnings.filterwarnings("ignore", NO_GPU_HERE, UserWarning)
        # What looks for a temporary folder finds one, though it can't write there.
        tempfile.tempdir = "/"
        use_torch()
        self.given = module_from(job["given"], "given.py", "given")
        several = threading.active_count() > 1 or torch.get_num_threads() > 1
        if several and not self.allowance.threads:
            raise RuntimeError(
                "given.py starts threads: set `threads: true` in the exercise's limits"
            )
        self.forbid = job["forbid"]
        self.guard = Guard(self.forbid)
        self.programs = [Program(**fields) for fields in job["programs"]]
        self.made: dict[int, Inputs] = {}
        """The inputs of those that were made beforehand, by the identity of the program."""
        find_mentions("import torch", self.forbid)
        forget_ourselves()

    def make_inputs(self) -> None:
        """Makes what all attempts are given, so that none has to; what can't be made is left to them."""
        begun = time.process_time()
        for program in self.programs:
            if time.process_time() - begun > MAKING_SECONDS:
                break
            with contextlib.suppress(Exception):
                if inputs := inputs_beforehand(program, self.given):
                    self.made[id(program)] = inputs
        self.guard.called.clear()

    def rehearse(self) -> None:
        """Uses the memory that an attempt will use: in a fork, what is written to first is copied."""
        with contextlib.suppress(Exception):  # an exercise may forbid some of it
            find_mentions("import torch", self.forbid)
            use_torch().sum().backward()  # type: ignore[no-untyped-call]
        self.guard.called.clear()


def perform_once(link: socket.socket, output: int, prepared: levels.Sandbox) -> None:
    """Reads a job from `link` and performs it for the attempt that follows, in this process; ends it."""
    perform_job(receive_message(link.recv), link, output, prepared)


def perform_job(
    job: dict[str, Any], link: socket.socket, output: int, prepared: levels.Sandbox
) -> NoReturn:
    """Performs a job for one attempt, in this process; ends it."""
    try:
        scene = Scene(job, link.fileno(), output, prepared)
    except BaseException:
        send_frame(link, {"failure": traceback.format_exc()})
        os._exit(1)
    perform_attempt(scene, link, 1, prepared)  # where `output` is by now


def perform_attempt(
    scene: Scene, link: socket.socket, output: int, prepared: levels.Sandbox
) -> NoReturn:
    """Reads an attempt from `link`, runs it, answers frame by frame, and ends the process."""
    with contextlib.suppress(BaseException):
        try:
            prepared.seal(link.fileno(), output, scene.allowance)
        except BaseException:
            # Nothing of the attempt has run yet, so this is ours, and the judge may believe it.
            send_frame(link, {"failure": traceback.format_exc()})
            os._exit(1)
        if not scene.allowance.threads:
            keep_one_thread()
        if not select.select([link], [], [], 0)[0]:  # made before there is an attempt
            scene.rehearse()
        hear = partial(receive_message, lambda count: os.read(link.fileno(), count))
        attempt = hear()
        send_frame(link, {"ready": time.process_time()})
        # The judge has some more of each.
        room = RunRoom(3 * MAX_JSON, 3 * MAX_TENSORS, MAX_MARKS // 3, 3 * MAX_TABLE)
        for frame in attempt_frames(scene, hear, **attempt):
            write_message(link, frame_message(frame, room))
        send_frame(link, {"done": True})
    os._exit(0)


def receive_message(read: Callable[[int], bytes]) -> Any:
    """The next message from the judge: what is asked of every attempt, then the attempt."""
    text, blob = body_sizes(read_exactly(read, HEADER.size))
    return unpack(read_exactly(read, text), read_exactly(read, blob), JobUnpacker)


def frame_message(frame: dict[str, Any], room: RunRoom) -> bytes:
    """A frame as a message; where it is more than a run may say, only that there was a result."""
    try:
        message = pack(frame, min(MAX_TENSORS, room.blob))
        text, blob = body_sizes(message[: HEADER.size])
        refuse_oversized(message[HEADER.size : HEADER.size + text], b"")
        room.spend(text, blob)
        body = message[HEADER.size :]
        room.spend_parts(body[:text], body[text:])
        return message
    except WireError:
        results = [Foreign("more than can be sent") for _ in frame["facts"]["results"]]
        facts = {"results": results, "forbidden": frame["facts"]["forbidden"]}
        return pack({**frame, "facts": facts})


def send_frame(link: socket.socket, frame: dict[str, Any]) -> None:
    """Sends one frame."""
    write_message(link, pack(frame))


def write_message(link: socket.socket, message: bytes) -> None:
    """By `write`, since every call that is for sockets only is refused here."""
    view = memoryview(message)
    while view:
        view = view[os.write(link.fileno(), view) :]


def output_stream(fd: int) -> TextIO:
    return open(fd, "w", buffering=1, encoding="utf-8", errors="replace", closefd=False)


def ready_torch() -> None:
    """One thread, and what torch finds out about the processor before a sandbox hides it."""
    torch.set_num_threads(1)
    torch.ones(2, 2).softmax(-1)


def keep_one_thread() -> None:
    """Asking torch for more threads does nothing: its library would end the process that is refused one."""
    for name in ("set_num_threads", "set_num_interop_threads"):
        setattr(torch, name, lambda _number: None)


def use_torch() -> Tensor:
    """Uses what nearly every attempt uses: what torch and Python put off to a first use is then done.

    Without a backward, which is for runners only: a GPU's driver answers it with threads, and a zygote
    that has some cannot be forked.
    """
    weights: Tensor = nn.Linear(4, 4)(torch.ones(2, 4)).softmax(dim=-1)
    pack({"facts": weights})
    return weights


def attempt_frames(
    scene: Scene,
    hear: Callable[[], Any],
    source: str,
    filename: str,
    programs: list[dict[str, Any]] | None = None,
    first: list[int] | None = None,
) -> Iterator[dict[str, Any]]:
    """One frame for the file as a whole if something is wrong with it, else one per program.

    programs: others than those of the job. first: the places of those that come first; then it asks for the
    others, and `hear` gives a message with the places of those that are left.
    """
    guard = scene.guard
    wanted = scene.programs if programs is None else [Program(**fields) for fields in programs]
    try:
        compile(source, filename, "exec", dont_inherit=True)
        mentions = find_mentions(source, scene.forbid)
    except BaseException as error:
        yield {"stage": "compile", "error": asdict(describe_error(error, filename))}
        return
    if mentions:
        yield {"stage": "syntax", "forbidden": mentions}
        return
    try:
        module = module_from(source, filename)
    except BaseException as error:
        called = [{"name": name, "line": None} for name in guard.called]
        yield {
            "stage": "import",
            "error": asdict(describe_error(error, filename)),
            "forbidden": called,
        }
        return
    if first is None:
        yield from program_frames(scene, module, filename, dict(enumerate(wanted)))
        return
    yield from program_frames(scene, module, filename, {i: wanted[i] for i in first})
    yield {"stage": "asking"}
    left = hear()["left"]
    yield from program_frames(scene, module, filename, {i: wanted[i] for i in left})


def program_frames(
    scene: Scene, module: Namespace, filename: str, programs: dict[int, Program]
) -> Iterator[dict[str, Any]]:
    """One frame for each program, by its place."""
    for index, program in programs.items():
        made = scene.made.pop(id(program), None)
        facts = facts_as_data(execute(module, program, filename, scene.given, made))
        flush_output()
        collect(YOUNG)  # what one call leaves behind counts against no other's memory
        facts["forbidden"] = [{"name": name, "line": None} for name in scene.guard.called]
        yield {"stage": "run", "index": index, "facts": facts}


def forget_ourselves() -> None:
    """No attempt imports what measures it; one that sets out to find it by other ways still can."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "interview"]:
        del sys.modules[name]


def flush_output() -> None:
    """What the attempt printed leaves now; it may have closed or replaced the streams."""
    with contextlib.suppress(BaseException):
        sys.stdout.flush()


def begun(arguments: list[str]) -> None:
    """A runner that is a new process: `LINK_FD OUTPUT_FD LEVEL`."""
    link, output, level = arguments
    prctl.die_with_parent()
    ready_torch()
    perform_once(socket.socket(fileno=int(link)), int(output), levels.prepare(level))
