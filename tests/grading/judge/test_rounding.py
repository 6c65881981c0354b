"""A detour through float32 is right; what differs by more than rounding is not."""

from __future__ import annotations

import math

import pytest
import torch

from interview.grading.execution.facts import Missing, Returned
from interview.grading.judge.rounding import LEAST, MOST, MOST_OF_GRADIENTS, rounding_of
from tests.helpers.judging import bench_of, failing_checks, judged

REFERENCE = (
    "import torch\nfrom torch.nn import functional as F\n"
    "def normed(x):\n    return F.layer_norm(x, x.shape[-1:], eps=1e-12)\n"
)
CASES = [
    {"name": "ordinary", "call": {"x": "randn(3, 16)"}},
    {"name": "tiny", "call": {"x": "0.01 * randn(3, 16)"}},
]


@pytest.fixture
def bench(toy):
    return bench_of(toy, REFERENCE, define="normed", cases=CASES, checks=["gradients", "dtypes"])


def test_a_detour_through_float32_is_accepted(bench):
    detour = REFERENCE.replace(
        "F.layer_norm(x, x.shape[-1:], eps=1e-12)",
        "F.layer_norm(x.float(), x.shape[-1:], eps=1e-12).to(x.dtype)",
    )
    assert judged(bench, detour).status == "accepted"


@pytest.mark.parametrize("eps", ["1e-5", "1e-6"])
def test_another_eps_is_seen(bench, eps):
    verdict = judged(bench, REFERENCE.replace("1e-12", eps))
    assert (verdict.status, failing_checks(verdict)[-1]) == ("wrong", "values")


def test_another_dtype_that_comes_back_is_no_detour(bench):
    half = REFERENCE.replace("F.layer_norm(x,", "F.layer_norm(x.float(),")
    assert judged(bench, half).cases[0].findings[0].kind == "dtype"


CANCELLED = "def scaled(a, b):\n    return 1000 * a + 0 * b\n"
"""The gradient of `b` is 0, that of `a` about 1,000."""


@pytest.fixture
def cancelling(toy):
    cases = [{"name": "nothing of b", "call": {"a": "randn(3, 4)", "b": "randn(3, 4)"}}]
    return bench_of(toy, CANCELLED, define="scaled", cases=cases, checks=["gradients"])


def test_terms_of_a_gradient_may_cancel_in_float32(cancelling):
    detour = (
        "def scaled(a, b):\n    a, b = a.float(), b.float()\n"
        "    return (1000 * a + (700.1 * b + 300.2 * b - 1000.3 * b)).double()\n"
    )
    assert judged(cancelling, detour).status == "accepted"


@pytest.mark.parametrize("slope", ["0.01", "1"])
def test_a_gradient_beyond_what_cancels_is_seen(cancelling, slope):
    wrong = CANCELLED.replace("0 * b", f"{slope} * (b - b.detach())")
    verdict = judged(cancelling, wrong)
    assert (verdict.status, failing_checks(verdict)) == ("wrong", ["gradients"])


def test_a_small_gradient_that_is_not_0_is_compared_as_closely_as_ever(toy):
    reference = CANCELLED.replace("0 * b", "0.01 * b")
    cases = [{"name": "little of b", "call": {"a": "randn(3, 4)", "b": "randn(3, 4)"}}]
    bench = bench_of(toy, reference, define="scaled", cases=cases, checks=["gradients"])
    wrong = reference.replace("0.01 * b", "0.01 * b + 1e-5 * (b - b.detach())")
    assert failing_checks(judged(bench, wrong)) == ["gradients"]


@pytest.mark.parametrize(
    ("total", "status"),
    [("((x.float() + 5) - 5).sum().double()", "accepted"), ("x.sum() + 2e-6", "wrong")],
)
def test_a_reference_that_happens_to_round_to_nothing_excuses_a_few_units(toy, total, status):
    reference = "def total(x):\n    return x.sum()\n"
    cases = [{"name": "four alike", "call": {"x": "full(0.2, 4)"}}]  # in float32 0.8 but for 1e-8
    bench = bench_of(toy, reference, define="total", cases=cases)
    assert judged(bench, reference.replace("x.sum()", total)).status == status


DECAYED = """
def decayed(x, log_decay):
    last = x[0]
    for t in range(1, x.size(0)):
        last = log_decay[t].exp() * last + x[t]
    return last
"""
SUMMED = """
def decayed(x, log_decay):
    total = log_decay.float().cumsum(0)
    return ((total[-1] - total).exp() @ x.float()).to(x.dtype)
"""


def test_a_gradient_may_be_rounded_in_sums_that_the_reference_does_not_make(toy):
    cases = [{"name": "strong", "call": {"x": "randn(5, 3)", "log_decay": "-5 * rand(5)"}}]
    bench = bench_of(toy, DECAYED, seed=9, define="decayed", cases=cases, checks=["gradients"])
    assert judged(bench, SUMMED).status == "accepted"


@pytest.mark.parametrize(
    ("size", "floor"), [(0.0, 0.0), (10.0, 10 * LEAST), (1e9, MOST_OF_GRADIENTS)]
)
def test_what_may_cancel_is_as_large_as_other_gradients_and_bounded(size, floor):
    gradients = {
        "a": torch.tensor([-size, math.inf], dtype=torch.float64),
        "b": torch.zeros(2, dtype=torch.float64),
        "none": torch.zeros(0, dtype=torch.float64),
    }
    both = Returned([], {"gradients": gradients})
    assert rounding_of(both, both).gradients.floor == floor
    assert rounding_of(both, both).results.floor == 0.0


def test_what_is_allowed_has_bounds():
    exact, far = torch.ones(3, dtype=torch.float64), torch.full((3,), 1.5)
    assert rounding_of(Returned([exact]), Returned([exact.float()])).results.atol == LEAST
    assert rounding_of(Returned([exact]), Returned([far])).results.atol == MOST
    assert rounding_of(Returned([exact]), Missing("not defined")).results.atol == LEAST


def test_it_is_relative_to_the_largest_element():
    exact = 1000 * torch.ones(3, dtype=torch.float64)
    assert rounding_of(Returned([exact]), Returned([(exact + 1e-3).float()])).results.atol < MOST


def test_only_the_calls_that_are_compared_count():
    """The first calls in training mode may be left out of what is expected."""
    late = torch.ones(2, dtype=torch.float64)
    rounded = Returned([torch.full((2,), 7.0), late.float()])
    assert rounding_of(Returned([late]), rounded).results.atol == LEAST


def test_what_is_allowed_does_not_hang_on_what_was_asked_before(bench):
    """Whoever looks for known mistakes asks for results alone; gradients of the next answer are judged after that."""
    first, program = bench.expected[0], bench.programs[0]
    assert isinstance(first, Returned)
    alone = bench.rounding(program, Returned(first.results))
    assert alone.gradients.floor == 0.0
    assert bench.rounding(program, first).gradients.floor > 0.0
