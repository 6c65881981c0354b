"""An attempt whose parameters have other names or shapes than the task's, carried out with weights that fit it.

How they are read is decided before a value is looked at, by what the file declares, by shapes, names and
order; values decide only between arrangements of the same tensors, such as a square matrix and its transpose.
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import inf
from typing import Any, Literal

from interview.grading.execution.facts import Mismatch, Returned
from interview.grading.execution.layout import EACH, LAYER, head_counts, layout_as_data
from interview.grading.execution.program import Program
from interview.grading.judge.admission import Run
from interview.grading.judge.bench import Bench
from interview.grading.judge.declarations import (
    Declaration,
    NotUnderstood,
    declarations_in,
    declared_pairings,
    units_named,
)
from interview.grading.judge.limits import TookTooLong, at_most
from interview.grading.judge.pairing import Pairing, left_over, paired
from interview.grading.judge.parameters import (
    Construction,
    NamedShapes,
    Portion,
    Unit,
    constructions_of,
    parts_of,
    units_of,
    without_tensors,
)
from interview.grading.judge.readings import Reading, other_readings, readings_of, starred_label
from interview.grading.judge.second_look import RunOn
from interview.model.question import Case
from interview.model.verdict import Finding, WeightsRead

READING_SECONDS = 3.0
MOST_OWN_NAMES = 400
CASES_PROBED = 2


@dataclass
class Layouts:
    """What was found out of an attempt's weights."""

    rules: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    """By class."""
    told: tuple[WeightsRead, ...] = ()
    trouble: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By class: what is wrong with a declaration, or what would have to be declared."""

    def applied(self, program: Program) -> Program:
        return replace(program, layout=self.rules.get(program.of, ()))

    def explained(self, program: Program, finding: Finding | None) -> Finding | None:
        """What is said of weights that do not fit, with what is wrong with a declaration of them."""
        if finding is None or finding.kind != "parameters" or program.of not in self.trouble:
            return finding
        return replace(finding, values={**finding.values, "declared": self.trouble[program.of]})

    def run_by(self, run_on: RunOn) -> RunOn:
        """Runs the attempt with its weights as they were read."""
        return lambda programs, seconds: run_on([*map(self.applied, programs)], seconds)


def run_as_read(bench: Bench, run: Run, run_on: RunOn, source: str) -> tuple[Layouts, Run, RunOn]:
    """The run, once more by the layouts where some were found, and how to run the attempt so from now on."""
    layouts = read_layouts(bench, run, run_on, source)
    again = layouts.run_by(run_on)(bench.programs, inf) if layouts.rules else Run()
    if again == Run():  # there is no layout, or nothing to run it by
        return replace(layouts, rules={}, told=()), run, run_on
    return layouts, replace(again, seconds=run.seconds + again.seconds), layouts.run_by(run_on)


def read_layouts(bench: Bench, run: Run, run_on: RunOn, source: str) -> Layouts:
    """How the attempt's weights are to be read; nothing where their names fit, or no reading is found."""
    found = Layouts()
    mismatched = programs_that_do_not_fit(bench, run)
    if not mismatched:
        return found
    tried = {of: probes(bench, i) for of, i in mismatched.items()}  # asks for what is expected
    try:
        with at_most(READING_SECONDS):
            told = declarations_in(source)
            classes = {of: parameters_in(bench, run, i) for of, i in mismatched.items()}
            refuse_idle(told, [views[0] for views in classes.values() if views])
            for of, views in classes.items():
                read_class(bench, found, of, views, tried[of], told, run_on)
    except NotUnderstood as error:
        found.trouble |= {of: error.values for of in mismatched if of not in found.rules}
    except TookTooLong:
        bench.spoilt = True
    except Exception:
        traceback.print_exc()
    return found


def run_with_weights_read(bench: Bench, run_on: RunOn, source: str) -> RunOn:
    """Runs an attempt with its weights as a verdict reads them, in whatever programs."""
    layouts = read_layouts(bench, run_on(bench.programs, inf), run_on, source)
    return layouts.run_by(run_on) if layouts.rules else run_on


def programs_that_do_not_fit(bench: Bench, run: Run) -> dict[str, list[int]]:
    """By class, those of a whole run in which the reference's weights could not be loaded."""
    found: dict[str, list[int]] = {}
    for index, facts in sorted(run.facts.items()) if run.ended == "done" else ():
        if isinstance(facts, Mismatch) and bench.programs[index].parameters:
            found.setdefault(bench.programs[index].of, []).append(index)
    return found


@dataclass(frozen=True)
class Parameters:
    """Of one class, on both sides."""

    units: Sequence[Unit]
    parts: Sequence[Portion]
    built: Sequence[Construction]


def parameters_in(bench: Bench, run: Run, indices: Sequence[int]) -> list[Parameters]:
    """Seen with as many tensors as heads as parts of one, and each by itself.

    Nothing where there are too many to look at, or other layers than the reference's.
    """
    pairs = []
    orders: dict[frozenset[str], list[str]] = {}
    for index in indices:
        program, facts = bench.programs[index], run.facts[index]
        if isinstance(facts, Mismatch):
            own = {name: tuple(shape) for name, shape in facts.parameters.items()}
            if len(own) > MOST_OWN_NAMES or any(LAYER in n or EACH in n for n in own):
                return []
            pairs.append(
                (registered_shapes(bench, program, orders), own, head_counts(program.build))
            )
    views: list[Parameters] = []
    for stacking in (True, False):
        built = constructions_of(pairs, stacking)
        if built is not None and built not in [view.built for view in views]:
            reference = {name: shape for one in built for name, shape in one.reference.items()}
            units = units_of(dict.fromkeys(name for one in built for name in one.own))
            views.append(Parameters(units, parts_of(reference), built))
    return views


def registered_shapes(
    bench: Bench, program: Program, known: dict[frozenset[str], list[str]]
) -> NamedShapes:
    """The reference's parameters in the order in which it has them; `known` are the orders of others."""
    shapes = {name: tuple(tensor.shape) for name, tensor in (program.parameters or {}).items()}
    names = frozenset(shapes)
    if names not in known:
        known[names] = [*(bench.shapes_of(replace(program, variant="values")) or {})]
    return {name: shapes[name] for name in known[names]}


def probes(bench: Bench, indices: Sequence[int]) -> list[int]:
    """A few programs whose results tell whether a reading holds: the first cases in full, the core's first."""
    cases = [
        (case.group != "core", index)
        for index in indices
        if isinstance(case := bench.case(bench.programs[index]), Case)
        and bench.programs[index].variant == "values"
        and isinstance(bench.expected[index], Returned)
    ]
    return [index for _, index in sorted(cases)[:CASES_PROBED]]


def refuse_idle(told: Sequence[Declaration], classes: Sequence[Parameters]) -> None:
    """Raises NotUnderstood for a declaration that says something of no parameter that there is."""
    for one in told:
        if classes and not any(
            units_named(one, name, parameters.units) for parameters in classes for name in one.own
        ):
            there = [
                starred_label(unit.label) for parameters in classes for unit in parameters.units
            ]
            raise NotUnderstood(one, "absent", there, " + ".join(one.own))


def read_class(
    bench: Bench,
    found: Layouts,
    of: str,
    views: Sequence[Parameters],
    tried: Sequence[int],
    told: Sequence[Declaration],
    run_on: RunOn,
) -> None:
    """Finds out how one class is to be read."""
    try:
        ways = [all_pairings(view, told) for view in views]
    except NotUnderstood as error:
        found.trouble[of] = error.values
        return
    for pairings, declared in ways:
        if pairings is None:
            continue
        reading, holds = chosen_reading(bench, tried, pairings, declared, run_on)
        if holds == "by another order":
            found.trouble[of] = {"why": "order", "there": list(reading.lines)}
        else:
            found.rules[of] = layout_as_data(reading.rules)
            found.told += (WeightsRead(of, reading.lines, declared),)
        return


def chosen_reading(
    bench: Bench, tried: Sequence[int], pairings: Sequence[Pairing], declared: bool, run_on: RunOn
) -> tuple[Reading, Literal["as it stands", "by another order"]]:
    """The reading; one in which parameters are exchanged only to tell that it would be right."""
    readings = readings_of(pairings)
    holds = first_that_holds(bench, tried, readings, run_on)
    if holds is None and not declared:
        others = other_readings(pairings)
        better = first_that_holds(bench, tried, others, run_on)
        if better is not None:
            return others[better], "by another order"
    return readings[holds or 0], "as it stands"


def all_pairings(
    parameters: Parameters, told: Sequence[Declaration]
) -> tuple[list[Pairing] | None, bool]:
    """Each parameter with its counterpart, None where not all have one; and whether any was declared."""
    units, parts, built = parameters.units, parameters.parts, parameters.built
    declared = declared_pairings(told, units, parts, built)
    known = {name for one in declared for name in one.unit.leaves.values()}
    rest = [without_tensors(unit, known) for unit in units]
    free = left_over(parts, declared)
    found = paired([unit for unit in rest if unit.leaves], free, built)
    if found is None or left_over(free, found):
        return None, bool(declared)
    return [*declared, *found], bool(declared)


def first_that_holds(
    bench: Bench, tried: Sequence[int], readings: Sequence[Reading], run_on: RunOn
) -> int | None:
    """The first by which all these programs give what is expected."""
    if not tried or not readings:
        return None
    programs = [
        replace(bench.programs[index], wants=(), layout=layout_as_data(reading.rules))
        for reading in readings
        for index in tried
    ]
    run = run_on(programs, READING_SECONDS)
    for number in range(len(readings)):
        facts = [run.facts.get(number * len(tried) + place) for place in range(len(tried))]
        if all(
            isinstance(got, Returned) and bench.gives_results(i, got)
            for i, got in zip(tried, facts, strict=True)
        ):
            return number
    return None
