"""What a call costs: the floating-point operations of its matrix products, counted and not timed.

A multiplication and an addition are two operations, as in `torch.utils.flop_counter`, whose formulas
these are. Its `FlopCounterMode` itself is not used: it imports the compiler, which wants to write files.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import flop_registry, sdpa_flop_count

from interview.grading.checks.check import Check, Seen, require_list_of
from interview.model.question import Tolerance
from interview.model.verdict import Finding

ALLOWED_RATIO = 1.5
"""How many times the reference's operations are still fine: room for another order of the same algebra."""
aten = torch.ops.aten


def formula_of_shapes(formula: Callable[[Any, Any], int]) -> Callable[[tuple[Any, ...]], int]:
    return lambda arguments: formula(arguments[0].shape, arguments[1].shape)


OWN_FORMULAS: dict[Any, Callable[[tuple[Any, ...]], int]] = {
    aten.mm: formula_of_shapes(lambda a, b: 2 * a[0] * a[1] * b[1]),
    aten.bmm: formula_of_shapes(lambda a, b: 2 * a[0] * a[1] * a[2] * b[2]),
    aten.addmm: lambda arguments: 2 * arguments[1].numel() * arguments[2].shape[1],
    aten.mv: formula_of_shapes(lambda a, b: 2 * a[0] * a[1]),
    aten.dot: formula_of_shapes(lambda a, b: 2 * a[0]),
    aten.vdot: formula_of_shapes(lambda a, b: 2 * a[0]),
    aten.addmv: lambda arguments: 2 * arguments[1].shape[0] * arguments[1].shape[1],
    aten._scaled_dot_product_flash_attention_for_cpu: lambda arguments: int(
        sdpa_flop_count(*(tensor.shape for tensor in arguments[:3]))  # type: ignore[no-untyped-call]
    ),
}
"""What torch's own table leaves out on a CPU, and the commonest of it, counted in a tenth of the time."""
TORCH_FORMULAS = dict(flop_registry)
"""torch's own table as it is before an attempt could change it."""


class OperationCounter(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Adds up the operations of everything that is called within it."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.total = 0

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False  # True makes torch import its compiler

    def __torch_dispatch__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Any = None
    ) -> Any:
        result = func(*args, **(kwargs or {}))
        packet = func._overloadpacket
        if packet in OWN_FORMULAS:
            self.total += OWN_FORMULAS[packet](args)
        elif packet in TORCH_FORMULAS:
            self.total += TORCH_FORMULAS[packet](*args, **(kwargs or {}), out_val=result)
        return result


class Operations(Check):
    def call(self, function: Any, arguments: dict[str, Any], seen: Seen) -> Any:
        with OperationCounter() as counter:
            result = function(**arguments)
        seen.noted.append(counter.total)
        return result

    def observe(self, seen: Seen) -> list[int]:
        """So many operations for each call."""
        return seen.noted

    def admit(self, told: Any) -> list[int]:
        return require_list_of(told, int)

    def compare(
        self, expected: list[int], told: list[int] | None, tolerance: Tolerance
    ) -> Finding | None:
        """Whether some call needs more than its share."""
        if told is None or len(told) != len(expected):
            return Finding("operations", "no_counts")
        for number, (allowed, used) in enumerate(zip(expected, told, strict=True), 1):
            if used > ALLOWED_RATIO * allowed:
                values = {"number": number, "used": used, "allowed": allowed}
                return Finding("operations", "operations", values)
        return None


CHECK = Operations()
