"""What modules remember after the calls: parameters, buffers, and which parts are in training mode."""

from __future__ import annotations

from typing import Any

from torch import nn

from interview.grading.checks.check import Check, Seen, require_dict
from interview.grading.checks.comparison import Comparer, Place
from interview.grading.wire.plain import plain_copy
from interview.model.question import Tolerance
from interview.model.verdict import Finding


class State(Check):
    def observe(self, seen: Seen) -> dict[str, Any]:
        """Of the module that was built, and of those that were handed in."""
        modules = seen.inputs.modules(seen.target)
        states = {name: state_of(module) for name, module in modules.items()}
        if "self" in states:
            values = states["self"]["values"]
            own = {name: values[name] for name in seen.weights if name in values}
            if own.keys() == seen.weights.keys():
                others = {name: value for name, value in values.items() if name not in own}
                states["self"]["values"] = {**others, **seen.arranged(own)}
        return {name: plain_copy(state) for name, state in states.items()}

    def admit(self, told: Any) -> dict[str, Any]:
        return require_dict(told)

    def compare(
        self, expected: dict[str, Any], told: dict[str, Any] | None, tolerance: Tolerance
    ) -> Finding | None:
        return Comparer("state", tolerance).named(expected, told, Place("state"))


def state_of(module: nn.Module) -> dict[str, Any]:
    return {
        "values": {name: value.detach() for name, value in module.state_dict().items()},
        "training": [part.training for part in module.modules()],
    }


CHECK = State()
