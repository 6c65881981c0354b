"""Expected value tree against the one that came back: every element, never a mean."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import islice
from typing import Any

import torch
from torch import Tensor

from interview.grading.wire.foreign import Foreign, type_name
from interview.messages import _
from interview.model.question import Tolerance
from interview.model.verdict import Finding
from interview.text import line_of

SHOWN = 3
LONGEST = 200
"""Bytes of a value in a message."""
KEYS = 40
"""Keys of a dict of another's that are looked at for a message."""
LOOSE = {
    torch.float32: Tolerance(rtol=1e-4, atol=1e-4),
    torch.float16: Tolerance(rtol=2e-2, atol=2e-2),
    torch.bfloat16: Tolerance(rtol=6e-2, atol=6e-2),
}
"""A few times the unit round-off, for sums over some tens of terms; float64 has shown the values."""


class Sameness(Tolerance):
    """How far two mistakes may be apart and still be one: they can have their NaN in common."""


@dataclass(frozen=True)
class Comparer:
    """Compares trees under one tolerance and reports under one heading."""

    check: str
    tolerance: Tolerance

    def trees(self, expected: Any, got: Any, name: str) -> Finding | None:
        """The first difference, or None."""
        if isinstance(expected, Tensor):
            return self.tensors(expected, got, name)
        if isinstance(expected, list | tuple):
            return self.sequences(expected, got, name)
        if isinstance(expected, dict):
            return self.dicts(expected, got, name)
        return self.plain(expected, got, name)

    def finding(self, name: str, message: str, *details: str) -> Finding:
        text = _("{name}: {problem}").format(name=name, problem=message)
        return Finding(self.check, text, details)

    def sequences(self, expected: Any, got: Any, name: str) -> Finding | None:
        if type(got) is not type(expected):
            return self.finding(name, unlike(kind(expected), kind(got)))
        if len(got) != len(expected):
            return self.finding(
                name,
                _("expected {expected} elements, got {got}").format(
                    expected=len(expected), got=len(got)
                ),
            )
        for i, (e, g) in enumerate(zip(expected, got, strict=True)):
            found = self.trees(e, g, f"{name}[{i}]")
            if found:
                return found
        return None

    def dicts(self, expected: dict[Any, Any], got: Any, name: str) -> Finding | None:
        if not isinstance(got, dict):
            return self.finding(name, unlike(_("a dict"), kind(got)))
        if got.keys() != expected.keys():
            text = _("expected the keys {expected}, got {got}")
            keys = {"expected": cut(list(expected)), "got": cut(list(islice(got, KEYS)))}
            return self.finding(name, text.format_map(keys))
        for key, value in expected.items():
            found = self.trees(value, got[key], f"{name}[{key!r}]")
            if found:
                return found
        return None

    def plain(self, expected: Any, got: Any, name: str) -> Finding | None:
        if isinstance(expected, float) and type(got) in (int, float):
            bound = self.tolerance.atol + self.tolerance.rtol * abs(expected)
            near = math.isfinite(expected) and abs(expected - got) <= bound
            same = expected == got or near
            if isinstance(self.tolerance, Sameness):
                same = same or (math.isnan(expected) and math.isnan(got))
        else:
            same = type(expected) is type(got) and expected == got
        return None if same else self.finding(name, unlike(kind(expected), kind(got)))

    def tensors(self, expected: Tensor, got: Any, name: str) -> Finding | None:
        if not isinstance(got, Tensor):
            return self.finding(name, unlike(kind(expected), kind(got)))
        if got.shape != expected.shape:
            message = _("expected shape {expected}, got {got}")
            shapes = {"expected": tuple(expected.shape), "got": tuple(got.shape)}
            return self.finding(name, message.format_map(shapes))
        if got.dtype != expected.dtype:
            message = _("expected dtype {expected}, got {got}")
            return self.finding(name, message.format(expected=short(expected), got=short(got)))
        return self.elements(expected, got, name)

    def elements(self, expected: Tensor, got: Tensor, name: str) -> Finding | None:
        if torch.equal(expected, got):
            return None
        wrong = different(expected, got, self.tolerance)
        if not bool(wrong.any()):
            return None
        if isinstance(self.tolerance, Sameness):  # asked of every known mistake, and told to nobody
            return self.finding(name, "")
        count, total = int(wrong.sum()), wrong.numel()
        e, g = expected.detach().double(), got.detach().double()
        line = _("at {place}: expected {expected}, got {got}")
        details = [
            *oddities(e, g, wrong),
            *largest(e, g, wrong),
            *(line.format(place=place(i, wrong), **numbers(e, g, i)) for i in first(wrong)),
        ]
        message = _("{count} of {total} elements differ").format(count=count, total=total)
        return self.finding(name, message, *details)


def unlike(expected: str, got: str) -> str:
    return _("expected {expected}, got {got}").format(expected=expected, got=got)


def different(expected: Tensor, got: Tensor, tolerance: Tolerance) -> Tensor:
    """Where elements differ; NaN equals nothing (but see `Sameness`), an infinity only itself.

    The absolute tolerance grows with the largest finite expected element, which is where
    rounding errors of a sum come from.
    """
    if not expected.is_floating_point():
        return expected != got
    e, g = expected.detach().double(), got.detach().double()
    finite = e[e.isfinite()].abs()
    scale = max(1.0, float(finite.max())) if finite.numel() else 1.0
    close = (e - g).abs() <= tolerance.atol * scale + tolerance.rtol * e.abs()
    same = (close & e.isfinite()) | (e == g)
    return ~(same | (e.isnan() & g.isnan())) if isinstance(tolerance, Sameness) else ~same


def oddities(expected: Tensor, got: Tensor, wrong: Tensor) -> list[str]:
    """NaN and infinities among the wrong elements, told apart from ordinary errors."""
    lines = []
    nan = _("{count} of them are NaN where a number is expected, first at {place}")
    infinite = _("{count} of them are infinite where a number is expected, first at {place}")
    for text, odd in ((nan, got.isnan()), (infinite, got.isinf())):
        here = odd & wrong
        if bool(here.any()):
            at = place(first(here)[0], wrong)
            lines.append(text.format(count=int(here.sum()), place=at))
    missed = expected.isinf() & wrong
    if bool(missed.any()):
        lines.append(_("{count} of them should be infinite").format(count=int(missed.sum())))
    return lines


def largest(expected: Tensor, got: Tensor, wrong: Tensor) -> list[str]:
    """The largest absolute and relative difference and where they are."""
    usable = wrong & got.isfinite() & expected.isfinite()
    if not bool(usable.any()):
        return []
    absolute = torch.where(usable, (expected - got).abs(), -1.0).flatten()
    relative = absolute / expected.abs().flatten().clamp_min(1e-300)
    a, r = int(absolute.argmax()), int(relative.argmax())
    line = _("largest absolute difference {difference:.3g} at {place}")
    if float(expected.flatten()[r]) != 0.0:
        line = _(
            "largest absolute difference {difference:.3g} at {place}, "
            "largest relative {ratio:.3g} at {ratio_place}"
        )
    return [
        line.format(
            difference=float(absolute[a]),
            place=place(a, wrong),
            ratio=float(relative[r]),
            ratio_place=place(r, wrong),
        )
    ]


def first(wrong: Tensor) -> list[int]:
    return [int(i) for i in wrong.flatten().nonzero()[:SHOWN]]


def place(flat: int, like: Tensor) -> str:
    """`(0, 2, 5)` for a position in the flattened tensor."""
    index = []
    for size in reversed(like.shape):
        flat, here = divmod(flat, size)
        index.append(here)
    return str(tuple(reversed(index)))


def numbers(expected: Tensor, got: Tensor, flat: int) -> dict[str, str]:
    """Both numbers with as many digits as it takes to tell them apart, six at least."""
    e, g = float(expected.flatten()[flat]), float(got.flatten()[flat])
    digits = next((n for n in (6, 9, 12) if f"{e:.{n}g}" != f"{g:.{n}g}"), 17)
    return {"expected": f"{e:.{digits}g}", "got": f"{g:.{digits}g}"}


def short(tensor: Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")


def kind(value: Any) -> str:
    """A value as a message names it."""
    if isinstance(value, Tensor):
        text = _("a tensor {shape} {dtype}")
        return text.format(shape=tuple(value.shape), dtype=short(value))
    if isinstance(value, Foreign):
        return value.what
    if isinstance(value, list | tuple):
        return _("a {type} of {count}").format(type=type_name(value), count=len(value))
    if isinstance(value, dict):
        return _("a dict")
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return cut(value)


def cut(value: Any) -> str:
    """A plain value as it is written, but not at any length."""
    text = repr(value)
    return (
        text
        if len(text.encode(errors="replace")) <= LONGEST
        else line_of(text, LONGEST - 3) + "..."
    )
