"""A Python with something in it that starts threads, as a machine may have one: a GPU's driver, a debugger.

`python_with` makes an environment that shares everything with this one, and imports one more module
before any program. The grading server is started with `sys.executable`, so a test that puts the new
Python there has a server, judges and runners of that machine.
"""

from __future__ import annotations

import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]


def python_with(module: str, folder: Path) -> str:
    """The path of a Python that imports a module of this folder first."""
    venv.create(folder, with_pip=False, symlinks=True)
    (place,) = folder.glob("lib/python*/site-packages")
    source = Path(__file__).parent / f"{module}.py"
    (place / source.name).write_text(source.read_text())
    lines = [sysconfig.get_path("purelib"), str(ROOT), f"import {module}"]
    (place / "standin.pth").write_text("\n".join(lines) + "\n")
    return str(folder / "bin" / "python")
