"""How far an answer may be off that takes a detour through float32, as mixed-precision code does.

`softmax(dtype=torch.float32).to(x.dtype)` is right, and in the float64 pass off by what float32 rounds. How
much that is in an exercise is known from the reference, which is carried out in float32 for it. What the
reference doesn't compute costs it nothing, such as the terms of a gradient that cancel to 0 in another algebra:
they are as large as other gradients of the call are. So a gradient that is 0 everywhere, but for what float32
could not hold beside these, may be a few units of float32 of the largest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from interview.grading.checks.comparison import Leeway
from interview.grading.checks.trees import paired_parts
from interview.grading.execution.facts import Facts, Returned
from interview.model.question import Tolerance

TIMES_THE_REFERENCE = 8.0
"""Another order of the same algebra rounds at other places, and seldom this much worse."""
LEAST, MOST = TIMES_THE_REFERENCE * 2.0**-23, 1e-4
"""As often one unit in float32's last place, since a reference that happens to round to nothing says nothing of the
next; and what no rounding excuses. Both are relative to the largest element."""
LEAST_OF_GRADIENTS, MOST_OF_GRADIENTS = 2e-6, 1e-3
"""The same of gradients, rounded on the way there and back: other algebra has sums that the reference lacks."""


@dataclass(frozen=True)
class Rounding:
    """What float32 may cost, relative to the largest element of a tensor (or to 1)."""

    results: Leeway
    gradients: Leeway


def rounding_of(exact: Facts, rounded: Facts) -> Rounding:
    """From the reference's facts in float64 and in float32."""
    if not isinstance(exact, Returned) or not isinstance(rounded, Returned):
        return Rounding(bounded(0.0, LEAST, MOST), bounded(0.0, LEAST, MOST))
    of_results, of_gradients = largest_errors(exact, rounded)
    largest = largest_element(exact.beside.get("gradients", {}))
    return Rounding(
        bounded(of_results, LEAST, MOST),
        bounded(
            of_gradients,
            LEAST_OF_GRADIENTS,
            MOST_OF_GRADIENTS,
            floor=min(MOST_OF_GRADIENTS, LEAST * largest),
        ),
    )


def largest_errors(exact: Returned, rounded: Returned) -> tuple[float, float]:
    """Of the results, and of the gradients."""
    results = rounded.results[-len(exact.results) :]  # the first calls may be left out
    gradients = (facts.beside.get("gradients", {}) for facts in (exact, rounded))
    return largest_error(exact.results, results), largest_error(*gradients)


def wider(strict: Tolerance, rounding: Rounding) -> tuple[Tolerance, Tolerance]:
    """For results and for gradients: what the exercise allows, or what float32 costs if that is more."""
    kind = type(strict) if isinstance(strict, Leeway) else Leeway
    return tuple(  # type: ignore[return-value]
        kind(strict.rtol, max(strict.atol, mine.atol), strict.exact_zeros, mine.floor)
        for mine in (rounding.results, rounding.gradients)
    )


def bounded(error: float, least: float, most: float, floor: float = 0.0) -> Leeway:
    atol = min(most, max(least, TIMES_THE_REFERENCE * error))
    return Leeway(rtol=0.0, atol=atol, floor=floor)


def largest_element(gradients: Mapping[str, Tensor]) -> float:
    """The largest finite magnitude in any of them; 0 without any."""
    finite = (gradient[gradient.isfinite()] for gradient in gradients.values())
    return max((float(each.abs().max()) for each in finite if each.numel()), default=0.0)


def largest_error(exact: Any, rounded: Any) -> float:
    """The largest difference between two value trees; 0 where they are not alike."""
    if isinstance(exact, Tensor) and isinstance(rounded, Tensor):
        return tensor_error(exact, rounded)
    if isinstance(exact, float) and isinstance(rounded, float):
        return min(MOST, abs(exact - rounded) / max(1.0, abs(exact)))
    pairs = paired_parts(exact, rounded) or ()
    return max((largest_error(e, r) for e, r in pairs), default=0.0)


def tensor_error(exact: Tensor, rounded: Tensor) -> float:
    if not exact.is_floating_point() or exact.shape != rounded.shape:
        return 0.0
    e, r = exact.double(), rounded.double()
    finite = e.isfinite() & r.isfinite()
    if not bool(finite.any()):
        return 0.0
    e, r = e[finite], r[finite]
    return float((e - r).abs().max()) / max(1.0, float(e.abs().max()))
