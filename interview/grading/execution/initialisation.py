"""Construction without drawing weights: every parameter is about to be given one, so drawing is waste.

Building torch's layers is half the cost of running a small module once. Only parameters are left
undrawn; a buffer that the code initialises is initialised.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from torch import nn
from torch.nn.modules import activation

DRAWING_FUNCTIONS = (
    *("uniform_", "normal_", "trunc_normal_", "constant_", "ones_", "zeros_"),
    *("xavier_uniform_", "xavier_normal_", "kaiming_uniform_", "kaiming_normal_", "orthogonal_"),
)
PATCHED_MODULES = (nn.init, activation)
"""Where torch's layers look these functions up."""


class undrawn:
    """Within the block torch's initialisers leave parameters as they are."""

    def __enter__(self) -> None:
        self.before: list[tuple[ModuleType, str, Any]] = []
        for place in PATCHED_MODULES:
            for name in DRAWING_FUNCTIONS:
                function = getattr(place, name, None)
                if function is not None:
                    self.before.append((place, name, function))
                    setattr(place, name, only_buffers(function))

    def __exit__(self, *_: object) -> None:
        for place, name, function in self.before:
            setattr(place, name, function)


def only_buffers(function: Any) -> Any:
    def initialise(tensor: Any, *arguments: Any, **settings: Any) -> Any:
        if isinstance(tensor, nn.Parameter):
            return tensor
        return function(tensor, *arguments, **settings)

    return initialise
