"""What the code receives: the program's tensors in the form it asks for, and what is built for it."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn

from interview.bank.recipes import draw_parameters, seed_for
from interview.grading.checks.table import CHECKS, form_named
from interview.grading.checks.trees import paired_parts
from interview.grading.execution.program import Program
from interview.grading.execution.value_kinds import PLAIN_VALUES, holds_only
from interview.model.placeholder import Earlier, Given

DATA = (*PLAIN_VALUES, Tensor)


def reseed(seed: int) -> None:
    """torch's generator of the CPU; `torch.manual_seed` also asks for every accelerator, in 0.5 ms."""
    torch.default_generator.manual_seed(seed)


def drew_since(seed: int) -> bool:
    """Whether torch has drawn anything since it was seeded so."""
    fresh = torch.Generator().manual_seed(seed)
    return not torch.equal(fresh.get_state(), torch.default_generator.get_state())


def tensors_in_place(before: Any, after: Any) -> Iterator[tuple[Tensor, Tensor]]:
    """Two tensors each that stand in the same place of two value trees."""
    if isinstance(before, Tensor) and isinstance(after, Tensor):
        yield before, after
    for one, other in paired_parts(before, after) or ():
        yield from tensors_in_place(one, other)


def can_be_refilled(old: Tensor, new: Tensor) -> bool:
    """Whether the values of one can be written into the other, which is then all that the other was."""
    return (
        (old.shape, old.dtype, old.device) == (new.shape, new.dtype, new.device)
        and old.is_contiguous()
        and new.is_contiguous()
        and old.requires_grad == new.requires_grad
    )


def in_dtype(module: nn.Module, dtype: torch.dtype) -> nn.Module:
    """The module with its floats in this dtype, as `module.bfloat16()` or `module.double()` leaves it.

    `module.to(dtype)` would keep only the real part of a complex buffer, as of a rotary table; and both take their
    time where everything is in the dtype already.
    """
    own = (
        t
        for part in module.modules()
        for t in (*part._parameters.values(), *part._buffers.values())
    )
    if any(t is not None and t.is_floating_point() and t.dtype is not dtype for t in own):
        module._apply(  # type: ignore[no-untyped-call]
            lambda t: t.to(dtype) if t.is_floating_point() else t
        )
    return module


class Inputs:
    """Every tensor and every given object of a program; the same one stays the same."""

    def __init__(self, program: Program, given: types.ModuleType) -> None:
        self.program = program
        self.given = given
        self.form = form_named(program.variant)
        self.dtype: torch.dtype = getattr(torch, program.dtype)
        self.leaves: dict[str, Tensor] = {}
        self.passed: dict[str, Tensor] = {}
        self.known: dict[int, Any] = {}
        self.built: dict[str, Any] = {}
        self.prepare(program.build, "")
        steps = program.all_steps
        for i, step in enumerate(steps):
            self.prepare(step, f"call {i + 1}: " if len(steps) > 1 else "")

    def prepare(self, value: Any, name: str) -> None:
        """Makes the tensors and given objects in a value ready, under the name a message gives them."""
        if isinstance(value, Tensor):
            if id(value) not in self.known:
                self.prepare_tensor(value, name)
        elif isinstance(value, Given):
            if id(value) not in self.known:
                self.prepare([value.args, value.kwargs], name)
                self.known[id(value)] = self.built[name] = self.construct(value)
        elif isinstance(value, list | tuple):
            for i, item in enumerate(value):
                self.prepare(item, f"{name}[{i}]")
        elif isinstance(value, dict):
            for key, item in value.items():
                top = name == "" or name.endswith(": ")
                self.prepare(item, f"{name}{key}" if top else f"{name}[{key!r}]")

    def prepare_tensor(self, value: Tensor, name: str) -> None:
        leaf = value.clone()
        if leaf.dtype == torch.float64:  # any other dtype is what the case is about
            leaf = leaf.to(self.dtype)
        leaf = passed = self.form.arranged(leaf)
        for check in self.program.wants:
            trained = check != "gradients" or self.is_trained(name)
            passed = CHECKS[check].passed(passed) if trained else passed.clone()
        self.leaves[name], self.passed[name], self.known[id(value)] = leaf, passed, passed

    def is_trained(self, name: str) -> bool:
        """Whether what has this name in messages has gradients, as far as the program says."""
        argument = re.sub(r"^call \d+: ", "", name).partition("[")[0]
        return self.program.trained in ("", argument)

    def construct(self, given: Given) -> Any:
        """Builds a given object: the same one, with the same random weights, in every process."""
        seed = seed_for(self.program.seed, "given", len(self.built))
        reseed(seed)
        owner, name = (
            (nn, given.name[3:]) if given.name.startswith("nn.") else (self.given, given.name)
        )
        made = getattr(owner, name)(
            *[self.made(value) for value in given.args],
            **{key: self.made(value) for key, value in given.kwargs.items()},
        )
        if isinstance(made, nn.Module):
            in_dtype(made, self.dtype).train(self.program.mode == "train")
            weights = dict(made.named_parameters())
            drawn = draw_parameters({n: tuple(p.shape) for n, p in weights.items()}, seed)
            with torch.no_grad():
                for key, parameter in weights.items():
                    parameter.copy_(drawn[key])
            self.form.placed(made)
        return made

    def made(self, value: Any, results: list[Any] | None = None) -> Any:
        """The value as the code receives it."""
        if isinstance(value, Tensor | Given):
            return self.known[id(value)]
        if isinstance(value, Earlier):
            result = (results or [])[value.step]
            for key in value.path:
                result = result[key]
            return result
        if isinstance(value, list | tuple):
            return type(value)(self.made(item, results) for item in value)
        if isinstance(value, dict):
            return {key: self.made(item, results) for key, item in value.items()}
        return value

    def refill(self) -> None:
        """Puts the new values of later calls into the tensors that the first ones were given, where they fit.

        So weights change in training, and buffers of whoever calls: what is kept by a tensor's identity is stale.
        """
        each = tensors_in_place(self.program.steps, self.program.again)
        pairs = [(a, b) for a, b in each if a is not b]
        olds, news = ([id(pair[i]) for pair in pairs] for i in (0, 1))
        for a, b in pairs:
            alone = olds.count(id(a)) == news.count(id(b)) == 1 and id(a) not in news
            old, new = self.known[id(a)], self.known[id(b)]
            if alone and can_be_refilled(old, new):
                old.data.copy_(new.data)  # which counts as no new version of it
                self.known[id(b)] = old
                for name, passed in self.passed.items():
                    if passed is old:
                        self.leaves[name] = old.detach().clone()
                    elif passed is new:
                        self.passed[name] = old

    def now(self, calls: list[dict[str, Any]]) -> dict[str, Any]:
        """What the inputs hold after the calls: every tensor, and every list and dict that was passed.

        What an earlier call returned is the code's own, and its own to change.
        """
        inputs: dict[str, Any] = {name: tensor.detach() for name, tensor in self.passed.items()}
        for i, arguments in enumerate(calls):
            where = f"call {i + 1}: " if len(calls) > 1 else ""
            for name, value in arguments.items():
                passed = self.program.all_steps[i][name]
                if (
                    isinstance(value, list | dict)
                    and holds_only(DATA, value)
                    and holds_only(DATA, passed)
                ):
                    inputs[where + name] = value
        return inputs

    def changed(self) -> bool:
        """Whether the code wrote into a tensor it was given."""
        return any(
            passed.shape != self.leaves[name].shape or not torch.equal(passed, self.leaves[name])
            for name, passed in self.passed.items()
        )

    def modules(self, target: Any) -> dict[str, nn.Module]:
        """The modules that were handed in, and the one that was constructed."""
        modules = {name: made for name, made in self.built.items() if isinstance(made, nn.Module)}
        return {**modules, "self": target} if isinstance(target, nn.Module) else modules

    def parameters(self) -> dict[str, nn.Parameter]:
        """The parameters of the modules that were handed in, by their names."""
        return {
            f"{name}.{key}": parameter
            for name, made in self.modules(None).items()
            for key, parameter in made.named_parameters()
        }
