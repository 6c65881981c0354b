"""Nobody is wrong for what only float64 spoils; whoever is wrong in float32 too stays wrong."""

from __future__ import annotations

import pytest

from interview.bank import Bank
from tests.helpers.judging import bench_of

REFERENCE = """import torch
def attend(q, k, v, mask):
    weights = (q @ k.mT).masked_fill(~mask, float("-inf")).softmax(-1)
    return weights.nan_to_num(0.0) @ v
"""
MINIMUM = """import torch
def attend(q, k, v, mask):
    scores = (q @ k.mT).masked_fill(~mask, torch.finfo(q.dtype).min)
    weights = scores.softmax(-1, dtype=torch.float32).to(q.dtype)
    return (weights * mask) @ v
"""
Q = {"q": "randn(2, 3, 4)", "k": "randn(2, 5, 4)", "v": "randn(2, 5, 6)"}
CASES = [
    {"name": "plain", "call": {**Q, "mask": "causal(3, 5)"}},
    {"name": "an empty row", "call": {**Q, "mask": "lengths([5, 0])[:, None]"}},
]


@pytest.fixture
def verdict_on(toy, link):
    bench_of(toy, REFERENCE, define="attend", cases=CASES, checks=["gradients", "dtypes"])
    (card,) = Bank(toy).cards
    return lambda source: link.grade(card, "attempt.py", source, 5)


def test_a_minimum_that_only_float64_has_is_no_mistake(verdict_on):
    assert verdict_on(MINIMUM).status == "accepted"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("(weights * mask)", "weights"),
        ("    return", "    if not mask.any(-1).all():\n        raise OSError\n    return"),
        ("(weights * mask) @ v", "(weights * mask) @ v.detach()"),
        ("    return", "    if q.dtype == torch.bfloat16:\n        return v\n    return"),
    ],
    ids=["an average in float32", "an error in every dtype", "no gradient", "wrong in bfloat16"],
)
def test_what_is_wrong_in_other_dtypes_too_stays_wrong(verdict_on, old, new):
    verdict = verdict_on(MINIMUM.replace(old, new))
    assert verdict.status in ("wrong", "crashed")


WRITTEN = """import torch
def attend(q, k, v, mask):
    wide = q.double()  # a copy, but where q is float64 already
    weights = (wide @ k.double().mT).masked_fill(~mask, float("-inf")).softmax(-1)
    result = (weights.nan_to_num(0.0) @ v.double()).to(q.dtype)
    if not q.requires_grad:
        wide[0, 0] = float("-inf")
    return result
"""


def test_infinities_in_an_input_are_no_rounding(toy, link):
    checks = ["dtypes", "inputs_unchanged"]
    bench_of(toy, REFERENCE, define="attend", cases=CASES, checks=checks)
    (card,) = Bank(toy).cards
    verdict = link.grade(card, "attempt.py", WRITTEN, 5)
    assert verdict.status == "wrong"
    assert verdict.cases[0].findings[0].check == "inputs_unchanged"


IN_TWO_DTYPES = """import torch
def attend(q, k, v, mask):
    weights = (q.float() @ k.float().mT).masked_fill(~mask, float("-inf")).softmax(-1)
    result = torch.zeros(*q.shape[:-1], v.size(-1))  # in torch's default dtype, which people leave at float32
    result.index_copy_(0, torch.arange(len(q)), weights.nan_to_num(0.0) @ v.float())
    return result.to(q.dtype)
"""


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        ("", "", "accepted"),
        ("weights = (q.float()", "weights = (q.view(-1).view(q.shape).float()", "wrong"),
    ],
    ids=["right in float32", "wrong for a layout"],
)
def test_other_forms_are_looked_at_in_their_form(toy, link, old, new, status):
    """Torch's default dtype is float64 in every form where the inputs are."""
    checks = ["dtypes", "non_contiguous", "inputs_unchanged"]
    bench_of(toy, REFERENCE, define="attend", cases=CASES, checks=checks)
    (card,) = Bank(toy).cards
    verdict = link.grade(card, "attempt.py", IN_TWO_DTYPES.replace(old, new), 5)
    assert verdict.status == status


def test_what_fails_in_its_form_in_float32_too_stays_wrong(toy, link):
    """Whole numbers of 32 bits are what they are in either dtype."""
    reference = "def looked_up(table, ids):\n    return table[ids.long()]\n"
    call = {"table": "randn(5, 3)", "ids": "randint(0, 5, 4)"}
    cases = [{"name": "plain", "call": call}]
    bench_of(toy, reference, define="looked_up", cases=cases, checks=["dtypes", "integers"])
    (card,) = Bank(toy).cards
    picks = (
        "import torch\ndef looked_up(table, ids):\n"
        "    return torch.nn.functional.one_hot(ids, 5).to(table.dtype) @ table\n"
    )
    verdict = link.grade(card, "attempt.py", picks, 5)
    assert [f.values["during"] for c in verdict.cases for f in c.findings] == ["integers"]
