"""What a kind of check says for itself, in the process that runs the code and in the one that judges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from torch import Tensor, nn

from interview.grading.wire.bounds import WireError
from interview.model.question import Tolerance
from interview.model.verdict import Finding


class Handed(Protocol):
    """What the code was handed; `execution.inputs` makes it."""

    leaves: dict[str, Tensor]
    """Every tensor by the name that a message gives it, as it was made."""

    def made(self, value: Any, results: list[Any]) -> Any: ...
    def now(self, calls: list[dict[str, Any]]) -> dict[str, Any]: ...
    def changed(self) -> bool: ...
    def modules(self, target: Any) -> dict[str, nn.Module]: ...
    def parameters(self) -> dict[str, nn.Parameter]: ...


def as_it_is(value: Any) -> Any:
    return value


Arranged = Callable[[Mapping[str, Tensor]], Mapping[str, Tensor]]


@dataclass
class Seen:
    """One execution of a program, as a check may look at it once the last call has returned."""

    target: Any
    """The function, or the object that was built."""
    inputs: Handed
    weights: Mapping[str, nn.Parameter]
    """Of the object that was built, by the names that it gives them."""
    seed: int
    arranged: Arranged = as_it_is
    """What there is for each of the weights -> the same as the reference names it and lays it out."""
    calls: list[dict[str, Any]] = field(default_factory=list)
    """The arguments of each call, by name."""
    results: list[Any] = field(default_factory=list)
    held: list[Any] = field(default_factory=list)
    """Copies of the results, by which it is seen that a later call has changed one."""
    disturbed: set[str] = field(default_factory=set)
    """What of its surroundings a call has left otherwise than it was."""
    noted: list[Any] = field(default_factory=list)
    """What the check that makes the calls has noted of each."""


def within_nothing(filename: str) -> AbstractContextManager[Any]:
    return nullcontext()


@dataclass(frozen=True)
class Form:
    """Another form in which a program is carried out once more."""

    name: str
    dtype: str = "float64"
    tolerance: Tolerance | None = None
    """What rounding asks for in this form; else the exercise's own."""
    arranged: Callable[[Tensor], Tensor] = as_it_is
    """An input as it lies in memory in this form."""
    placed: Callable[[Any], Any] = as_it_is
    """A module that was built, with its weights, as it is called in this form."""
    around: Callable[[str], AbstractContextManager[Any]] = within_nothing
    """The block in which everything is carried out, of the learner's file; what it raises, the program raises."""
    apart: bool = False
    """Whether it is judged on its own: not by what is returned but by what its check observes, as an edge
    of the function, so that no case and no name of a mistake hangs on it."""


class Check:
    """A kind of check: it either has forms of its own, or tells something beside the results of the first.

    A kind overrides what it needs. What `observe` returns crosses the wire as plain data, from a
    process that may lie; so `admit` looks at its form, and `compare` at nothing that was not admitted.
    """

    forms: ClassVar[tuple[Form, ...]] = ()
    at_first: ClassVar[bool] = False
    """Whether it observes the first calls where there are later ones, before these are made."""

    def passed(self, leaf: Tensor) -> Tensor:
        """What the code gets for a tensor of its inputs."""
        return leaf

    def call(self, function: Any, arguments: dict[str, Any], seen: Seen) -> Any:
        """Makes one of the calls."""
        return function(**arguments)

    def observe(self, seen: Seen) -> Any:
        """In the process that runs the code: what is to be told."""
        raise NotImplementedError

    def ends(self, seen: Seen) -> bool:
        """Whether what was observed leaves nothing for the checks after it to look at."""
        return False

    def admit(self, told: Any) -> Any:
        """In the judge: what an untrusted process told, if it has the agreed form; raises WireError."""
        raise WireError("facts of another kind")

    def compare(self, expected: Any, told: Any, tolerance: Tolerance) -> Finding | None:
        """In the judge: what is wrong with what was told, or None. `told` is None if nothing was."""
        raise NotImplementedError


def require_dict(told: Any) -> dict[str, Any]:
    """For `admit`: something told by names."""
    if not isinstance(told, dict):
        raise WireError("facts of another kind")
    return told


def require_list_of(told: Any, kind: type) -> list[Any]:
    """For `admit`: a list in which everything is of exactly one kind."""
    if not isinstance(told, list) or any(type(item) is not kind for item in told):
        raise WireError("facts of another kind")
    return told
