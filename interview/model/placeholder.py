"""What stands in a case's arguments for something that is there only when it is carried out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Earlier:
    """Stands for what an earlier call of the same case returned, or an element of it."""

    step: int
    path: tuple[int | str, ...] = ()


@dataclass(frozen=True, eq=False)
class Given:
    """Stands for a module or callable that is handed to the code: built where it is used, never sent.

    `name` is one of `given.py` beside the question, or of torch.nn. The same Given is one object.
    """

    name: str
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
