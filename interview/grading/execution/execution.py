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
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

import torch
from torch import nn

from interview.grading.checks.check import Check, Seen, within_nothing
from interview.grading.checks.elsewhere import MixedDevices
from interview.grading.checks.surroundings import noting_disturbance
from interview.grading.checks.table import CHECKS, form_named
from interview.grading.execution.facts import Error, Facts, Mismatch, Missing, Raised, Returned
from interview.grading.execution.initialisation import undrawn
from interview.grading.execution.inputs import Inputs, in_dtype, reseed
from interview.grading.execution.loading import (
    Loaded,
    load_weights,
    names_and_shapes,
    parameters_of,
    weights_wanted,
)
from interview.grading.execution.program import WEIGHTS, Program, Round
from interview.grading.execution.recording import OperationRecorder
from interview.grading.wire.foreign import Foreign
from interview.grading.wire.plain import is_still, plain_copy

MODULE_NAME = "attempt"
MESSAGE_LENGTH = 2000
TRACE_FRAMES = 6
OUT_OF_MEMORY = ("can't allocate memory", "error return without exception set")
"""How torch and Python say that memory ran out where they do not raise MemoryError."""
LATER_WEIGHTS = 0.75
"""What weights are multiplied by between the calls in training mode and those that follow."""
Namespace = types.ModuleType
RECORDING: WeakKeyDictionary[Namespace, bool] = WeakKeyDictionary()
"""Whether gradients are recorded where a file's code is called: the file as a whole may have said otherwise."""
Watching: TypeAlias = Callable[[Mapping[str, nn.Module]], AbstractContextManager[object]]


def module_from(source: str, filename: str, name: str = MODULE_NAME) -> Namespace:
    """The executed module; raises whatever the code raises."""
    module = Namespace(name)
    module.__file__ = filename
    sys.modules[name] = module  # dataclasses and pickling look their module up
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    code = compile(source, filename, "exec", dont_inherit=True)
    with torch.set_grad_enabled(True):
        exec(code, module.__dict__)
        RECORDING[module] = torch.is_grad_enabled()
    return module


def execute(
    module: Namespace, program: Program, filename: str, given: Namespace, made: Inputs | None = None
) -> Facts:
    """What happens when the program is run; nothing that the code raises gets out.

    made: the program's inputs, if they were made beforehand; they serve for one run.
    """
    target = getattr(module, program.of, None)
    if target is None or not callable(target):
        return Missing("not callable" if target is not None else "not defined")
    results: list[Any] = []
    recording = RECORDING[module]
    try:
        around = form_named(program.variant).around
        with default_dtype(program.dtype), torch.set_grad_enabled(recording), around(filename):
            if program.recorded:
                return recorded_facts(target, program, given, results, filename)
            inputs = made if made and recording else Inputs(program, given)
            return carry_out(target, program, inputs, results)
    except MixedDevices as error:
        return Returned([], {program.variant: {"fault": error.fault}})
    except BaseException as error:
        returned = bool(results) and len(results) == len(program.all_steps)
        return Raised(describe_error(error, filename), returned)


class default_dtype:
    """torch's default dtype within a block; bfloat16 can't be one, so it leaves float32."""

    def __init__(self, name: str) -> None:
        self.dtype = torch.float64 if name == "float64" else torch.float32

    def __enter__(self) -> None:
        self.before = torch.get_default_dtype()
        torch.set_default_dtype(self.dtype)

    def __exit__(self, *_: object) -> None:
        torch.set_default_dtype(self.before)


def inputs_beforehand(program: Program, given: Namespace) -> Inputs | None:
    """A program's inputs, made before there is code to run; None where they are made in a block of their form."""
    if form_named(program.variant).around is not within_nothing:
        return None
    with default_dtype(program.dtype):
        return Inputs(program, given)


def recorded_facts(
    target: Any, program: Program, given: Namespace, results: list[Any], filename: str
) -> Facts:
    """The facts, and what each operation gave."""
    with OperationRecorder(filename) as recording:
        facts = carry_out(target, program, Inputs(program, given), results)
    return replace(facts, stages=recording.told) if isinstance(facts, Returned) else facts


def carry_out(target: Any, program: Program, inputs: Inputs, results: list[Any]) -> Facts:
    """The facts; what is returned goes into `results`, so that it is known where an error came from."""
    reseed(program.seed)
    loaded = Loaded({})
    disturbed: set[str] = set()
    noting = "surroundings" in program.wants
    watched: Watching = partial(noting_disturbance, disturbed=disturbed) if noting else nullcontext
    if program.constructed:
        kind = target
        arguments = {name: inputs.made(value) for name, value in program.build.items()}
        with undrawn(), watched(inputs.modules(None)):
            target = kind(**arguments)
        if isinstance(target, nn.Module):
            in_dtype(target, inputs.dtype)
        own = parameters_of(target)
        fitting = load_weights(program, own, weights_wanted(program, own))
        if fitting is None:
            return Mismatch(names_and_shapes(own))
        loaded = fitting
        target = inputs.form.placed(target)
        if program.neighbour is not None:
            with undrawn():
                neighbour = kind(**program.neighbour)  # noqa: F841  lives as long as the calls last
    reseed(program.seed)
    seen = Seen(
        target,
        inputs,
        loaded.weights,
        program.seed,
        loaded.arranged,
        results=results,
        disturbed=disturbed,
    )
    told: list[Any] = []
    beside: dict[str, Any] = {}
    freeze_others(program, seen)
    training: bool | None = None
    for number, part in enumerate(program.rounds):
        if number == 1 and not program.constructed:
            inputs.refill()
        if number:
            change_weights(inputs.modules(target).values(), seen)
        if part.training is not training:  # weights may change without it, as by `load_state_dict`
            training = part.training
            set_mode(program, target, inputs, training)
        recording = torch.is_grad_enabled() and not part.no_grad
        with torch.set_grad_enabled(recording), watched(inputs.modules(target)):
            make_calls(program, part, seen, told)
        if not number and program.again:
            beside.update(observations(program, seen, at_first=True))
    beside.update(observations(program, seen, at_first=False))
    return Returned([] if program.apart else told, beside)


def freeze_others(program: Program, seen: Seen) -> None:
    """Weights have no gradients where an argument alone has some."""
    if program.trained not in ("", WEIGHTS):
        for weight in (*seen.weights.values(), *seen.inputs.parameters().values()):
            weight.requires_grad_(False)


def set_mode(program: Program, target: Any, inputs: Inputs, training: bool) -> None:
    """For a round of calls; a function gets the modules that are handed to it in both modes."""
    if program.constructed and isinstance(target, nn.Module):
        target.train(training)
    elif program.again:
        for module in inputs.modules(None).values():
            module.train(training)


def change_weights(modules: Iterable[nn.Module], seen: Seen) -> None:
    """All weights become others, as in training: what was made of them before is no longer right.

    They are multiplied, which means the same however an attempt lays them out. A result may be a weight, or a
    view of one; what is said of it stays what it was.
    """
    with torch.no_grad():
        for weight in nn.ModuleList(modules).parameters():  # each once, whoever else has it
            if weight.is_floating_point():
                weight.mul_(LATER_WEIGHTS)
    seen.held[:] = map(plain_copy, seen.results)


def mark_changed(told: list[Any], seen: Seen) -> None:
    """Says so of each result but the last that isn't any more what it was when it was returned."""
    for number, result in enumerate(seen.results[:-1]):
        if not is_still(seen.held[number], result):
            told[number] = Foreign("what a later call has changed")


def make_calls(program: Program, part: Round, seen: Seen, told: list[Any]) -> None:
    """Makes the calls of a round; what each returns is copied before the next, and seen again after the last."""
    before = len(seen.results)
    for step in part.steps:
        own = seen.results[before:]
        arguments = {k: seen.inputs.made(v, own) for k, v in step.items() if k != "method"}
        seen.calls.append(arguments)
        call = getattr(seen.target, step["method"]) if "method" in step else seen.target
        for name in program.wants:
            call = partial(call_watched, CHECKS[name], call, seen)
        result = call(**arguments)
        seen.results.append(result)
        told.append(plain_copy(result))
        seen.held.append(told[-1])
    mark_changed(told, seen)


def call_watched(check: Check, call: Any, seen: Seen, /, **arguments: Any) -> Any:
    """One of the calls, by the check; its arguments may have any names."""
    return check.call(call, arguments, seen)


def observations(program: Program, seen: Seen, at_first: bool) -> Iterator[tuple[str, Any]]:
    """What each check that the program wants has observed, by its name.

    at_first: whether of the first calls. Where there are no later ones that is all there is to observe.
    """
    if at_first and seen.inputs.changed():  # autograd would only complain about it again
        return
    for name in program.wants:
        if program.again and CHECKS[name].at_first is not at_first:
            continue
        yield name, CHECKS[name].observe(seen)
        if CHECKS[name].ends(seen):
            return


def describe_error(error: BaseException, filename: str) -> Error:
    """An exception as plain data, whatever it does to prevent that."""
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
    place = {}
    if isinstance(error, SyntaxError):
        place = {name: getattr(error, name, None) for name in ("text", "offset")}
        place["line"] = getattr(error, "lineno", None)
    return Error(kind.__name__, tuple(kinds), message, frames_in_file(error, filename), **place)


def raised_by_hand(error: BaseException, filename: str) -> bool:
    """Whether a `raise` in the learner's own file raised it, as a stub does."""
    try:
        *_, (frame, number) = traceback.walk_tb(error.__traceback__)
        by_learner = frame.f_code.co_filename == filename
        return by_learner and linecache.getline(filename, number).strip().startswith("raise")
    except BaseException:
        return False


def frames_in_file(error: BaseException, filename: str) -> tuple[tuple[int, str, str], ...]:
    """Line, function and code of the frames in the learner's file, innermost last.

    Of the others, torch's perhaps, nothing is looked up: `traceback.extract_tb` reads all their files.
    """
    try:
        each = ((frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__))
        own = [(line, code.co_name) for code, line in each if code.co_filename == filename]
    except BaseException:
        return ()
    return tuple(
        (line, name, linecache.getline(filename, line).strip()[:120])
        for line, name in own[-TRACE_FRAMES:]
    )
