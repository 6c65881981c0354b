"""A detour through float32 is right; what differs by more than rounding is not."""

from __future__ import annotations

import pytest
import torch

from interview.grading.execution.facts import Missing, Returned
from interview.grading.judge.rounding import LEAST, MOST, rounding_of
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
    assert alone.gradients.atol == LEAST
    assert bench.rounding(program, first).gradients.atol > LEAST
