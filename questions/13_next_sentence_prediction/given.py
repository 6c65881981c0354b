"""What one case of `NSPHead` is prepared with: a bias of the classifier that puts the logits far apart."""

from collections.abc import Callable

import torch
from torch import nn


def hooks_that_bias(values: list[float]) -> dict[int, Callable[[nn.Module, tuple], None]]:
    """Hooks that run before each call of a module: they set its parameter with so many elements to these values."""

    def fill(module: nn.Module, arguments: tuple) -> None:
        with torch.no_grad():
            for parameter in module.parameters():
                if parameter.shape == (len(values),):
                    parameter.copy_(torch.tensor(values))

    return {0: fill}
