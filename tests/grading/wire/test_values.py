"""Whatever bytes come, only a value tree or a WireError goes out."""

from __future__ import annotations

import contextlib
import json
import math
import struct

import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from interview.grading.wire.bounds import (
    MAX_ARRAYS,
    MAX_DEPTH,
    MAX_ITEMS,
    MAX_TABLE,
    MAX_TEXT,
    RunRoom,
    WireError,
)
from interview.grading.wire.foreign import MAX_AXES, Foreign
from interview.grading.wire.values import HEADER, MAGIC, JobUnpacker, Unpacker, pack, unpack_message
from interview.model.placeholder import Earlier, Given

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text() | st.integers(-9, 9), inner)
    ),
    max_leaves=20,
)


@given(PLAIN)
@settings(max_examples=200)
def test_plain_values_come_back_as_they_were(value):
    assert unpack_message(pack(value)) == value


@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16, torch.int64, torch.bool])
@pytest.mark.parametrize("shape", [(), (0,), (2, 3), (1, 1, 5)])
def test_tensors_come_back_as_they_were(dtype, shape):
    tensor = torch.randint(0, 2, shape).to(dtype)
    (back,) = unpack_message(pack([tensor]))
    assert back.dtype == dtype
    assert torch.equal(back, tensor)


def test_odd_strides_gradients_and_nan_travel():
    tensor = torch.randn(3, 4, requires_grad=True).T[::2]
    back, number = unpack_message(pack((tensor, math.nan)))
    assert torch.equal(back, tensor)
    assert not back.requires_grad
    assert math.isnan(number)


def test_the_same_object_stays_the_same():
    tensor, given_ = torch.ones(2), Given("Encoder", (3,), {"hidden": 4})
    message = pack([tensor, tensor, given_, given_, Earlier(1, (0, "x"))])
    a, b, c, d, e = unpack_message(message, JobUnpacker)
    assert a is b
    assert c is d
    assert (c.name, c.args, c.kwargs) == ("Encoder", (3,), {"hidden": 4})
    assert e == Earlier(1, (0, "x"))


@pytest.mark.parametrize(
    "value",
    [object(), {1, 2}, 2**70, torch.ones(2, dtype=torch.complex64), torch.ones(2).to_sparse(), torch.nn.Linear(1, 1)],
)  # fmt: skip
def test_what_may_not_travel_becomes_foreign(value):
    (back,) = unpack_message(pack([value]))
    assert isinstance(back, Foreign)


@given(st.binary(max_size=300))
@settings(max_examples=300)
def test_random_bytes_are_refused(data):
    with pytest.raises(WireError):
        unpack_message(data)


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
@settings(max_examples=300)
def test_a_damaged_message_is_refused_or_read_as_data(place, junk):
    message = bytearray(pack({"stage": "run", "facts": [torch.ones(2, 3), 1.5, None]}))
    at = place % len(message)
    message[at : at + len(junk)] = junk
    with contextlib.suppress(WireError):
        unpack_message(bytes(message))


def raw(data, blob=b"") -> bytes:
    """A message that `pack` would not write."""
    text = json.dumps(data).encode()
    return HEADER.pack(MAGIC, len(text), len(blob)) + text + blob


def table(entries) -> bytes:
    """Tensors as safetensors has them, all of the same byte."""
    text = json.dumps(entries).encode()
    return struct.pack("<Q", len(text)) + text + b"\0"


def nested(depth: int, wrap):
    value = None
    for _ in range(depth):
        value = wrap(value)
    return value


def graph(depth: int):
    """Given objects, each of which names the one below twice: 2 ** depth of them, written out."""
    same = {"given": f"g{depth}", "name": "x", "kwargs": None}
    return (
        {**same, "args": [graph(depth - 1), graph(depth - 1)]} if depth else {**same, "args": None}
    )


BYTE = {"dtype": "U8", "shape": [1], "data_offsets": [0, 1]}
EMPTY = {"dtype": "U8", "shape": [0], "data_offsets": [0, 0]}
MEASURES = {
    "our own word for what is built": raw(graph(2)),
    "our own word for an earlier result": raw({"earlier": [0]}),
    "too deep": raw(nested(MAX_DEPTH + 3, lambda value: [value])),
    "too deep a key": raw(nested(MAX_DEPTH + 3, lambda value: {"dict": [[{"tuple": [value]}, 1]]})),
    "deeper than Python reads": HEADER.pack(MAGIC, 100_000, 0) + b"[" * 100_000,
    "too many parts": raw([0] * (MAX_ITEMS + 1)),
    "too many brackets": raw([[[]] * 300_000]),
    "a key that is a tensor": raw(
        {"dict": [[{"tuple": [{"tensor": "a"}]}, 1]]}, table({"a": BYTE})
    ),
    "keys made to collide": raw(
        {
            "dict": [
                [{"tuple": [2.0 ** (61 * i), 2.0 ** (61 * j)]}, 0]
                for i in range(16)
                for j in range(16)
            ]
        }
    ),
    "keys made to collide, of two numbers": raw(
        {"dict": [[{"tuple": [-1 - (i >> bit & 1) for bit in range(10)]}, 0] for i in range(1024)]}
    ),
    "too many axes": raw({"tensor": "a"}, table({"a": {**BYTE, "shape": [1] * (MAX_AXES + 1)}})),
    "too many tensors": raw(0, table({**{f"t{i}": EMPTY for i in range(MAX_ARRAYS)}, "a": BYTE})),
    "too long a table": raw(0, table({"a" * MAX_TABLE: BYTE})),
}


@pytest.mark.parametrize("name", MEASURES)
def test_what_exceeds_a_measure_is_refused(name):
    with pytest.raises(WireError):
        unpack_message(MEASURES[name])


class Counting(Unpacker):
    """Counts the parts it looks at."""

    looked_at = 0

    def tree(self, data, depth=0):
        Counting.looked_at += 1
        return super().tree(data, depth)


@given(st.recursive(
    st.none() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["tensor", "tuple", "dict", "given", "name", "args", "kwargs", "earlier", "object"]), inner),
    max_leaves=60,
))  # fmt: skip
@example(graph(12))
@settings(max_examples=40)
def test_no_more_is_looked_at_than_was_sent(data):
    message = raw(data)
    Counting.looked_at = 0
    with contextlib.suppress(WireError):
        unpack_message(message, Counting)
    assert Counting.looked_at <= len(message)


def test_more_axes_than_anybody_needs_are_told_and_not_sent():
    most, more = unpack_message(pack([torch.zeros([1] * n) for n in (MAX_AXES, MAX_AXES + 1)]))
    assert most.dim() == MAX_AXES
    assert more.what == f"a tensor with {MAX_AXES + 1} axes"


def test_the_longest_source_travels_and_a_longer_text_is_only_told():
    short, long = unpack_message(pack(["[" * MAX_TEXT, "x" * (MAX_TEXT + 1)]))
    assert short == "[" * MAX_TEXT
    assert isinstance(long, Foreign)


def test_one_tensor_is_one_object_however_often_it_is_named():
    blob = table({"a": {**BYTE, "dtype": "I16", "data_offsets": [0, 2]}}) + b"\0"
    first, *others = unpack_message(raw([{"bfloat16": "a"}] * 1000, blob))
    assert all(other is first for other in others)


def test_a_run_may_have_only_so_many_parts_however_short():
    room = RunRoom(marks=10, table=600)
    room.spend_parts(b"[[[[[", (200).to_bytes(8, "little"))
    room.spend_parts(b"{,{,{", (300).to_bytes(8, "little"))
    for text, blob in ((b"[", b""), (b"", (200).to_bytes(8, "little"))):
        with pytest.raises(WireError):
            room.spend_parts(text, blob)


def test_a_run_may_say_only_so_much():
    room = RunRoom(text=10, blob=10)
    room.spend(10, 4)
    room.spend(0, 6)
    for text, blob in ((1, 0), (0, 1)):
        with pytest.raises(WireError):
            room.spend(text, blob)
