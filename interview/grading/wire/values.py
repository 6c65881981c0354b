"""Messages between the processes: a length, plain JSON, and tensors as safetensors. Nothing is unpickled.

A value tree travels as JSON in which everything that JSON has no word for is tagged:
`{"tensor": "t0"}` (`{"bfloat16": "t0"}` where the bits travel as int16), `{"tuple": [...]}`,
`{"dict": [[key, value], ...]}`, `{"float": "nan"}`, and `{"object": "numpy.ndarray"}` for what may
not travel. The judge alone also says `{"earlier": [step, ...]}` and `{"given": ...}`, for what is
built where it is used: a runner that says so is not understood.

A runner is run by strangers. So a message is measured before it is looked at: its bytes, the parts
of its JSON, its tensors and their axes, and how deep its values are nested. Whatever is done with
one afterwards takes time and memory in proportion to these.
"""

from __future__ import annotations

import json
import math
import struct
from collections import Counter
from dataclasses import dataclass
from typing import Any

import torch
from safetensors.numpy import save as save_arrays
from safetensors.torch import load as load_tensors
from torch import Tensor

from interview.grading.wire.foreign import (
    MAX_AXES,
    MAX_NAME,
    MAX_TENSORS,
    SENDABLE_DTYPES,
    Foreign,
    too_large,
    type_name,
    unsendable,
)
from interview.model.placeholder import Earlier, Given
from interview.text import inert_line

HEADER = struct.Struct(">4sIQ")
MAGIC = b"IVW1"
MAX_JSON = 4 * 2**20
MAX_DEPTH = 32
MAX_ITEMS = 100_000
MAX_TEXT = 2**18
"""Characters of one string; an attempt's source is the longest there is."""
MAX_ARRAYS = 4096
MAX_PARAMETERS = 10_000
"""Names of an attempt's parameters that are told."""
MAX_ALIKE = 100
"""Keys of a dict with the same hash; many more, which can be made on purpose, take quadratic time."""
MAX_MARKS = 8 * MAX_ITEMS
"""Brackets and commas of the JSON; a part needs at most eight."""
MAX_TABLE = 256 * MAX_ARRAYS
"""Bytes of what safetensors writes before the tensors: a name, a shape and a place for each."""


class WireError(ValueError):
    """What came over the wire is not a message of ours."""


class Packer:
    """Collects the tensors of one message; the same tensor twice is sent once."""

    def __init__(self, room: int = MAX_TENSORS) -> None:
        self.room = room
        """Bytes that the tensors may have together."""
        self.tensors: dict[str, Any] = {}
        self.keys: dict[int, str] = {}
        self.items = 0
        self.bytes = 0
        self.kept: list[Any] = []  # keeps ids unique while packing

    def tree(self, value: Any, depth: int = 0) -> Any:
        self.items += 1
        kind = type(value)
        if depth > MAX_DEPTH or self.items > MAX_ITEMS:
            raise WireError("a value nested too deeply or with too many parts")
        if value is None or kind is bool:
            return value
        if kind is str:
            return value if len(value) <= MAX_TEXT else {"object": "a text too long to send"}
        if kind is int:
            return value if abs(value) < 2**63 else {"object": "a whole number over 64 bits"}
        if kind is float:
            return value if math.isfinite(value) else {"float": repr(value)}
        if kind is Tensor or kind is torch.nn.Parameter:
            return self.tensor(value)
        if kind is list:
            return [self.tree(item, depth + 1) for item in value]
        if kind is tuple or kind is torch.Size:
            return {"tuple": [self.tree(item, depth + 1) for item in value]}
        if kind is dict:
            pairs = [[self.tree(k, depth + 1), self.tree(v, depth + 1)] for k, v in value.items()]
            return {"dict": pairs}
        if kind is Earlier:
            return {"earlier": [value.step, *value.path]}
        if kind is Given:
            return self.given(value, depth)
        if kind is Foreign:
            return {"object": value.what}
        return {"object": type_name(value)}

    def given(self, value: Given, depth: int) -> Any:
        key = self.keys.get(id(value))
        if key is None:
            key = self.keys[id(value)] = f"g{len(self.kept)}"
            self.kept.append(value)
        return {
            "given": key,
            "name": value.name,
            "args": self.tree(value.args, depth + 1),
            "kwargs": self.tree(value.kwargs, depth + 1),
        }

    def tensor(self, value: Tensor) -> Any:
        why = unsendable(value)
        if why:
            return {"object": why}
        key = self.keys.get(id(value))
        if key is None:
            self.bytes += value.nbytes
            if self.bytes > self.room or len(self.tensors) == MAX_ARRAYS:
                return {"object": too_large(value)}
            key = self.keys[id(value)] = f"t{len(self.tensors)}"
            self.kept.append(value)
            # Without gradient, aliasing or odd strides; as an array, which is packed twice as fast.
            plain = value.detach().resolve_neg().contiguous()
            bits = plain.view(torch.int16) if plain.dtype is torch.bfloat16 else plain
            self.tensors[key] = bits.numpy()
        return {"bfloat16" if value.dtype is torch.bfloat16 else "tensor": key}


class Unpacker:
    """Rebuilds the value tree of what `Packer.tree` wrote of plain data; raises WireError."""

    def __init__(self, tensors: dict[str, Tensor]) -> None:
        self.tensors = tensors
        self.views: dict[str, Tensor] = {}
        self.items = 0

    def tree(self, data: Any, depth: int = 0) -> Any:
        self.items += 1
        if self.items > MAX_ITEMS or depth > MAX_DEPTH + 1:
            raise WireError("a value nested too deeply or with too many parts")
        match data:
            case None | bool() | float():
                return data
            case str() if len(data) <= MAX_TEXT:
                return data
            case int() if abs(data) < 2**63:
                return data
            case list():
                return [self.tree(item, depth + 1) for item in data]
            case {"tensor": str(key)} if key in self.tensors:
                return self.tensors[key]
            case {"bfloat16": str(key)} if key in self.tensors:
                if key not in self.views:
                    self.views[key] = self.tensors[key].view(torch.bfloat16)
                return self.views[key]
            case {"tuple": list(items)}:
                return tuple(self.tree(item, depth + 1) for item in items)
            case {"dict": list(pairs)}:
                return self.dict(pairs, depth + 1)
            case {"float": str(text)} if text in ("inf", "-inf", "nan"):
                return float(text)
            case {"object": str(what)}:
                return Foreign(inert_line(what, MAX_NAME))
        return self.other(data, depth)

    def dict(self, pairs: list[Any], depth: int) -> dict[Any, Any]:
        items = [(plain_key(self.tree(key, depth)), self.tree(item, depth)) for key, item in pairs]
        if max(Counter(hash(key) for key, _ in items).values(), default=0) > MAX_ALIKE:
            raise WireError("too many keys that are alike")
        return dict(items)

    def other(self, data: Any, depth: int) -> Any:
        """What only some may say."""
        raise WireError("unknown tag in a value")


class JobUnpacker(Unpacker):
    """Also understands what only the judge says, whom a runner believes."""

    def __init__(self, tensors: dict[str, Tensor]) -> None:
        super().__init__(tensors)
        self.givens: dict[str, Given] = {}

    def other(self, data: Any, depth: int) -> Any:
        match data:
            case {"earlier": [int(step), *path]}:
                return Earlier(step, tuple(path))
            case {"given": str(key), "name": str(name), "args": args, "kwargs": kwargs}:
                if key not in self.givens:
                    parts = self.tree(args, depth + 1), self.tree(kwargs, depth + 1)
                    self.givens[key] = Given(name, *parts)
                return self.givens[key]
        return super().other(data, depth)


def plain_key(key: Any) -> Any:
    """A dict's key, which is plain data or a tuple of it."""
    if isinstance(key, tuple):
        return tuple(map(plain_key, key))
    if not isinstance(key, str | int | float | bool | None):
        raise WireError("a dict key that is not plain")
    return key


def pack(data: Any, room: int = MAX_TENSORS) -> bytes:
    """One message with a value tree, and as many bytes of its tensors as there is room for; raises WireError."""
    packer = Packer(room)
    text = json.dumps(packer.tree(data)).encode()
    blob = save_arrays(packer.tensors) if packer.tensors else b""
    return HEADER.pack(MAGIC, len(text), len(blob)) + text + blob


def body_sizes(header: bytes) -> tuple[int, int]:
    """Byte counts of the JSON and of the tensors; raises WireError if they are not believable."""
    magic, text, blob = HEADER.unpack(header)
    if magic != MAGIC or text > MAX_JSON or blob > 2 * MAX_TENSORS:
        raise WireError("not a message of ours")
    return text, blob


@dataclass
class RunRoom:
    """The bytes that are left of what a whole run may say; both ends keep an account of it."""

    text: int = 4 * MAX_JSON
    blob: int = 4 * MAX_TENSORS
    marks: int = MAX_MARKS // 2
    """Brackets and commas: what takes time is how many parts there are, however short."""
    table: int = 4 * MAX_TABLE
    """Bytes of what is said of tensors before their values."""

    def spend(self, text: int, blob: int) -> None:
        """Raises WireError where there is not so much left."""
        if text > self.text or blob > self.blob:
            raise WireError("more than a run may say")
        self.text, self.blob = self.text - text, self.blob - blob

    def spend_parts(self, text: bytes, blob: bytes) -> None:
        """The same of what is in a message; raises WireError."""
        marks, table = count_marks(text), table_size(blob)
        if marks > self.marks or table > self.table:
            raise WireError("more parts than a run may say")
        self.marks, self.table = self.marks - marks, self.table - table


def count_marks(text: bytes) -> int:
    return sum(map(text.count, (b"[", b"{", b",")))


def table_size(blob: bytes) -> int:
    """Bytes that safetensors says its table has; 0 without tensors."""
    return int.from_bytes(blob[:8], "little")


def refuse_oversized(text: bytes, blob: bytes) -> None:
    """Raises WireError if there is more in a message than anybody needs to say."""
    if count_marks(text) > MAX_MARKS:
        raise WireError("too many parts")
    if not blob:
        return
    size = table_size(blob)
    if size > MAX_TABLE:
        raise WireError("too many tensors")
    table = json.loads(blob[8 : 8 + size])
    if len(table) > MAX_ARRAYS or any(len(entry["shape"]) > MAX_AXES for entry in table.values()):
        raise WireError("too many tensors, or axes of one")


def unpack(text: bytes, blob: bytes, reader: type[Unpacker] = Unpacker) -> Any:
    """The value tree of a message's body; raises WireError whatever the bytes are."""
    try:
        refuse_oversized(text, blob)
        tensors = load_tensors(blob) if blob else {}
        if any(t.dtype not in SENDABLE_DTYPES for t in tensors.values()):
            raise WireError("a tensor of an unexpected dtype")
        return reader(tensors).tree(json.loads(text))
    except WireError:
        raise
    except Exception as error:
        raise WireError(f"not a message of ours ({type(error).__name__})") from None


def unpack_message(message: bytes, reader: type[Unpacker] = Unpacker) -> Any:
    """The value tree of one whole message."""
    if len(message) < HEADER.size:
        raise WireError("a message cut short")
    text, blob = body_sizes(message[: HEADER.size])
    body = message[HEADER.size :]
    if len(body) != text + blob:
        raise WireError("a message of the wrong length")
    return unpack(body[:text], body[text:], reader)
