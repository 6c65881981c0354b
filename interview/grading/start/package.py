"""Which package grades: the one the command runs, beside the libraries that the command sees.

The server, and every process that is started anew, is isolated from the environment and from the
folder one is in (`python -I`). Left to itself it would therefore import whatever is installed under
this package's name, and not find what stands only on PYTHONPATH or among the user's own packages.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

PACKAGE_ROOT = Path(__file__).resolve().parents[3]
"""Where this package lies."""
INSTALLED = ("site-packages", "dist-packages")
NO_ACCELERATORS = {
    "CUDA_VISIBLE_DEVICES": "-1",
    "HIP_VISIBLE_DEVICES": "-1",
    "TORCH_DEVICE_BACKEND_AUTOLOAD": "0",
}
"""Hides GPUs and their like: exercises are for the CPU, and nothing of ours wakes a driver or takes its memory."""
PLACES_VARIABLE = "INTERVIEW_PACKAGES"
"""The environment variable by which a process hears where the libraries are."""


def package_places() -> list[str]:
    """Where installed packages lie, in the order in which this process looks there.

    Not the folder one is in, which may hold anything, but a folder for packages whatever its name is.
    """
    library = os.path.dirname(os.__file__)
    outside = [path for path in sys.path if path and not (path + "/").startswith(library + "/lib-")]
    return [path for path in outside if path != library and holds_packages(path)]


def holds_packages(path: str) -> bool:
    """Whether an installer has put something there."""
    if os.path.basename(path) in INSTALLED:
        return os.path.isdir(path)
    try:
        return any(name.endswith(".dist-info") for name in os.listdir(path))
    except OSError:
        return False


def program_command(program: str, *arguments: str, bare: bool = False) -> list[str]:
    """How a program of the grader is started: `server.loop`, `judge.process` or `runner.perform`.

    A *bare* one does without what this Python imports before any program, and its threads.
    """
    entry = os.fspath(Path(__file__).with_name("entry.py"))
    return [sys.executable, "-I", *(("-S",) if bare else ()), entry, program, *arguments]


def program_environment() -> dict[str, str]:
    """What such a process has to hear beside its arguments."""
    return {**NO_ACCELERATORS, PLACES_VARIABLE: os.pathsep.join(package_places())}


def package_stamp() -> str:
    """Changes with the Python, the libraries, and every line of this package."""
    files = sorted(
        os.path.join(folder, name)
        for folder, _, names in os.walk(PACKAGE_ROOT / "interview")
        for name in names
        if name.endswith(".py")
    )
    places = package_places()
    versions = [os.path.join(place, "torch", "version.py") for place in places]
    lines = [f"{sys.executable} {sys.version}", *places]
    for path in [*files, *filter(os.path.isfile, versions)]:
        status = os.stat(path)
        lines.append(f"{path} {status.st_size} {status.st_mtime_ns}")
    return "\n".join(lines)
