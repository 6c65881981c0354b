"""Begins a program of the grader, from the very package this file belongs to: `entry.py PROGRAM ARGUMENT ...`.

Run by its path and isolated (see `package`), so before anything else it says where things are.
"""

import importlib
import os
import site
import sys


def main() -> None:
    """Runs `interview.grading.PROGRAM` of this package."""
    root = os.path.abspath(os.path.join(os.path.dirname(__file__), *[os.pardir] * 3))
    sys.path.insert(0, root)
    importlib.import_module("interview")
    sys.path.remove(root)  # what else lies beside the package is not for us
    package = importlib.import_module("interview.grading.start.package")
    places = os.environ.get(package.PLACES_VARIABLE, "").split(os.pathsep)
    sys.path[:] = [path for path in sys.path if path not in places] + [p for p in places if p]
    if sys.flags.no_site:
        site.setquit()  # `exit()` in an attempt is no unknown name
    importlib.import_module(f"interview.grading.{sys.argv[1]}").begun(sys.argv[2:])


if __name__ == "__main__":
    main()
