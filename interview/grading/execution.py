"""Executes a program with whatever code is given, and answers with facts only.

The judge runs the reference and the misconceptions through this, the runner runs the attempt
through it: the same calls on the same inputs, in different processes.
"""

from __future__ import annotations

import linecache
import sys
import traceback
import types
from typing import Any

import torch
from torch import Tensor, nn

from interview.grading.program import Program
from interview.model import Earlier

MODULE = "attempt"
MESSAGE_LENGTH = 2000
FRAMES = 6
Facts = dict[str, Any]
"""`missing`, `parameters` (a mismatch), `error`, or `results` with `gradients` and `inputs`."""


def module_from(source: str, filename: str) -> types.ModuleType:
    """The executed module; raises whatever the code raises."""
    module = types.ModuleType(MODULE)
    module.__file__ = filename
    sys.modules[MODULE] = module  # dataclasses and pickling look their module up
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    code = compile(source, filename, "exec", dont_inherit=True)
    exec(code, module.__dict__)
    return module


def execute(module: types.ModuleType, program: Program, filename: str) -> Facts:
    """What happens when the program is run; nothing that the code raises gets out."""
    target = getattr(module, program.of, None)
    if target is None or not callable(target):
        return {"missing": "not callable" if target is not None else "not defined"}
    try:
        with default_dtype(program.dtype):
            torch.manual_seed(program.seed % 2**63)
            return run(target, program)
    except BaseException as error:
        return {"error": described(error, filename)}


class default_dtype:
    """torch's default dtype within a block; bfloat16 can't be one, so it leaves float32."""

    def __init__(self, name: str) -> None:
        self.dtype = torch.float64 if name == "float64" else torch.float32

    def __enter__(self) -> None:
        self.before = torch.get_default_dtype()
        torch.set_default_dtype(self.dtype)

    def __exit__(self, *_: object) -> None:
        torch.set_default_dtype(self.before)


def run(target: Any, program: Program) -> Facts:
    inputs = Inputs(program)
    weights: dict[str, nn.Parameter] = {}
    if isinstance(target, type):
        target = target(**{name: inputs.made(value) for name, value in program.build.items()})
        if program.parameters is None and not program.steps:
            return {"results": []}
        if isinstance(target, nn.Module):
            weights = dict(target.named_parameters(remove_duplicate=False))
        mismatch = load(weights, program.parameters or {})
        if mismatch:
            return {"parameters": mismatch}
        if isinstance(target, nn.Module):
            target.to(getattr(torch, program.dtype)).train(program.mode == "train")
            weights = dict(target.named_parameters(remove_duplicate=False))
    torch.manual_seed(program.seed % 2**63)
    results: list[Any] = []
    for step in program.steps:
        arguments = {k: inputs.made(v, results) for k, v in step.items() if k != "method"}
        function = getattr(target, step["method"]) if "method" in step else target
        results.append(function(**arguments))
    facts: Facts = {"results": list(results)}
    if program.inputs:
        facts["inputs"] = inputs.now()
    if program.gradients:
        facts["gradients"] = gradients(results, inputs, weights, program.seed)
    return facts


def load(
    weights: dict[str, nn.Parameter], wanted: dict[str, Tensor]
) -> dict[str, list[int]] | None:
    """Copies the weights in by name, or tells the names and shapes that are there instead."""
    shapes = {name: list(p.shape) for name, p in weights.items()}
    if shapes != {name: list(t.shape) for name, t in wanted.items()}:
        return shapes
    with torch.no_grad():
        for name, parameter in weights.items():
            parameter.copy_(wanted[name])
    return None


class Inputs:
    """The program's tensors in the form the program asks for; the same tensor stays the same."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.dtype = getattr(torch, program.dtype)
        self.leaves: dict[str, Tensor] = {}
        self.passed: dict[str, Tensor] = {}
        self.known: dict[int, Tensor] = {}
        for i, step in enumerate(program.steps):
            prefix = f"call {i + 1}: " if len(program.steps) > 1 else ""
            for name, value in step.items():
                self.prepare(value, prefix + name)

    def prepare(self, value: Any, name: str) -> None:
        if isinstance(value, Tensor):
            if id(value) in self.known:
                return
            leaf = value.clone()
            if leaf.is_floating_point():
                leaf = leaf.to(self.dtype)
            if self.program.variant == "non_contiguous":
                leaf = scattered(leaf)
            passed = leaf
            if self.program.gradients and leaf.is_floating_point():
                # The code gets a copy, so that writing into it is seen rather than refused by autograd.
                passed = leaf.requires_grad_().clone()
            self.leaves[name], self.passed[name], self.known[id(value)] = leaf, passed, passed
        elif isinstance(value, list | tuple):
            for i, item in enumerate(value):
                self.prepare(item, f"{name}[{i}]")
        elif isinstance(value, dict):
            for key, item in value.items():
                self.prepare(item, f"{name}[{key!r}]")

    def made(self, value: Any, results: list[Any] | None = None) -> Any:
        """The value as the code receives it."""
        if isinstance(value, Tensor):
            return self.known.get(id(value), value)
        if isinstance(value, Earlier):
            found = (results or [])[value.step]
            for key in value.path:
                found = found[key]
            return found
        if isinstance(value, list | tuple):
            return type(value)(self.made(item, results) for item in value)
        if isinstance(value, dict):
            return {key: self.made(item, results) for key, item in value.items()}
        return value

    def now(self) -> dict[str, Tensor]:
        """What the inputs hold after the call."""
        return {name: tensor.detach() for name, tensor in self.passed.items()}


def scattered(tensor: Tensor) -> Tensor:
    """The same values with memory in another order: every other element of a reversed layout."""
    if tensor.dim() == 0:
        return tensor
    axes = list(range(tensor.dim()))
    wide = torch.empty(*(2 * n for n in reversed(tensor.shape)), dtype=tensor.dtype)
    view = wide[tuple(slice(None, None, 2) for _ in axes)].permute(axes[::-1])
    view.copy_(tensor)
    return view


def gradients(
    results: list[Any], inputs: Inputs, weights: dict[str, nn.Parameter], seed: int
) -> dict[str, Tensor | None]:
    """Gradients of a random weighted sum of everything returned, by the name of input or parameter."""
    generator = torch.Generator().manual_seed(seed)
    outputs = list(differentiable(results))
    leaves = {n: t for n, t in inputs.leaves.items() if t.requires_grad}
    if outputs:
        # A scalar loss: backward() with given gradients would import sympy, which costs 0.3 s once.
        loss = sum(
            (
                out * torch.randn(out.shape, dtype=torch.float64, generator=generator).to(out.dtype)
            ).sum()
            for out in outputs
        )
        loss.backward()  # type: ignore[union-attr]
    return {name: leaf.grad for name, leaf in {**leaves, **weights}.items()}


def differentiable(value: Any) -> list[Tensor]:
    """Every floating tensor in a value tree that carries a gradient, in order."""
    if isinstance(value, Tensor):
        return [value] if value.requires_grad and value.is_floating_point() else []
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [tensor for item in value for tensor in differentiable(item)]
    return []


def described(error: BaseException, filename: str) -> dict[str, Any]:
    """An exception as plain data: what it is, what it says, and where in the learner's file."""
    kind = type(error)
    try:
        message = str(error)[:MESSAGE_LENGTH]
    except BaseException:
        message = "(its message cannot be read)"
    return {
        "type": kind.__name__,
        "kinds": [base.__name__ for base in kind.__mro__],
        "message": message,
        "trace": frames(error, filename),
        "line": getattr(error, "lineno", None) if isinstance(error, SyntaxError) else None,
        "text": getattr(error, "text", None) if isinstance(error, SyntaxError) else None,
        "offset": getattr(error, "offset", None) if isinstance(error, SyntaxError) else None,
    }


def frames(error: BaseException, filename: str) -> list[str]:
    """`line 12, in forward: scores = q @ k` for the frames in the learner's file, innermost last."""
    try:
        found = traceback.extract_tb(error.__traceback__)
    except BaseException:
        return []
    own = [f for f in found if f.filename == filename]
    return [f"line {f.lineno}, in {f.name}: {(f.line or '').strip()[:120]}" for f in own[-FRAMES:]]
