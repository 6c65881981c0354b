"""The same with inputs and weights on another device: what the code makes itself has to be there too.

Judged on its own, as one edge of the function, and only where all else is as it was: what goes wrong
otherwise, or can't be tried without a GPU, says nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

from torch import Tensor, nn

from interview.grading.checks.check import Check, Form, Seen, require_dict, require_list_of
from interview.grading.checks.elsewhere import (
    DEVICE,
    Elsewhere,
    TwoDevices,
    devices_can_be_told,
    origin_of,
)
from interview.grading.wire.bounds import WireError
from interview.model.question import Tolerance
from interview.model.verdict import Finding
from interview.text import inert_line

LONGEST_NAME, LONGEST_CODE_LINE, MOST_AXES, MOST_TENSORS = 80, 240, 16, 10_000
DEEPEST_RESULT = 40


def two_devices(filename: str) -> AbstractContextManager[Any]:
    """Raises RuntimeError where torch's internals are not those that this rests on."""
    if not devices_can_be_told():
        raise RuntimeError("in this version of torch a second device can't be stood in for")
    return TwoDevices(filename)


def moved(value: Any) -> Any:
    """A tensor or module on the other device."""
    return value.to(DEVICE) if isinstance(value, Tensor | nn.Module) else value


class Device(Check):
    forms = (Form("device", arranged=moved, apart=True, around=two_devices, placed=moved),)

    def observe(self, seen: Seen) -> dict[str, Any]:
        """Of each tensor that was returned, by the call and its place in the result: True where it is there, else
        where it was made, or None."""
        places: dict[str, Any] = {}
        for number, result in enumerate(seen.results, 1):
            for path, tensor in tensors_within(result, "", DEEPEST_RESULT):
                if len(places) < MOST_TENSORS:
                    there = isinstance(tensor, Elsewhere)
                    places[f"{number}{path}"] = there or origin_of([tensor])
        return {"places": places}

    def admit(self, told: Any) -> dict[str, Any]:
        told = require_dict(told)
        if "fault" in told:
            return {"fault": admit_fault(require_dict(told["fault"]))}
        places = require_dict(told.get("places"))
        admitted = {
            name: True if place is True else admit_place(place) for name, place in places.items()
        }
        return {"places": admitted}

    def compare(
        self, expected: dict[str, Any], told: dict[str, Any] | None, tolerance: Tolerance
    ) -> Finding | None:
        if told is None:
            return None
        if "fault" in told:
            return Finding("device", "mixed_devices", told["fault"])
        for place, there in expected.get("places", {}).items():
            made = told["places"].get(place, True)
            if there is True and made is not True:
                number, bracket, path = place.partition("[")
                values = {"number": int(number), "path": bracket + path, "made": made}
                return Finding("device", "left_on_cpu", values)
        return None


def tensors_within(value: Any, path: str, deep: int) -> Iterator[tuple[str, Tensor]]:
    """Every tensor in a value tree with its place in it."""
    if issubclass(type(value), Tensor):
        yield path, value
    elif issubclass(type(value), dict) and deep:
        for key in dict.keys(value):
            yield from tensors_within(dict.__getitem__(value, key), f"{path}[{key!r}]", deep - 1)
    elif issubclass(type(value), list | tuple) and deep:
        for index, item in enumerate(value):
            yield from tensors_within(item, f"{path}[{index}]", deep - 1)


def admit_fault(fault: dict[str, Any]) -> dict[str, Any]:
    """What met what, and where, as it was described."""
    shape = require_list_of(fault.get("shape"), int)
    return {
        "name": admit_code(fault.get("name"), LONGEST_NAME),
        "shape": shape[:MOST_AXES],
        "made": admit_place(fault.get("made")),
        "beside": admit_code(fault.get("beside"), LONGEST_NAME),
        "met": admit_place(fault.get("met")),
    }


def admit_place(place: Any) -> list[Any] | None:
    match place:
        case None:
            return None
        case [int(line), function, code]:
            return [
                int(line),
                admit_code(function, LONGEST_NAME),
                admit_code(code, LONGEST_CODE_LINE),
            ]
    raise WireError("a place that is none")


def admit_code(text: Any, longest: int) -> str:
    if type(text) is not str:
        raise WireError("a text that is none")
    return inert_line(text, longest)


CHECK = Device()
