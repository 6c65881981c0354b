"""Whether a library has a name, and which name of it is nearest: asked before anything of a bank runs."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from difflib import get_close_matches
from types import ModuleType
from typing import Any


def unknown_names(names: Iterable[str]) -> dict[str, str]:
    """Those that no library has, each with the nearest name there is; with nothing if none is near."""
    found = {name: nearest_if_unknown(name) for name in dict.fromkeys(names)}
    return {name: near for name, near in found.items() if near is not None}


def nearest_if_unknown(name: str) -> str | None:
    """None if the name is known."""
    first, *rest = name.split(".")
    owner = imported(first)
    if owner is None or not rest:
        return ""
    known = first
    for part in rest:
        inner = getattr(owner, part, None) if part else None
        if inner is None and isinstance(owner, ModuleType) and part.isidentifier():
            inner = imported(f"{known}.{part}")
        if inner is None:
            near = get_close_matches(part, dir(owner), n=1)
            return f"{known}.{near[0]}" if near else ""
        owner, known = inner, f"{known}.{part}"
    return None


def imported(name: str) -> Any:
    """The module; None if there is none."""
    try:
        return importlib.import_module(name)
    except Exception:
        return None
