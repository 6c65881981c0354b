"""Weights into what was built: by their names, or as the judge has found that they are laid out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

import torch
from torch import Tensor, nn

from interview.bank.recipes import draw_parameters
from interview.grading.checks.check import Arranged, as_it_is
from interview.grading.execution.layout import (
    head_counts,
    layout_from_data,
    own_values,
    placings_of,
    reference_values,
)
from interview.grading.execution.program import Program
from interview.grading.wire.bounds import MAX_PARAMETERS
from interview.grading.wire.foreign import MAX_AXES


@dataclass(frozen=True)
class Loaded:
    """Parameters that hold given weights."""

    weights: dict[str, nn.Parameter]
    """By their own names."""
    arranged: Arranged = as_it_is
    """Tensors as large as these, by their names -> by the names of the reference, and laid out as there."""


def parameters_of(target: Any) -> dict[str, nn.Parameter]:
    """By all their names; of what is no module none."""
    return (
        dict(target.named_parameters(remove_duplicate=False))
        if isinstance(target, nn.Module)
        else {}
    )


def load_weights(
    program: Program, own: dict[str, nn.Parameter], wanted: dict[str, Tensor]
) -> Loaded | None:
    """Copies the weights in, by name or as the program lays them out; None where they do not fit.

    A further name is fine if it is only another name for a wanted parameter, as in tied weights.
    """
    known = {id(own[name]) for name in wanted if name in own}
    theirs = {n: p.shape for n, p in own.items() if n in wanted or id(p) not in known}
    loaded, values = Loaded({n: own[n] for n in wanted if n in own}), wanted
    if theirs != {name: tensor.shape for name, tensor in wanted.items()}:
        shapes = {name: tuple(tensor.shape) for name, tensor in wanted.items()}
        once = {name: tuple(parameter.shape) for name, parameter in named_once(own).items()}
        rules = layout_from_data(program.layout)
        placings = placings_of(rules, shapes, once, head_counts(program.build))
        if placings is None:
            return None
        values = own_values(placings, wanted)
        loaded = Loaded(
            {name: own[name] for name in values}, partial(reference_values, placings, wanted)
        )
    with torch.no_grad():
        for name, value in values.items():
            own[name].copy_(value)
    return loaded


def named_once(own: dict[str, nn.Parameter]) -> dict[str, nn.Parameter]:
    """Each parameter by the first of its names."""
    first: dict[int, str] = {}
    for name, parameter in own.items():
        first.setdefault(id(parameter), name)
    return {name: own[name] for name in first.values()}


def names_and_shapes(own: dict[str, nn.Parameter]) -> dict[str, list[int]]:
    """Of each parameter once, as far as they are told."""
    told = islice(named_once(own).items(), MAX_PARAMETERS)
    return {name: list(parameter.shape)[:MAX_AXES] for name, parameter in told}


def weights_wanted(program: Program, own: dict[str, nn.Parameter]) -> dict[str, Tensor]:
    """What is to be loaded by name: where the reference's constructor refuses, something for whatever there is."""
    if program.parameters is not None:
        return program.parameters
    shapes = {name: tuple(parameter.shape) for name, parameter in own.items()}
    return draw_parameters(shapes, program.seed)
