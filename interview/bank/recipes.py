"""Recipes -> inputs: draws the arguments of a case from a seed. Runs in trusted processes only."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from random import Random
from typing import Any

import torch
from torch import Tensor

from interview.bank.expressions import METHODS, Evaluator, evaluate_recipes, scalar_recipes
from interview.bank.files import read_bank_file
from interview.model.placeholder import Earlier, Given
from interview.model.question import Case, Raise

Recipes = dict[str, Callable[..., Any]]
OWN_RECIPES = "recipes"
"""The name of the module that a question's own recipes are."""


def seed_for(*parts: object) -> int:
    """A 63-bit seed that depends on every part and on nothing else."""
    digest = hashlib.sha256("/".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 1


def length_mask(counts: Sequence[int], size: int | None = None) -> Tensor:
    """Padding mask (B, S), True for the first `counts[b]` positions of row b."""
    width = max(counts) if size is None else size
    return torch.arange(width) < torch.tensor(counts)[:, None]


def length_mask_turned(counts: Sequence[int], size: int | None = None) -> Tensor:
    """The same lengths in the opposite order, where a case is to have other values."""
    return length_mask(counts[::-1], size)


def causal_mask(T: int, S: int | None = None) -> Tensor:
    """Causal mask (T, S), True where a key may be attended to; the last query sees every key."""
    S = T if S is None else S
    return torch.ones(T, S, dtype=torch.bool).tril(diagonal=S - T)


class Draw:
    """Everything that recipes can name, drawn from one seed; the tensors perhaps from another."""

    def __init__(self, seed: int, more: Recipes | None = None, tensors: int | None = None) -> None:
        self.more = more or {}
        self.first = tensors is None
        self.seed = seed
        self.generator = torch.Generator().manual_seed(seed if tensors is None else tensors)

    @cached_property
    def random(self) -> Random:
        """For what is no tensor; weights are drawn without it, by the hundred."""
        return Random(self.seed)

    def randn(self, *shape: int) -> Tensor:
        return torch.randn(*shape, dtype=torch.float64, generator=self.generator)

    def uniform(self, low: float, high: float, *shape: int) -> Tensor:
        return low + (high - low) * self.rand(*shape)

    def rand(self, *shape: int) -> Tensor:
        return torch.rand(*shape, dtype=torch.float64, generator=self.generator)

    def randint(self, low: int, high: int, *shape: int) -> Tensor:
        return torch.randint(low, high, shape, generator=self.generator)

    def boolean(self, p: float, *shape: int) -> Tensor:
        return self.rand(*shape) < p

    def permutation(self, n: int) -> Tensor:
        return torch.randperm(n, generator=self.generator)

    def names(self) -> dict[str, Any]:
        float64 = torch.float64
        return {
            **scalar_recipes(self.random),
            "randn": self.randn,
            "rand": self.rand,
            "uniform": self.uniform,
            "randint": self.randint,
            "boolean": self.boolean,
            "permutation": self.permutation,
            "lengths": length_mask if self.first else length_mask_turned,
            "causal": causal_mask,
            "tensor": tensor_of,
            "zeros": lambda *shape: torch.zeros(*shape, dtype=float64),
            "ones": lambda *shape: torch.ones(*shape, dtype=float64),
            "full": lambda value, *shape: tensor_of(value).expand(*shape).clone(),
            "eye": lambda n: torch.eye(n, dtype=float64),
            "arange": torch.arange,
            "cat": torch.cat,
            "stack": torch.stack,
            "where": torch.where,
            "words": str.split,
            "result": lambda step, *path: Earlier(step, path),
            "given": lambda name, *args, **kwargs: Given(name, args, kwargs),
            **{name: partial(function, self) for name, function in self.more.items()},
        }

    def evaluator(self, where: dict[str, Any]) -> Evaluator:
        evaluate = Evaluator(self.names(), METHODS)
        for name, recipe in where.items():
            evaluate.names[name] = evaluate_recipes(recipe, evaluate)
        return evaluate


def whole_randn(draw: Draw, *shape: int) -> Tensor:
    """As `randn`, in whole numbers from -3 to 3."""
    return (1.3 * draw.randn(*shape)).round().clamp(-3, 3) + 0.0  # and no -0.0


WHOLE_NUMBERS: Recipes = {"randn": whole_randn}
"""In the place of the recipes of the same name these make inputs that a person can calculate with."""


def tensor_of(values: Any) -> Tensor:
    """A tensor; floats are float64."""
    made = torch.tensor(values)
    return torch.tensor(values, dtype=torch.float64) if made.is_floating_point() else made


def more_recipes(path: Path) -> Recipes:
    """The functions of a question's own `recipes.py`, each `name(draw, ...)`; none without the file."""
    if not path.is_file():
        return {}
    names: dict[str, Any] = {"__name__": OWN_RECIPES, "__file__": str(path)}
    exec(compile(read_bank_file(path), str(path), "exec", dont_inherit=True), names)
    return {
        name: value
        for name, value in names.items()
        if callable(value)
        and not name.startswith("_")
        and getattr(value, "__module__", "") == OWN_RECIPES
    }


DrawnArguments = tuple[dict[str, Any], list[dict[str, Any]]]


def draw_arguments(
    case: Case | Raise,
    default_build: dict[str, Any],
    seed: int,
    more: Recipes,
    tensors: int | None = None,
) -> DrawnArguments:
    """The constructor arguments and the arguments of each call, as tensors and plain values.

    With a seed of their own only the tensors are others: what else was drawn, sizes above all, is the same.
    """
    evaluate = Draw(seed, more, tensors).evaluator(case.where)
    build = default_build if case.build is None else case.build
    calls = case.calls if isinstance(case, Case) else ()
    if not calls and case.call is not None:
        calls = (case.call,)
    steps = [
        {k: v if k == "method" else evaluate_recipes(v, evaluate) for k, v in call.items()}
        for call in calls
    ]
    return evaluate_recipes(build, evaluate), steps


def draw_parameters(
    shapes: dict[str, tuple[int, ...]], seed: int, whole: bool = False
) -> dict[str, Tensor]:
    """Random weights by name: matrices scaled to keep activations near 1, vectors around 0.

    whole: small whole numbers instead.
    """
    weights = {}
    for name, shape in sorted(shapes.items()):
        draw = Draw(seed_for(seed, name))
        if whole:
            weights[name] = whole_randn(draw, *shape)
            continue
        values = draw.randn(*shape)
        weights[name] = values / math.sqrt(shape[-1]) if len(shape) > 1 else 0.5 * values
    return weights
