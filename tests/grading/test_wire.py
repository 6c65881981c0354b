"""Whatever bytes come, only a value tree or a WireError goes out."""

from __future__ import annotations

import contextlib
import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from interview.grading.wire import Foreign, WireError, pack, unpack_message
from interview.model import Earlier, Given

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
@settings(max_examples=200, deadline=None)
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
    a, b, c, d, e = unpack_message(pack([tensor, tensor, given_, given_, Earlier(1, (0, "x"))]))
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
@settings(max_examples=300, deadline=None)
def test_random_bytes_are_refused(data):
    with pytest.raises(WireError):
        unpack_message(data)


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=8))
@settings(max_examples=300, deadline=None)
def test_a_damaged_message_is_refused_or_read_as_data(place, junk):
    message = bytearray(pack({"stage": "run", "facts": [torch.ones(2, 3), 1.5, None]}))
    at = place % len(message)
    message[at : at + len(junk)] = junk
    with contextlib.suppress(WireError):
        unpack_message(bytes(message))
