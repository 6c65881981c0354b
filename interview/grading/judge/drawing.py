"""A question's pictures, drawn by its own `picture.py` from its reference."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import torch
from torch import nn

from interview.bank.files import read_bank_file
from interview.bank.heads import path_from_here
from interview.errors import QuestionError
from interview.grading.judge.bench import Bench
from interview.model.picture import KINDS, Box

PICTURE_SEED = 0
"""What the pictures draw at random is the same each time."""
MOST_PICTURES = 8


def calls_within(module: nn.Module, *arguments: Any, **more: Any) -> list[Box]:
    """The modules that a call of `module` calls, in their order, each with the shape that it returns.

    For `picture.py`: the names are those of the attributes, and stand for both languages.
    """
    boxes: list[Box] = []

    def note(name: str) -> Callable[..., None]:
        def hook(_module: nn.Module, _inputs: Any, returned: Any) -> None:
            first = returned[0] if isinstance(returned, tuple) else returned
            boxes.append(Box({"en": name}, str(tuple(first.shape))))

        return hook

    hooks = [
        part.register_forward_hook(note(name)) for name, part in module.named_modules() if name
    ]
    try:
        with torch.no_grad():
            module(*arguments, **more)
    finally:
        for handle in hooks:
            handle.remove()
    return boxes


def pictures_of(bench: Bench) -> list[dict[str, Any]]:
    """`{"kind": ..., its fields}` of each; raises QuestionError where it can't be drawn. None without a file."""
    path = bench.card.picture
    if not path.is_file():
        return []
    where = path_from_here(path)
    torch.manual_seed(PICTURE_SEED)
    module = bench.executed(read_bank_file(path), str(path), "picture")
    with bench.own_code.runs(where, "cannot be drawn"):
        drawn = list(module.pictures(bench.module))
    problems = [f"expected 1 to {MOST_PICTURES} pictures, got {len(drawn)}"]
    if 1 <= len(drawn) <= MOST_PICTURES:
        problems = [
            f"picture {number}: {problem}"
            for number, picture in enumerate(drawn, 1)
            for problem in problems_of(picture)
        ]
    if problems:
        raise QuestionError([f"{where}: {problem}" for problem in problems])
    return [{"kind": type(picture).__name__, **asdict(picture)} for picture in drawn]


def problems_of(picture: Any) -> list[str]:
    kind = type(picture).__name__
    if type(picture) is not KINDS.get(kind):
        return [f"expected {', '.join(KINDS)}, got {kind}"]
    problems: list[str] = picture.problems()
    return problems
