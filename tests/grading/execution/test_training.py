"""What the first calls, in training, are looked at for: gradients of each part alone, and what they leave behind."""

from __future__ import annotations

import pytest
import torch

from interview.grading.checks.surroundings import is_same
from interview.grading.checks.table import CHECKS
from interview.grading.wire.bounds import WireError
from interview.wording.verdict import finding_message
from tests.helpers.judging import bench_of, failing_checks, judged

HEAD = "import torch\nfrom torch import nn\n"
MASKED = HEAD + (
    "class Scale(nn.Module):\n"
    "    def __init__(self, width):\n"
    "        super().__init__()\n"
    "        self.layer = nn.Linear(width, width)\n"
    "        self.spare = nn.Parameter(torch.zeros(1))\n"
    "    def forward(self, x, memory, mask=None):\n"
    "        memory = memory if mask is None else memory * mask\n"
    "        return self.layer(x + memory)\n"
)
CALL = {"x": "randn(2, 4)", "memory": "randn(2, 4)"}
CASES = [
    {"name": "plain", "call": CALL},
    {"name": "masked", "call": CALL | {"mask": "randint(0, 2, 2, 4)"}},
    {"name": "plain again", "call": CALL},
]
PRODUCT = HEAD + "def product(a, b, c):\n    return a * b * c\n"
THREE = [
    {"name": str(i), "call": {"a": "randn(3)", "b": "randn(3)", "c": "randn(3)"}} for i in range(3)
]


def scale_of(toy):
    build = {"width": 4}
    return bench_of(toy, MASKED, define="Scale", build=build, cases=CASES, checks=["gradients"])


@pytest.mark.parametrize(
    "cut",
    [
        "memory = memory.detach() if self.training else memory",
        "x = x.detach() if self.training else x",
        "self.layer.weight.requires_grad_(not self.training)",
    ],
    ids=["an argument", "the first argument", "weights"],
)
def test_what_is_cut_off_in_training_alone_is_seen(toy, cut):
    bench = scale_of(toy)
    assert judged(bench, MASKED).status == "accepted"
    wrong = MASKED.replace(
        "        memory = memory if", f"        {cut}\n        memory = memory if"
    )
    verdict = judged(bench, wrong)
    assert "gradients" in failing_checks(verdict)
    told = [line for case in verdict.cases for line in map(finding_message, case.findings)]
    assert any("in training mode" in line for line in told)


@pytest.mark.parametrize("alone", ["a", "b", "c"])
def test_each_argument_alone_can_be_what_has_gradients(toy, alone):
    bench = bench_of(toy, PRODUCT, define="product", cases=THREE, checks=["gradients"])
    assert judged(bench, PRODUCT).status == "accepted"
    others = " or ".join(f"{name}.requires_grad" for name in "abc" if name != alone)
    wrong = PRODUCT.replace(
        "    return", f"    with torch.set_grad_enabled({others}):\n        return"
    )
    verdict = judged(bench, wrong)
    assert [case.name for case in verdict.cases if case.status == "failed"] == [
        str("abc".index(alone))
    ]
    assert failing_checks(verdict) == ["gradients"]


def test_what_is_written_into_in_training_is_told_before_what_autograd_says_of_it(toy):
    bench = bench_of(
        toy, PRODUCT, define="product", cases=THREE, checks=["gradients", "inputs_unchanged"]
    )
    wrong = PRODUCT.replace("return a * b * c", "return a.mul_(b).mul_(c)")
    assert set(failing_checks(judged(bench, wrong))) == {"inputs_unchanged"}


def test_a_mask_of_one_call_is_not_for_the_next_without(toy):
    bench = scale_of(toy)
    kept = MASKED.replace(
        "        memory = memory if",
        "        mask = self.mask = getattr(self, 'mask', None) if mask is None else mask\n"
        "        memory = memory if",
    )
    verdict = judged(bench, kept)
    assert [case.name for case in verdict.cases if case.status == "failed"] == ["masked"]
    assert failing_checks(verdict) == ["second_call"]


@pytest.mark.parametrize(
    ("left", "told"),
    [
        ("torch.set_grad_enabled(True)", "gradients are recorded where they were not"),
        ("torch.set_grad_enabled(False)", "or not where they were"),
        ("torch.set_default_dtype(torch.float16)", "torch has another default dtype"),
        ("self.eval()", "the module is left in another mode"),
        ("self.spare.data += 1", "the module: its weights are changed"),
    ],
)
def test_a_call_leaves_what_it_finds(toy, left, told):
    bench = scale_of(toy)
    wrong = MASKED.replace(
        "        return",
        f"        result = self.layer(x + memory)\n        {left}\n        return result #",
    )
    verdict = judged(bench, wrong)
    findings = [case.findings[0] for case in verdict.cases if case.status == "failed"]
    assert told in finding_message(next(f for f in findings if f.check == "surroundings"))


def test_what_a_call_leaves_is_seen_where_nothing_else_needs_gradients(toy):
    bench = bench_of(toy, PRODUCT, define="product", cases=THREE)
    wrong = PRODUCT.replace("    return", "    torch.set_grad_enabled(False)\n    return")
    verdict = judged(bench, wrong)
    assert verdict.status == "wrong"
    assert failing_checks(verdict) == ["surroundings"] * len(THREE)
    assert judged(bench, PRODUCT).status == "accepted"


def test_a_file_that_needs_no_gradients_may_say_so_for_itself(toy):
    inference = PRODUCT.replace("def", "torch.set_grad_enabled(False)\ndef")
    plain = bench_of(toy, PRODUCT, define="product", cases=THREE)
    assert judged(plain, inference).status == "accepted"
    assert torch.is_grad_enabled()
    trained = bench_of(toy, PRODUCT, define="product", cases=THREE, checks=["gradients"])
    assert "gradients" in failing_checks(judged(trained, inference))
    assert judged(trained, PRODUCT).status == "accepted"


ENCODED = HEAD + "def encoded(encoder, x):\n    return encoder(x)\n"


def test_so_do_calls_that_are_handed_modules_and_what_the_reference_does_is_no_disturbance(toy):
    cases = [{"name": "a", "call": {"encoder": "given('nn.Linear', 3, 3)", "x": "randn(2, 3)"}}]
    evaluated = ENCODED.replace("    return", "    encoder.eval()\n    return")
    verdict = judged(bench_of(toy, ENCODED, define="encoded", cases=cases), evaluated)
    assert failing_checks(verdict) == ["surroundings"]
    assert "encoder is left in another mode" in finding_message(verdict.cases[0].findings[0])
    bench = bench_of(toy, evaluated, define="encoded", cases=cases)
    assert {judged(bench, each).status for each in (evaluated, ENCODED)} == {"accepted"}


TILTED = (
    HEAD
    + """

class Tilted(nn.Module):
    def __init__(self, base):
        super().__init__()
        self.base = base

    @torch.no_grad()
    def forward(self, x):
"""
)
BESIDE = TILTED + (
    "        return nn.functional.linear(x, self.base.weight + 0.3, self.base.bias)\n"
)
TAKEN_BACK = TILTED + (
    "        self.base.weight += 0.3\n"
    "        result = self.base(x)\n"
    "        self.base.weight -= 0.3\n"
    "        return result\n"
)


def test_what_a_call_takes_back_may_be_off_by_rounding_and_no_further(toy):
    """Whether the last bit comes back hangs on the values, and so on the seed."""
    cases = [
        {"name": "a", "build": {"base": "given('nn.Linear', 3, 3)"}, "call": {"x": "randn(2, 3)"}}
    ]
    bench = bench_of(toy, BESIDE, define="Tilted", cases=cases)
    assert {judged(bench, each).status for each in (BESIDE, TAKEN_BACK)} == {"accepted"}
    further = TAKEN_BACK.replace("-= 0.3", "-= 0.3 + 1e-9")
    assert failing_checks(judged(bench, further)) == ["surroundings"]


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.int64])
def test_weights_are_the_same_where_nan_is_and_counts_exactly(dtype):
    weights = [torch.tensor([1, 7]).to(dtype), torch.ones(0, dtype=dtype)]
    assert is_same(weights, [each.clone() for each in weights])
    assert not is_same(weights, [weights[0] + 1, weights[1]])
    assert not is_same(weights, [weights[0].view(1, 2), weights[1]])
    if dtype.is_floating_point:
        spoilt = torch.tensor([torch.nan, torch.inf], dtype=dtype)
        assert is_same([spoilt], [spoilt.clone()])
        assert not is_same([spoilt], [spoilt.flip(0)])


@pytest.mark.parametrize("told", [["spell:self"], ["mode:" + "x" * 10_000], "mode:self", [3]])
def test_what_is_told_of_it_is_not_believed(told):
    with pytest.raises(WireError):
        CHECKS["surroundings"].admit(told)
