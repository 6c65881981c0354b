"""Each reference against an implementation nobody here wrote: torch itself, a published formula, brute force."""

from __future__ import annotations

import runpy
from functools import cache
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).parents[2]


@cache
def load(number: int) -> SimpleNamespace:
    """The names that the reference of question `number` defines, of whichever shipped bank."""
    name = f"solutions/{number:02d}_*.py"
    (path,) = [*ROOT.glob(name), *ROOT.glob(f"banks/*/{name}")]
    return SimpleNamespace(**runpy.run_path(str(path)))
