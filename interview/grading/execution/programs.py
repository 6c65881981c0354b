"""A question and its seeds -> programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from math import prod
from typing import Any

from torch import Tensor

from interview.bank.recipes import Recipes, draw_arguments, draw_parameters, seed_for
from interview.errors import QuestionError
from interview.grading.checks.check import Form
from interview.grading.checks.table import forms_of_checks, observing_checks
from interview.grading.execution.program import SECOND_CALL, WEIGHTS, Program
from interview.grading.execution.value_kinds import (
    PLAIN_VALUES,
    argument_kind,
    has_floats,
    holds_given,
    holds_no_fraction,
    holds_only,
)
from interview.model.question import Arguments, Case, Exercise, Question, Raise

PUBLIC_SEED = 0
Shapes = dict[str, tuple[int, ...]]
ShapesOf = Callable[[Program], Shapes | None]
"""A program -> the parameters of what the reference constructs; None where it is a function."""
FormsOfProgram = Callable[[Program, tuple[str, ...]], Iterator[Program]]


def programs_for(
    question: Question,
    seed: int,
    shapes_of: ShapesOf,
    more: Recipes,
    preparing: Callable[[Case | Raise], AbstractContextManager[Any]] = nullcontext,
) -> list[Program]:
    """Every case in full under the secret seed, and every way of calling in its other forms under a public one.

    Other forms are for the first case that calls in its way, and for those that name their own checks:
    where the same line of code would see another dtype or layout again, it would only fail again.
    `preparing` a case raises QuestionError where that can't be done; it is raised here for all of them.
    """
    problems: list[str] = []
    made: list[Program] = []
    ways: set[str] = set()
    for index, case in enumerate(question.exercise.all_cases):
        try:
            with preparing(case):
                full = list(programs_of_case(question, index, seed, full_pass, shapes_of, more))
                way = repr([way_of_calling(program) for program in full])
                made += full if way in ways else map(with_weights_changed_twice, full)
                own = isinstance(case, Case) and case.checks is not None
                forms = other_forms if own or way not in ways else apart_forms
                made += programs_of_case(question, index, PUBLIC_SEED, forms, shapes_of, more)
                ways.add(way)
        except QuestionError as error:
            problems += error.problems
    if problems:
        raise QuestionError(problems)
    return [*without_repetition([*with_neighbours(made)])]


def with_neighbours(programs: list[Program]) -> Iterator[Program]:
    """Where an object is called again, another one of its class beside it: as another case constructs it, if any
    does so in another way."""
    builds: dict[str, list[Arguments]] = {}
    for program in programs:
        if program.parameters is not None and holds_only(PLAIN_VALUES, program.build):
            builds.setdefault(program.of, []).append(program.build)
    for program in programs:
        own = builds.get(program.of)
        if own and program.variant == SECOND_CALL:
            plain = holds_only(PLAIN_VALUES, program.build)  # else it is unlike all of them
            others = (build for build in own if not plain or build != program.build)
            yield replace(program, neighbour=next(others, own[0]))
        else:
            yield program


def without_repetition(programs: list[Program]) -> Iterator[Program]:
    """Without those that are judged on their own and pass nothing that one before has not passed as well.

    What they look for hangs on lines alone, and a case of its own for each combination would cost too much.
    """
    passed: dict[str, set[str]] = {}
    for program in programs:
        if program.apart:
            passed.setdefault(program.of, set()).update(*program.steps)
    known: set[str] = set()
    for program in programs:
        if program.apart:
            features = {repr(feature) for feature in switches(program, passed[program.of])}
            if features <= known:
                continue
            known |= features
        yield program


def switches(program: Program, names: set[str]) -> Iterator[Any]:
    """What decides which lines a program runs: its mode, what switches something, and what is passed or not."""
    yield program.of, program.mode, len(program.steps) > 1
    for name, value in program.build.items():
        if isinstance(value, bool | str):
            yield program.of, "build", name, value
    for step in program.steps:
        for name in names:
            yield program.of, name, argument_kind(step.get(name))


def way_of_calling(program: Program) -> Any:
    """What is passed, but for its values and sizes: two programs of one way run the same lines."""
    steps = list(dict.fromkeys(repr(argument_kind(dict(step))) for step in program.steps))
    return program.of, program.mode, argument_kind(program.build), len(program.steps) > 1, steps


def programs_of_case(
    question: Question,
    index: int,
    seed: int,
    forms: FormsOfProgram,
    shapes_of: ShapesOf,
    more: Recipes,
    whole: bool = False,
) -> Iterator[Program]:
    """whole: whether the weights are small whole numbers."""
    exercise = question.exercise
    case = exercise.all_cases[index]
    own_seed = seed_for(seed, question.id, index)
    build, steps = draw_arguments(case, exercise.build, own_seed, more)
    base = Program(
        case=index,
        variant="values",
        of=exercise.called_in(case),
        constructed=False,
        build=build,
        parameters=None,
        steps=tuple(steps),
        dtype="float64",
        mode="eval" if isinstance(case, Raise) else case.mode,
        seed=own_seed,
    )
    base = with_weights(base, shapes_of, isinstance(case, Raise), whole)
    if isinstance(case, Case) and case.scaled:
        base = replace(base, parameters=scaled_weights(base.parameters or {}, case.scaled))
    checks = exercise.checks if isinstance(case, Raise) or case.checks is None else case.checks
    if "dtypes" not in checks and not base.parameters and holds_no_fraction([build, *steps]):
        base = replace(base, dtype="float32")
    if isinstance(case, Case):
        yield from forms(base, checks)
        if forms is full_pass and not case.once:
            other = seed_for(own_seed, SECOND_CALL)
            again = draw_arguments(case, exercise.build, own_seed, more, tensors=other)[1]
            before = [c for c in exercise.cases[:index] if exercise.called_in(c) == base.of]
            if base.parameters is not None and not any(passes_alike(c, case) for c in before):
                again += without_optional(exercise, base.of, again[-1:])
            program = second_call(base, again, checks, no_grad=not exercise.backward)
            yield with_one_part_trained(program, checks, len(before))
    elif forms is full_pass:
        # In full like any other: nothing but the values tells the attempt that they must be refused.
        yield from forms(base, checks)


def with_weights(base: Program, shapes_of: ShapesOf, refused: bool, whole: bool) -> Program:
    """The program with what is to be loaded into the object; nothing where the constructor refuses."""
    try:
        shapes = shapes_of(base)
    except Exception:
        if not refused:
            raise
        return replace(base, constructed=True)
    if shapes is None:  # a function is not built, whatever the exercise's classes are
        return replace(base, build={})
    return replace(base, constructed=True, parameters=draw_parameters(shapes, base.seed, whole))


def scaled_weights(weights: dict[str, Tensor], scaled: dict[str, float]) -> dict[str, Tensor]:
    """The weights, multiplied where a part of their name says so; raises ValueError for a part that none has."""
    for part in scaled:
        if not any(part in name for name in weights):
            raise ValueError(f"scaled: no parameter of the reference has {part!r} in its name")
    factors = {name: prod(s for part, s in scaled.items() if part in name) for name in weights}
    return {name: tensor * factors[name] for name, tensor in weights.items()}


def full_pass(base: Program, checks: tuple[str, ...]) -> Iterator[Program]:
    """The float64 pass with everything that is told beside the results."""
    yield replace(base, wants=observing_checks(checks))


def second_call(
    base: Program, again: list[Arguments], checks: tuple[str, ...], no_grad: bool
) -> Program:
    """The calls in training mode, and then, of the same object, with other values in evaluation mode."""
    wants = (*unchanged_in(checks), "surroundings")
    return replace(base, variant=SECOND_CALL, again=tuple(again), no_grad=no_grad, wants=wants)


def with_one_part_trained(program: Program, checks: tuple[str, ...], place: int) -> Program:
    """The program, of whose parts the one in this place has gradients in training; none is asked for twice."""
    parts = trainable_parts(program) if "gradients" in checks and program.no_grad else []
    if place >= len(parts):
        return program
    return replace(program, wants=(*program.wants, "gradients"), trained=parts[place])


def passes_alike(one: Case, other: Case) -> bool:
    """Whether the last calls of two cases pass the same arguments, whatever they are worth."""
    return steps_of(one)[-1].keys() == steps_of(other)[-1].keys()


def steps_of(case: Case) -> tuple[Arguments, ...]:
    return case.calls or (case.call,)


def without_optional(exercise: Exercise, of: str, steps: list[Arguments]) -> Iterator[Arguments]:
    """The calls without the tensors that other cases leave out, if there are some in them: a mask, perhaps.

    What an object keeps of one call is not for the next.
    """
    others = [call for case in exercise.cases_of(of) for call in steps_of(case)]
    for step in steps:
        same = [call for call in others if call.get("method") == step.get("method")]
        left_out = {
            name
            for name, value in step.items()
            if isinstance(value, Tensor) and any(name not in call for call in same)
        }
        if left_out:
            yield {name: value for name, value in step.items() if name not in left_out}


def trainable_parts(program: Program) -> list[str]:
    """The arguments that hold floating numbers, and the weights where there are any: the rest may be frozen."""
    names = (name for step in program.steps for name, value in step.items() if has_floats(value))
    weights = [WEIGHTS] if program.parameters or holds_given(program.steps) else []
    return [*dict.fromkeys(names), *weights]


def with_weights_changed_twice(program: Program) -> Program:
    """What is put together of the weights in evaluation mode alone, and kept, is seen too."""
    return replace(program, once_more=bool(program.again and program.parameters))


def other_forms(base: Program, checks: tuple[str, ...]) -> Iterator[Program]:
    """Other values, in the form that a check asks for in the same dtype; then the other dtypes."""
    asked = [in_form(base, form) for form in forms_of_checks(checks)]
    asked = [replace(p, wants=unchanged_in(checks)) if p.dtype == "float32" else p for p in asked]
    if all(program.dtype != base.dtype or program.apart for program in asked):
        yield base
    yield from asked


def unchanged_in(checks: tuple[str, ...]) -> tuple[str, ...]:
    """The check that is made in float32 and without gradients too: `x.float()` makes no copy there, and what
    is done in place to save memory, where nothing is recorded, is done to the input."""
    return tuple(name for name in checks if name == "inputs_unchanged")


def apart_forms(base: Program, checks: tuple[str, ...]) -> Iterator[Program]:
    """Those alone that are judged on their own."""
    yield from (in_form(base, form) for form in forms_of_checks(checks) if form.apart)


def in_form(base: Program, form: Form) -> Program:
    wants = (form.name,) if form.apart else ()
    return replace(base, variant=form.name, dtype=form.dtype, wants=wants)
