"""Preloaded by a Dask worker: a submission that says so ends it, as if the sandbox did not hold."""

import os
import signal

from interview.grading.client.link import Link

grade = getattr(Link.grade, "real", Link.grade)  # Dask runs a preloaded file twice


def grade_or_die(link, card, file, source, *rest, **options):
    if "this ends the worker" in source:
        os.kill(os.getpid(), signal.SIGKILL)
    return grade(link, card, file, source, *rest, **options)


grade_or_die.real = grade
Link.grade = grade_or_die
