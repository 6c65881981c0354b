"""What torch imports late, at a first backward or optimizer step: half a second and more than a second.

By name, and never by a first backward or step: on a machine with a GPU either of them wakes the driver,
whose threads would stay, and a process with threads cannot be forked.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib import import_module

LATE_MODULES = ("torch.fx.experimental.symbolic_shapes", "torch._dynamo")


def late_modules() -> list[str]:
    """Those that this process has."""
    return [name for name in LATE_MODULES if name in sys.modules]


def all_loaded() -> bool:
    return len(late_modules()) == len(LATE_MODULES)


def load_late_modules(names: Iterable[str]) -> None:
    """Raises ImportError for one that this version of torch has not."""
    for name in names:
        import_module(name)
