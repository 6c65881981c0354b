"""Messages between the processes: a length, plain JSON, and tensors as safetensors. Nothing is unpickled.

A value tree travels as JSON in which everything that JSON has no word for is tagged:
`{"tensor": "t0"}` (`{"bfloat16": "t0"}` where the bits travel as int16), `{"tuple": [...]}`,
`{"dict": [[key, value], ...]}`, `{"float": "nan"}`, and `{"object": "numpy.ndarray"}` for what may
not travel. The judge alone also says `{"earlier": [step, ...]}` and `{"given": ...}`, for what is
built where it is used: a runner that says so is not understood.

A runner is run by strangers, so nothing is larger than `bounds` allow.
"""

from __future__ import annotations

import json
import math
import struct
from collections import Counter
from collections.abc import Iterable
from typing import Any

import torch
from safetensors.numpy import save as save_arrays
from safetensors.torch import load as load_tensors
from torch import Tensor

from interview.grading.wire.bounds import (
    MAX_ALIKE,
    MAX_ARRAYS,
    MAX_DEPTH,
    MAX_ITEMS,
    MAX_JSON,
    MAX_TEXT,
    WireError,
    refuse_oversized,
)
from interview.grading.wire.foreign import (
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
        kind = type(data)
        if kind is str and len(data) <= MAX_TEXT:
            return data
        if data is None or kind is bool or kind is float:
            return data
        if kind is int and abs(data) < 2**63:
            return data
        if kind is list:
            return [self.tree(item, depth + 1) for item in data]
        if kind is dict and len(data) == 1:
            ((tag, told),) = data.items()
            return self.tagged(tag, told, depth)
        return self.other(data, depth)

    def tagged(self, tag: str, told: Any, depth: int) -> Any:
        kind = type(told)
        if kind is list and tag == "dict":
            return self.dict(told, depth + 1)
        if kind is list and tag == "tuple":
            return tuple(self.tree(item, depth + 1) for item in told)
        if kind is str and tag == "tensor" and told in self.tensors:
            return self.tensors[told]
        if kind is str and tag == "bfloat16" and told in self.tensors:
            if told not in self.views:
                self.views[told] = self.tensors[told].view(torch.bfloat16)
            return self.views[told]
        if tag == "float" and told in ("inf", "-inf", "nan"):
            return float(told)
        if kind is str and tag == "object":
            return Foreign(inert_line(told, MAX_NAME))
        return self.other({tag: told}, depth)

    def dict(self, pairs: list[Any], depth: int) -> dict[Any, Any]:
        items = [(plain_key(self.tree(key, depth)), self.tree(item, depth)) for key, item in pairs]
        if len(items) > MAX_ALIKE and most_alike(key for key, _ in items) > MAX_ALIKE:
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


def most_alike(keys: Iterable[Any]) -> int:
    """How many have the same hash."""
    return max(Counter(map(hash, keys)).values())


def plain_key(key: Any) -> Any:
    """A dict's key, which is plain data or a tuple of it."""
    if type(key) is str:
        return key
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
