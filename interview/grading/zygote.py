"""A process with everything in place for one exercise, forked for every attempt at it. It never runs one.

What takes long is done once here: the sandbox that its children inherit, the programs and their
inputs, the forbidden names. A child closes the sandbox behind itself, reads its attempt and runs it.
"""

from __future__ import annotations

import gc
import socket
import traceback

from interview.grading import sandbox
from interview.grading.processes import Children, forked
from interview.grading.runner import Scene, perform, received, say


def main(link: socket.socket, output: int, prepared: sandbox.Sandbox) -> None:
    """Reads a job from `link`, sets it up, and makes a runner whenever the judge asks, until it goes away."""
    job = received(link.recv)
    scene, failure = None, ""
    try:
        scene = Scene(job, link.fileno(), output, prepared)
    except BaseException:
        failure = traceback.format_exc()
    gc.freeze()

    def runner(its: socket.socket, printed: int) -> int:
        def work() -> None:
            if scene is None:
                say(its, {"failure": failure})
            else:
                perform(scene, its, printed, prepared)

        return forked(work, [link.fileno()], group=True)

    children = Children(link, runner)
    while children.answer():
        pass
    children.end()
