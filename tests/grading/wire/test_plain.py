"""What an attempt gave back is told as it was when it came back, and never ends the run by being odd."""

from __future__ import annotations

import collections
import enum
from fractions import Fraction

import numpy
import pytest
import torch
from torch import nn

from interview.bank import Bank
from interview.grading.wire.foreign import Foreign
from interview.grading.wire.plain import MAX_CHARACTERS, MAX_PARTS, is_still, plain_copy
from interview.grading.wire.values import pack, unpack_message
from interview.wording.verdict import finding_message
from tests.helpers.forging import FOUND
from tests.helpers.toy import change


class Colour(enum.Enum):
    RED = 1


class Subclass(torch.Tensor):
    pass


def nested(depth: int):
    value: list = []
    for _ in range(depth):
        value = [value]
    return value


def selfish() -> dict:
    value: dict = {}
    value["self"] = value
    return value


ODD = {
    "a dict by tensors": {torch.ones(1): 1},
    "a dict by numpy's numbers": {numpy.int64(3): 1},
    "a dict by members": {Colour.RED: 1},
    "a dict by bytes": {b"x": 1},
    "a dict by fractions": {Fraction(1, 3): 1},
    "a dict by huge numbers": {2**70: 1},
    "a dict by dtypes": {torch.float32: 1},
    "a dict in itself": selfish(),
    "lists without end": nested(500),
    "a long list": [0.1] * (MAX_PARTS + 1),
    "a large dict": dict.fromkeys(range(60000), 0),
    "a long text": "x" * (MAX_CHARACTERS + 1),
    "many texts": ["y" * 250_000] * 20,
    "a jagged tensor": torch.nested.nested_tensor([torch.ones(2), torch.ones(3)], layout=torch.jagged),
    "nothing, wide": torch.empty_strided((0, 2**62), (1, 1)),
    "an expanded tensor": torch.zeros(1).expand(2**40),
    "a subclass": torch.ones(2).as_subclass(Subclass),
    "a sparse tensor": torch.ones(2).to_sparse(),
    "a complex tensor": torch.ones(2, dtype=torch.complex64),
    "a tensor elsewhere": torch.ones(2, device="meta"),
    "many axes": torch.ones([1] * 30),
    "a module": nn.Linear(1, 1),
    "a set": {1, 2},
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_what_cannot_be_sent_is_said_in_its_place_and_the_message_is_understood(name):
    told = plain_copy(ODD[name])
    assert isinstance(told, Foreign)
    (back,) = unpack_message(pack([told]))
    assert back.what == told.what


def test_what_is_done_to_a_result_afterwards_is_not_taken_for_it():
    tensor = torch.zeros(2)
    value = {"a": [tensor, (1, 2.5, "x", None, True)], (1, "b"): torch.Size([2])}
    told = plain_copy(value)
    tensor += 1
    value["a"].append(2)
    assert torch.equal(told["a"][0], torch.zeros(2))
    assert told["a"][1:] == [(1, 2.5, "x", None, True)]
    assert told[1, "b"] == torch.Size([2])


def test_a_copy_hangs_on_nothing():
    weight = nn.Parameter(torch.ones(2))
    assert not plain_copy(weight * 2).requires_grad
    assert type(plain_copy(weight)) is torch.Tensor


@pytest.mark.parametrize(
    "result", ["torch.zeros(2**23, dtype=torch.float64)", "[0] * 200_000", "['x' * 60_000] * 60"]
)
def test_an_attempt_that_gives_back_too_much_everywhere_is_wrong_and_told_so(
    link, question, result
):
    change(question, "limits: {seconds: 2}", "limits: {seconds: 60}")  # however slow the machine is
    (card,) = Bank(question.parents[1]).cards
    source = (
        f"import torch\nRESULT = {result}\ndef attend(q, k, v, mask=None):\n    return RESULT\n"
    )
    verdict = link.grade(card, "attempt.py", source, 7)
    assert verdict.status == "wrong"
    assert all(case.status == "failed" for case in verdict.cases[:2])


def test_a_run_that_ends_without_all_its_answers_has_a_reason(grade):
    source = FOUND + "import os\nos.write(LINK.fileno(), PACK({'done': True}))\nos._exit(0)\n"
    verdict = grade(source)
    assert verdict.status == "crashed"
    assert "no complete answer" in finding_message(verdict.findings[0])


def test_what_a_message_has_room_for_is_told_as_it_is():
    long = [list(range(20_000)), "x" * 100_000]
    assert plain_copy(long) == long
    assert unpack_message(pack(plain_copy(long))) == long


Pair = collections.namedtuple("Pair", "a b")


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Pair(1, [Pair(2, 3)]), (1, [(2, 3)])),
        (collections.OrderedDict(a=1), {"a": 1}),
        (collections.defaultdict(int, a=1), {"a": 1}),
        (numpy.float64(1.5), 1.5),
        (True, True),
    ],
    ids=["a named tuple", "an ordered dict", "a default dict", "numpy's float", "a truth value"],
)
def test_what_is_built_on_a_plain_type_is_told_as_that(value, plain):
    told = plain_copy(value)
    assert (type(told), told) == (type(plain), plain)


def test_a_copy_is_compared_with_what_it_was_copied_from():
    for value in (torch.tensor([1.0, float("nan")]), [1, {"a": torch.ones(2)}], Pair(1, "x"), None):
        assert is_still(plain_copy(value), value)
    value = {"a": [torch.zeros(2)], "b": 1}
    copy = plain_copy(value)
    value["a"][0].add_(1)
    assert not is_still(copy, value)
    assert not is_still(plain_copy([1, 2]), [1])
    assert not is_still(plain_copy({"a": 1}), {"b": 1})
