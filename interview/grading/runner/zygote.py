"""A process with everything in place for one exercise, forked for every attempt at it. It never runs one.

What takes long is done once here: the sandbox that its children inherit, the programs and their
inputs, the forbidden names. A child closes the sandbox behind itself, reads its attempt and runs it.
"""

from __future__ import annotations

import gc
import os
import socket
import sys
import traceback

from interview.grading.forks.children import count_threads, fork_child
from interview.grading.forks.control import Children
from interview.grading.runner.perform import (
    Scene,
    perform_attempt,
    perform_job,
    receive_message,
    send_frame,
)
from interview.grading.sandbox import levels


def serve_judge(link: socket.socket, output: int, prepared: levels.Sandbox) -> None:
    """Reads a job from `link`, sets it up, and makes a runner whenever the judge asks, until it goes away.

    A job with threads it performs itself, once: a process that has some cannot be forked.
    """
    job = receive_message(link.recv)
    if job["allowance"]["threads"]:
        perform_job(job, link, output, prepared)
    scene, failure = None, ""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)  # nobody reads what is printed before an attempt
        scene = Scene(job, link.fileno(), nowhere, prepared)
        scene.make_inputs()
        sys.stdout.flush()
        if count_threads() != 1:
            raise RuntimeError(
                f"{count_threads()} threads run in the process that was to be forked"
            )
    except BaseException:
        scene, failure = None, traceback.format_exc()
    gc.freeze()

    def runner(its: socket.socket, printed: int) -> int:
        def work() -> None:
            if scene is None:
                send_frame(its, {"failure": failure})
            else:
                perform_attempt(scene, its, printed, prepared)

        return fork_child(work, [link.fileno()], group=True)

    children = Children(link, runner)
    while children.answer():
        pass
    children.end()
