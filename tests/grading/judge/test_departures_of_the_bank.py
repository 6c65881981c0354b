"""Of every fourth question of the banks one known mistake: what is said of where it first differs is true.

Looked at by plain comparisons of sorted numbers, and by the record of the reference itself as an attempt.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import permutations

import pytest
import torch

from interview.bank import open_bank
from interview.bank.edits import wrong_source
from interview.grading.execution.execution import execute, module_from
from interview.grading.execution.facts import Returned
from interview.grading.judge.bench import Bench
from interview.grading.judge.departure import compared_records
from interview.grading.judge.difference import first_difference
from interview.grading.judge.stage_names import stage_values
from interview.model.question import Case, Tolerance
from interview.model.verdict import Departure

SEED, EVERY, FILE = 7, 5, "attempt.py"
CARDS = {card.number: card for card in open_bank(None).cards}
SILENT = {14, 22, 30, 42, 43}
"""Questions whose first mistakes show in what is no tensor."""


@dataclass
class Told:
    departure: Departure
    mine: list
    """The attempt's stages."""
    right: list
    """Those of the reference as an attempt."""
    named: dict
    inputs: list


def recorded(bench, program, source):
    facts = execute(module_from(source, FILE), program, FILE, bench.given)
    return facts if isinstance(facts, Returned) and facts.stages else None


def differs(bench, program, source):
    plain = replace(program, recorded=False)
    got = execute(module_from(source, FILE), plain, FILE, bench.given)
    if not isinstance(got, Returned):
        return False
    return first_difference(plain, bench.run_reference(plain), got, Tolerance()) is not None


def first_told(card):
    """The first statement on one of the first known mistakes."""
    bench = Bench(card, SEED)
    edited = [m for m in bench.question.exercise.misconceptions if m.edit]
    programs = [
        replace(program, wants=(), recorded=True)
        for program in bench.programs
        if program.variant == "values" and isinstance(bench.case(program), Case)
    ]
    for misconception in edited[::EVERY]:
        source = wrong_source(card.folder, bench.reference, misconception)
        for program in programs:
            if not differs(bench, program, source):
                continue
            got = recorded(bench, program, source)
            departure = got and compared_records(bench, program, got, got.stages)
            if departure:
                with stage_values(bench.filename, bench.question.exercise.stages) as named:
                    bench.run_reference(program)
                right = recorded(bench, program, bench.reference)
                return Told(departure, got.stages, right.stages, named, numbers_of(program))
    return None


def numbers_of(program):
    values = [*(program.parameters or {}).values()]
    values += [value for step in program.steps for value in step.values()]
    return [sorted_numbers(value) for value in values if isinstance(value, torch.Tensor)]


def sorted_numbers(value):
    return value.double().nan_to_num(0, 0, 0).flatten().sort().values


def is_among(value, others):
    """Whether others hold the same numbers, in whatever order."""
    wanted = sorted_numbers(value)
    return any(
        wanted.numel() == one.numel() and torch.allclose(wanted, one, 1e-5, 1e-7) for one in others
    )


def is_equalled(value, others):
    """Whether one of the others is equal to it with its axes in some order."""
    wanted = value.double().squeeze()
    alike = [other for other in others if is_among(value, [sorted_numbers(other)])]
    return any(
        moved.shape == wanted.shape and torch.allclose(moved, wanted, 1e-5, 1e-7)
        for other in alike
        for order in permutations(range(other.squeeze().dim()))
        for moved in [other.double().squeeze().permute(order)]
    )


def sorted_values(stages):
    return [sorted_numbers(stage.value) for stage in stages if stage.value is not None]


def first_effect(told):
    """The first stage that the edit made another one; those before it are the reference's own."""
    for number, (mine, right) in enumerate(zip(told.mine, told.right, strict=False)):
        if mine.value is None or right.value is None:
            if mine.value is not right.value:
                return number
        elif mine.value.shape != right.value.shape or not torch.allclose(
            mine.value.double(), right.value.double(), equal_nan=True
        ):
            return number
    return min(len(told.mine), len(told.right))


@pytest.mark.parametrize("number", sorted({*CARDS} - SILENT)[2::5])
def test_what_is_said_is_true(number):
    told = first_told(CARDS[number])
    assert told
    departure, theirs = told.departure, sorted_values(told.right)
    at_line = [
        place
        for place, stage in enumerate(told.mine)
        if stage.lines[:1] == (departure.line,) and stage.value is not None
    ]
    others = [
        place for place in at_line if not is_among(told.mine[place].value, told.inputs + theirs)
    ]
    assert others or departure.rearranged
    if others:
        assert others[0] >= first_effect(told)
    for key in filter(None, [departure.missing]):
        mine = [stage.value for stage in told.mine if stage.value is not None]
        assert told.named[key]
        assert not all(is_equalled(value, mine) for value in told.named[key])
    for value in told.named.get(departure.agrees, []):
        every = torch.cat(sorted_values(told.mine)).sort().values
        near = torch.searchsorted(every, sorted_numbers(value) - 1e-6).clamp(max=len(every) - 1)
        assert torch.allclose(every[near], sorted_numbers(value), 1e-5, 1e-5)
