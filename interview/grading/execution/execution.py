"""Executes a program with whatever code is given, and answers with facts only.

The judge runs the reference and the misconceptions through this, the runner runs the attempt
through it: the same calls on the same inputs, in different processes.
"""

from __future__ import annotations

import builtins
import linecache
import sys
import traceback
import types
from itertools import islice
from typing import Any

import torch
from torch import Tensor, nn

from interview.grading.execution.initialisation import undrawn
from interview.grading.execution.inputs import Inputs, reseed
from interview.grading.execution.operations import counted
from interview.grading.execution.plain import plain
from interview.grading.execution.program import Program
from interview.grading.wire.foreign import MAX_AXES
from interview.grading.wire.values import MAX_PARAMETERS

MODULE = "attempt"
MESSAGE_LENGTH = 2000
FRAMES = 6
OUT_OF_MEMORY = ("can't allocate memory", "error return without exception set")
"""How torch and Python say that memory ran out where they do not raise MemoryError."""
Namespace = types.ModuleType
Facts = dict[str, Any]
"""`missing`, `parameters` (a mismatch), `error` (and whether all calls had `returned` before it), or
`results` with what the program wants besides."""


def module_from(source: str, filename: str, name: str = MODULE) -> Namespace:
    """The executed module; raises whatever the code raises."""
    module = Namespace(name)
    module.__file__ = filename
    sys.modules[name] = module  # dataclasses and pickling look their module up
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    code = compile(source, filename, "exec", dont_inherit=True)
    exec(code, module.__dict__)
    return module


def execute(module: Namespace, program: Program, filename: str, given: Namespace) -> Facts:
    """What happens when the program is run; nothing that the code raises gets out."""
    target = getattr(module, program.of, None)
    if target is None or not callable(target):
        return {"missing": "not callable" if target is not None else "not defined"}
    results: list[Any] = []
    try:
        with default_dtype(program.dtype):
            reseed(program.seed)
            return run(target, program, given, results)
    except BaseException as error:
        returned = bool(results) and len(results) == len(program.steps)
        return {"error": described(error, filename), "returned": returned}


class default_dtype:
    """torch's default dtype within a block; bfloat16 can't be one, so it leaves float32."""

    def __init__(self, name: str) -> None:
        self.dtype = torch.float64 if name == "float64" else torch.float32

    def __enter__(self) -> None:
        self.before = torch.get_default_dtype()
        torch.set_default_dtype(self.dtype)

    def __exit__(self, *_: object) -> None:
        torch.set_default_dtype(self.before)


def run(target: Any, program: Program, given: Namespace, results: list[Any]) -> Facts:
    """The facts; what is returned goes into `results`, so that it is known where an error came from."""
    inputs = Inputs(program, given)
    weights: dict[str, nn.Parameter] = {}
    if program.constructed:
        arguments = {name: inputs.made(value) for name, value in program.build.items()}
        if program.parameters is None:
            target(**arguments)
            return {"results": []}
        with undrawn():
            target = target(**arguments)
        if isinstance(target, nn.Module):
            target.to(inputs.dtype).train(program.mode == "train")
            weights = dict(target.named_parameters(remove_duplicate=False))
        mismatch = load(weights, program.parameters)
        if mismatch:
            return {"parameters": mismatch}
    reseed(program.seed)
    operations: list[int] = []
    calls: list[dict[str, Any]] = []
    told: list[Any] = []
    for step in program.steps:
        arguments = {k: inputs.made(v, results) for k, v in step.items() if k != "method"}
        calls.append(arguments)
        function = getattr(target, step["method"]) if "method" in step else target
        if "operations" in program.wants:
            result, count = counted(function, arguments)
            operations.append(count)
        else:
            result = function(**arguments)
        results.append(result)
        told.append(plain(result))
    facts: Facts = {"results": told}
    if "inputs_unchanged" in program.wants:
        facts["inputs"] = {name: plain(value) for name, value in inputs.now(calls).items()}
        if inputs.changed():  # said already; autograd would only complain about it again
            return facts
    if "state" in program.wants:
        modules = inputs.modules(target)
        facts["state"] = {name: plain(state_of(m)) for name, m in modules.items()}
    if "operations" in program.wants:
        facts["operations"] = operations
    if "differentiable" in program.wants:
        facts["differentiable"] = [out.requires_grad for out in floating(results)]
    if "gradients" in program.wants:
        wanted = {n: weights[n] for n in program.parameters or {}} | inputs.parameters()
        facts["gradients"] = gradients(results, inputs, wanted, program.seed)
    return facts


def state_of(module: nn.Module) -> dict[str, Any]:
    """Everything a module remembers: parameters, buffers, and which parts are in training mode."""
    return {
        "values": {name: value.detach() for name, value in module.state_dict().items()},
        "training": [part.training for part in module.modules()],
    }


def load(
    weights: dict[str, nn.Parameter], wanted: dict[str, Tensor]
) -> dict[str, list[int]] | None:
    """Copies the weights in by name, or tells the names and shapes that are there instead.

    A further name is fine if it is only another name for a wanted parameter, as in tied weights.
    """
    known = {id(weights[name]) for name in wanted if name in weights}
    own = {n: list(p.shape) for n, p in weights.items() if n in wanted or id(p) not in known}
    if own != {name: list(t.shape) for name, t in wanted.items()}:
        return {n: shape[:MAX_AXES] for n, shape in islice(own.items(), MAX_PARAMETERS)}
    with torch.no_grad():
        for name, value in wanted.items():
            weights[name].copy_(value)
    return None


def gradients(
    results: list[Any], inputs: Inputs, weights: dict[str, nn.Parameter], seed: int
) -> dict[str, Tensor]:
    """Gradients of a random weighted sum of everything returned, by the name of input or parameter."""
    generator = torch.Generator().manual_seed(seed)
    leaves = {n: t for n, t in inputs.leaves.items() if t.requires_grad}
    # Every output draws its weights, so that one without a gradient doesn't shift those of the next.
    terms = [
        (out * torch.randn(out.shape, dtype=torch.float64, generator=generator).to(out.dtype)).sum()
        for out in floating(results)
    ]
    differentiable = [term for term in terms if term.requires_grad]
    if differentiable:
        # A scalar loss: backward() with given gradients would import sympy, which costs 0.3 s once.
        sum(differentiable).backward()  # type: ignore[union-attr]
    # One that is absent counts as zero, as an optimizer would see it.
    return {
        name: torch.zeros_like(leaf) if leaf.grad is None else leaf.grad
        for name, leaf in {**leaves, **weights}.items()
    }


def floating(value: Any) -> list[Tensor]:
    """Every floating tensor in a value tree, in order; a dict's in that of its keys, however it was made."""
    if issubclass(type(value), Tensor):  # what an object says of its class may be a lie
        return [value] if value.is_floating_point() else []
    if isinstance(value, dict):
        value = [value[key] for key in sorted(value, key=str)]
    if isinstance(value, list | tuple):
        return [tensor for item in value for tensor in floating(item)]
    return []


def described(error: BaseException, filename: str) -> dict[str, Any]:
    """An exception as plain data: what it is, what it says, and where in the learner's file."""
    kind = type(error)
    try:
        # A syntax error's own text repeats its file and line, which are told apart.
        told = error.msg if type(error) is SyntaxError else error
        message = str(told)[:MESSAGE_LENGTH]
    except BaseException:
        message = "(its message cannot be read)"
    kinds = [n for base in kind.__mro__ if getattr(builtins, n := base.__name__, None) is base]
    if "NotImplementedError" in kinds and not raised_by_hand(error, filename):
        kinds.remove("NotImplementedError")  # torch says so where it has no kernel
    if any(words in message for words in OUT_OF_MEMORY):
        kinds.append("MemoryError")
    return {
        "type": kind.__name__,
        "kinds": kinds,
        "message": message,
        "trace": frames(error, filename),
        "line": getattr(error, "lineno", None) if isinstance(error, SyntaxError) else None,
        "text": getattr(error, "text", None) if isinstance(error, SyntaxError) else None,
        "offset": getattr(error, "offset", None) if isinstance(error, SyntaxError) else None,
    }


def raised_by_hand(error: BaseException, filename: str) -> bool:
    """Whether a `raise` in the learner's own file raised it, as a stub does."""
    try:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return last.filename == filename and str(last.line).strip().startswith("raise")
    except BaseException:
        return False


def frames(error: BaseException, filename: str) -> list[str]:
    """`line 12, in forward: scores = q @ k` for the frames in the learner's file, innermost last."""
    try:
        found = traceback.extract_tb(error.__traceback__)
    except BaseException:
        return []
    own = [f for f in found if f.filename == filename]
    return [f"line {f.lineno}, in {f.name}: {(f.line or '').strip()[:120]}" for f in own[-FRAMES:]]
