"""A program: exactly what is called, with which inputs, in which form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from torch import Tensor

from interview.grading.checks.table import form_named
from interview.model.question import Arguments

SECOND_CALL = "second_call"
WEIGHTS = "(weights)"
"""What is trained where the arguments are none of it: those of the object and of what it is handed."""


@dataclass(frozen=True)
class Program:
    """One execution of one case: built, loaded with weights, called."""

    case: int
    """Index into the exercise's calls."""
    variant: str
    """values, second_call, or the form of a check that it is carried out in."""
    of: str
    constructed: bool
    """Whether the name is a class, built from `build`, or a function, called as it is."""
    build: Arguments
    parameters: dict[str, Tensor] | None
    """Weights to load by name; None where nothing is constructed, or the constructor must refuse."""
    steps: tuple[Arguments, ...]
    dtype: str
    mode: str
    seed: int
    wants: tuple[str, ...] = ()
    """The checks that tell something beside the results."""
    again: tuple[Arguments, ...] = ()
    """Calls that come after all others on the same object: the same with other values."""
    no_grad: bool = False
    """Whether these are made under `torch.no_grad()`."""
    once_more: bool = False
    """Whether the first of these is made a second time, with other weights."""
    trained: str = ""
    """What alone has gradients in the first calls: an argument, or `WEIGHTS`; empty for all that can have some."""
    neighbour: Arguments | None = None
    """With what another object of the class is constructed before the calls: what one keeps is not the other's."""
    recorded: bool = False
    """Whether what each operation gives is told too."""
    layout: tuple[Any, ...] = ()
    """How weights of other names or shapes are to be loaded, where the judge has found out (`layout_as_data`)."""

    @property
    def origin(self) -> tuple[int, str, int]:
        """Two programs made of one question are the same if these are."""
        return self.case, self.variant, self.seed

    @property
    def apart(self) -> bool:
        """Whether it is judged on its own, and not with its case."""
        return form_named(self.variant).apart

    @property
    def all_steps(self) -> tuple[Arguments, ...]:
        return self.steps + self.again + self.again[: self.once_more]

    @property
    def rounds(self) -> tuple[Round, ...]:
        """What is called one after the other, and how."""
        if not self.again:
            return (Round(self.steps, self.mode == "train"),)
        later = [self.again, self.again[:1]] if self.once_more else [self.again]
        return Round(self.steps, True), *(Round(steps, False, self.no_grad) for steps in later)


@dataclass(frozen=True)
class Round:
    """Calls of one object in one mode."""

    steps: tuple[Arguments, ...]
    training: bool
    no_grad: bool = False
