"""What an attempt gave back as plain data: as it was at that moment, and within what may be told.

Nothing done to a result afterwards is taken for it, and what may not travel is said in its place.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Size, Tensor, nn

from interview.grading.wire.bounds import MAX_DEPTH, MAX_ITEMS, MAX_TEXT
from interview.grading.wire.foreign import Foreign, type_name, unsendable

MAX_PARTS = MAX_ITEMS // 2
MAX_CHARACTERS = MAX_TEXT
"""Of all texts in one value together."""


class TooMuch(ValueError):
    """A value has more parts than anybody needs to tell."""


def plain_copy(value: Any) -> Any:
    """A copy of the value; as a whole Foreign if it is nested too deeply or has too many parts."""
    try:
        return Copier().tree(value)
    except TooMuch as error:
        return Foreign(str(error))


class Copier:
    """Copies one value tree and counts its parts."""

    def __init__(self) -> None:
        self.parts = self.characters = 0

    def tree(self, value: Any, depth: int = 0) -> Any:
        self.parts += 1
        if self.parts > MAX_PARTS or depth > MAX_DEPTH // 2:
            raise TooMuch("a value nested too deeply or with too many parts")
        kind = plain_type(value)
        if value is None or kind in (bool, Foreign):
            return value
        if kind in (int, float):
            return kind.__pos__(value)
        if kind is str:
            return self.text(str.__str__(value))
        if kind is Tensor or kind is nn.Parameter:
            return tensor_copy(value)
        if kind is Size:
            return value
        if kind in (list, tuple):
            return kind(self.tree(item, depth + 1) for item in kind.__iter__(value))
        if kind is dict:
            return {self.key(k): self.tree(v, depth + 1) for k, v in dict.items(value)}
        return Foreign(type_name(value))

    def text(self, value: str) -> str:
        self.characters += len(value)
        if self.characters > MAX_CHARACTERS:
            raise TooMuch("a text too long to send")
        return value

    def key(self, key: Any) -> Any:
        """A dict's key, which is plain data or a tuple of it."""
        kind = type(key)
        if kind is tuple:
            self.parts += len(key)
            return tuple(self.key(item) for item in key[:MAX_PARTS])
        if kind is str:
            return self.text(key)
        if key is None or kind in (bool, float) or (kind is int and abs(key) < 2**63):
            return key
        raise TooMuch(f"a dict with a key of type {type_name(key)}")


PLAIN_TYPES = (int, float, str, list, tuple, dict)


def plain_type(value: Any) -> type:
    """The type of a value; of a namedtuple, an ordered dict and their like the plain one they are built on."""
    kind = type(value)
    if kind in PLAIN_TYPES or kind in (bool, Size):
        return kind
    return next((plain for plain in PLAIN_TYPES if issubclass(kind, plain)), kind)


def is_still(copy: Any, value: Any) -> bool:
    """Whether a value that was copied still is what it was; true of what could not be copied."""
    kind: Any = plain_type(value)
    if isinstance(copy, Tensor):
        return issubclass(type(value), Tensor) and same_elements(copy, value)
    if type(copy) in (list, tuple):
        return len(copy) == kind.__len__(value) and all(
            is_still(c, v) for c, v in zip(copy, kind.__iter__(value), strict=True)
        )
    if type(copy) is dict:
        return copy.keys() == dict.keys(value) and all(
            is_still(c, dict.__getitem__(value, key)) for key, c in copy.items()
        )
    return isinstance(copy, Foreign) or copy == value


def same_elements(copy: Tensor, value: Tensor) -> bool:
    """Element by element, NaN equal to NaN."""
    if copy.shape != value.shape or copy.dtype != value.dtype:
        return False
    if torch.equal(copy, value):
        return True
    return copy.is_floating_point() and torch.allclose(copy, value, rtol=0, atol=0, equal_nan=True)


def tensor_copy(value: Tensor) -> Any:
    """A copy, without what it was computed from."""
    why = unsendable(value)
    return Foreign(why) if why else value.detach().clone()
