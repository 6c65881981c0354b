"""Expected value tree against the one that came back: every element, never a mean."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import Any

import torch
from torch import Tensor

from interview.grading.wire.foreign import Foreign, type_name
from interview.model.question import Tolerance
from interview.model.verdict import Finding
from interview.text import inert_line

SHOWN_ELEMENTS = 3
LONGEST_VALUE = 200
"""Bytes of a value in a message."""
SHOWN_KEYS = 40
"""Keys of a dict of another's that are looked at for a message."""
LEAVES = (int, float, str, bool, type(None))
"""What is the same if it is equal: nobody needs to know where it stands."""
EXACT_TOLERANCE = Tolerance(rtol=0.0, atol=0.0)


@dataclass(frozen=True)
class Leeway(Tolerance):
    """A tolerance with what rounding may make of a tensor that is 0, or as good as that."""

    floor: float = 0.0


class Untold(Leeway):
    """Where it is asked whether there is a difference, and nobody is told which."""


class Sameness(Untold):
    """How far two mistakes may be apart and still be one: they can have their NaN in common."""


@dataclass(frozen=True)
class Place:
    """What is compared, and where in it."""

    of: str
    """result, call, gradient, input or state."""
    name: str = ""
    number: int = 0
    path: str = ""
    """`[0]['loss']`."""

    def at(self, key: object) -> Place:
        return Place(self.of, self.name, self.number, f"{self.path}[{key!r}]")


@dataclass(frozen=True)
class Comparer:
    """Compares trees under one tolerance and reports under one heading."""

    check: str
    tolerance: Tolerance

    def named(
        self, expected: Mapping[str, Any], told: Mapping[str, Any] | None, place: Place
    ) -> Finding | None:
        """The first difference in what is told by name beside the results."""
        if told is None:
            return Finding(self.check, "nothing_back")
        for name, value in expected.items():
            finding = self.trees(value, told.get(name), replace(place, name=name))
            if finding:
                return finding
        return None

    def trees(self, expected: Any, got: Any, place: Place) -> Finding | None:
        """The first difference, or None."""
        if isinstance(expected, Tensor):
            return self.tensors(expected, got, place)
        if isinstance(expected, list | tuple):
            return self.sequences(expected, got, place)
        if isinstance(expected, dict):
            return self.dicts(expected, got, place)
        return self.plain(expected, got, place)

    def finding(self, place: Place, kind: str, **values: Any) -> Finding:
        return Finding(self.check, kind, {"place": asdict(place), **values})

    def unlike(self, expected: Any, got: Any, place: Place) -> Finding:
        return self.finding(
            place, "type", expected=describe_value(expected), got=describe_value(got)
        )

    def sequences(self, expected: Any, got: Any, place: Place) -> Finding | None:
        if type(got) is not type(expected):
            return self.unlike(expected, got, place)
        if len(got) != len(expected):
            return self.finding(place, "length", expected=len(expected), got=len(got))
        for i, (e, g) in enumerate(zip(expected, got, strict=True)):
            if type(e) in LEAVES and type(g) is type(e) and g == e:
                continue
            finding = self.trees(e, g, place.at(i))
            if finding:
                return finding
        return None

    def dicts(self, expected: dict[Any, Any], got: Any, place: Place) -> Finding | None:
        if not isinstance(got, dict):
            return self.unlike(expected, got, place)
        if got.keys() != expected.keys():
            keys = {
                "expected": cut_repr(list(expected)),
                "got": cut_repr(list(islice(got, SHOWN_KEYS))),
            }
            return self.finding(place, "keys", **keys)
        for key, value in expected.items():
            finding = self.trees(value, got[key], place.at(key))
            if finding:
                return finding
        return None

    def plain(self, expected: Any, got: Any, place: Place) -> Finding | None:
        if isinstance(expected, float) and type(got) in (int, float):
            bound = self.tolerance.atol + self.tolerance.rtol * abs(expected)
            near = math.isfinite(expected) and abs(expected - got) <= bound
            same = expected == got or near
            if isinstance(self.tolerance, Sameness):
                same = same or (math.isnan(expected) and math.isnan(got))
        elif isinstance(expected, Foreign) and isinstance(self.tolerance, Sameness):
            same = isinstance(got, Foreign) and expected.what == got.what
        else:
            same = type(expected) is type(got) and expected == got
        return None if same else self.unlike(expected, got, place)

    def tensors(self, expected: Tensor, got: Any, place: Place) -> Finding | None:
        if not isinstance(got, Tensor):
            return self.unlike(expected, got, place)
        if got.shape != expected.shape:
            shapes = {"expected": list(expected.shape), "got": list(got.shape)}
            return self.finding(place, "shape", **shapes)
        if got.dtype != expected.dtype:
            return self.finding(place, "dtype", expected=dtype_name(expected), got=dtype_name(got))
        return self.elements(expected, got, place)

    def elements(self, expected: Tensor, got: Tensor, place: Place) -> Finding | None:
        if torch.equal(expected, got):
            return None
        wrong = differing_elements(expected, got, tolerance_of(expected, self.tolerance))
        if not bool(wrong.any()):
            return None
        if isinstance(self.tolerance, Untold):
            return Finding(self.check, "elements")
        e, g = in_float64(expected), in_float64(got)
        return self.finding(
            place,
            "elements",
            count=int(wrong.sum()),
            total=wrong.numel(),
            nan=oddity(g.isnan() & wrong),
            infinite=oddity(g.isinf() & wrong),
            should_be_infinite=int((e.isinf() & wrong).sum()),
            largest=largest_difference(e, g, wrong),
            first=[
                {
                    "place": position(i, wrong),
                    "expected": json_number(e, i),
                    "got": json_number(g, i),
                }
                for i in first_places(wrong)
            ],
        )


ROUNDED = {
    torch.float32: Tolerance(rtol=1e-4, atol=1e-4),
    torch.bfloat16: Tolerance(rtol=6e-2, atol=6e-2),
    torch.float16: Tolerance(rtol=1e-2, atol=1e-2),
}
"""A few times the unit round-off, for sums over some tens of terms; float64 has shown the values."""


def tolerance_of(expected: Tensor, asked: Tolerance) -> Tolerance:
    """What is asked for, or what the dtype itself asks for if that is more."""
    least = ROUNDED.get(expected.dtype)
    if least is None:
        return asked
    return replace(asked, rtol=max(asked.rtol, least.rtol), atol=max(asked.atol, least.atol))


def differing_elements(expected: Tensor, got: Tensor, tolerance: Tolerance) -> Tensor:
    """Where elements differ; NaN equals nothing (but see `Sameness`), an infinity only itself.

    The absolute tolerance grows with the largest finite expected element, which is where
    rounding errors of a sum come from.
    """
    if not expected.is_floating_point():
        return expected != got
    e, g = in_float64(expected), in_float64(got)
    size = e.abs()
    largest = float(size.max()) if e.numel() else 0.0
    if math.isfinite(largest):
        floor = tolerance.floor if isinstance(tolerance, Leeway) else 0.0
        absolute = tolerance.atol * max(1.0, largest)
        absolute = max(absolute, floor) if largest <= floor else absolute
        same = (e - g).abs() <= absolute + tolerance.rtol * size
    else:
        finite = size[e.isfinite()]
        scale = max(1.0, float(finite.max())) if finite.numel() else 1.0
        close = (e - g).abs() <= tolerance.atol * scale + tolerance.rtol * size
        same = (close & e.isfinite()) | (e == g)
        if isinstance(tolerance, Sameness):
            same |= e.isnan() & g.isnan()
    if tolerance.exact_zeros:
        same &= (e != 0) | (g == 0)
    return ~same


def in_float64(tensor: Tensor) -> Tensor:
    """The values; the tensor itself if it is nothing else."""
    if tensor.dtype is torch.float64 and not tensor.requires_grad:
        return tensor
    return tensor.detach().double()


def oddity(here: Tensor) -> dict[str, Any] | None:
    """How many wrong elements are NaN, or infinite, and where the first is: they are no ordinary errors."""
    if not bool(here.any()):
        return None
    return {"count": int(here.sum()), "place": position(first_places(here)[0], here)}


def largest_difference(expected: Tensor, got: Tensor, wrong: Tensor) -> dict[str, Any] | None:
    """The largest absolute and relative difference and where they are; no ratio to zero."""
    usable = wrong & got.isfinite() & expected.isfinite()
    if not bool(usable.any()):
        return None
    absolute = torch.where(usable, (expected - got).abs(), -1.0).flatten()
    relative = absolute / expected.abs().flatten().clamp_min(1e-300)
    a, r = int(absolute.argmax()), int(relative.argmax())
    to_zero = float(expected.flatten()[r]) == 0.0
    return {
        "difference": json_number(absolute, a),
        "place": position(a, wrong),
        "ratio": None if to_zero else json_number(relative, r),
        "ratio_place": position(r, wrong),
    }


def first_places(wrong: Tensor) -> list[int]:
    return [int(i) for i in wrong.flatten().nonzero()[:SHOWN_ELEMENTS]]


def position(flat: int, like: Tensor) -> list[int]:
    """`[0, 2, 5]` for a position in the flattened tensor."""
    index = []
    for size in reversed(like.shape):
        flat, here = divmod(flat, size)
        index.append(here)
    return index[::-1]


def json_number(values: Tensor, flat: int) -> float | str:
    """An element of the flattened tensor; JSON has no number for NaN and the infinities."""
    value = float(values.flatten()[flat])
    return value if math.isfinite(value) else str(value)


def dtype_name(tensor: Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")


def describe_value(value: Any) -> Any:
    """A value as a finding describes it."""
    if isinstance(value, Tensor):
        return {"tensor": list(value.shape), "dtype": dtype_name(value)}
    if isinstance(value, Foreign):
        return {"value": value.what}
    if isinstance(value, list | tuple):
        return {"sequence": type_name(value), "count": len(value)}
    if isinstance(value, dict):
        return "dict"
    if isinstance(value, float) and not math.isfinite(value):
        return {"value": str(value)}
    return {"value": cut_repr(value)}


def cut_repr(value: Any) -> str:
    """A plain value as it is written, but not at any length."""
    text = repr(value)
    if len(text.encode(errors="replace")) <= LONGEST_VALUE:
        return text
    return inert_line(text, LONGEST_VALUE - 3) + "..."
