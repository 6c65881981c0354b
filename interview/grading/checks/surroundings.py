"""A call leaves what it finds: modules in their mode and with their weights, and torch's own settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn

from interview.grading.checks.check import Check, Seen, require_list_of
from interview.grading.wire.bounds import WireError
from interview.grading.wire.foreign import MAX_NAME
from interview.model.question import Tolerance
from interview.model.verdict import Finding

DISTURBANCES = ("grad_mode", "default_dtype", "mode", "weights")
"""What a call can leave otherwise than it was; the last two of a module."""
STEPS_OFF = 256
"""Of its dtype, which a weight may be off where a call takes back what an earlier one did to it."""


class Surroundings(Check):
    def observe(self, seen: Seen) -> list[str]:
        return sorted(seen.disturbed)

    def admit(self, told: Any) -> list[str]:
        for what in require_list_of(told, str):
            if what.partition(":")[0] not in DISTURBANCES or len(what) > MAX_NAME:
                raise WireError("facts of another kind")
        return list(told)

    def compare(
        self, expected: list[str], told: list[str] | None, tolerance: Tolerance
    ) -> Finding | None:
        """What the reference disturbs as well is what the call is for."""
        if told is None:
            return Finding("surroundings", "nothing_back")
        found = next((what for what in told if what not in expected), None)
        if found is None:
            return None
        kind, _colon, name = found.partition(":")
        return Finding("surroundings", "disturbed", {"what": kind, "name": name})


@contextmanager
def noting_disturbance(modules: Mapping[str, nn.Module], disturbed: set[str]) -> Iterator[None]:
    """Adds what is another after this block than before it."""
    before = what_is_there(modules)
    yield
    after = what_is_there(modules)
    disturbed |= {what for what in before if not is_same(before[what], after[what])}


def what_is_there(modules: Mapping[str, nn.Module]) -> dict[str, Any]:
    """By what it is, and of which module."""
    there: dict[str, Any] = {
        "grad_mode:": torch.is_grad_enabled(),
        "default_dtype:": torch.get_default_dtype(),
    }
    for name, module in modules.items():
        parts = [module] if name == "self" else module.modules()
        there[f"mode:{name}"] = [part.training for part in parts]
        there[f"weights:{name}"] = [weight.detach().clone() for weight in module.parameters()]
    return there


def is_same(one: Any, other: Any) -> bool:
    if not (one and isinstance(one, list) and isinstance(one[0], torch.Tensor)):
        return bool(one == other)
    return len(one) == len(other) and all(map(same_weights, one, other))


def same_weights(one: Tensor, other: Tensor) -> bool:
    """NaN are the same where they are in the same places."""
    if (one.shape, one.dtype) != (other.shape, other.dtype):
        return False
    if torch.equal(one, other):
        return True
    if not one.is_floating_point():
        return False
    largest = float(one.nan_to_num(0.0, 0.0, 0.0).abs().max())
    off = STEPS_OFF * torch.finfo(one.dtype).eps * max(1.0, largest)
    return torch.allclose(one, other, rtol=0.0, atol=off, equal_nan=True)


CHECK = Surroundings()
