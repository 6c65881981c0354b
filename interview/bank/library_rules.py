"""What a question names of given.py and of libraries. Whether a library has it, only who loads it can say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from interview.bank.code_rules import defined_names
from interview.bank.rules import Problem, keyed_cases
from interview.bank.source import KeyPath
from interview.model.question import Exercise


def library_names(exercise: Exercise) -> Iterator[tuple[KeyPath, str]]:
    """Every name that a library must have: what the exercise forbids, or a case is given."""
    for i, name in enumerate(exercise.forbid):
        if name not in exercise.since or has_version(name.split(".")[0], exercise.since[name]):
            yield ("exercise", "forbid", i), name
    for key, name in names_given(exercise):
        if name.startswith("nn."):
            yield key, f"torch.{name}"


def has_version(library: str, wanted: str) -> bool:
    """Whether the library that is here is of that version or of a later one."""
    try:
        return version_numbers(version(library)) >= version_numbers(wanted)
    except PackageNotFoundError:
        return False


def version_numbers(text: str) -> list[int]:
    """Of "2.13.0+cpu" 2 and 13: those that decide what a library has."""
    return [int(digits) for digits in re.findall(r"\d+", text)[:2]]


def library_problems(exercise: Exercise, unknown: Mapping[str, str]) -> Iterator[Problem]:
    """Those names that are unknown, each with the nearest that is known, or with nothing."""
    for key, name in library_names(exercise):
        if name in unknown:
            near = unknown[name]
            remedy = f"did you mean {near}?" if near else "write it in full, as torch.nn.Linear"
            yield key, f"{name!r}: no library has it: {remedy}"


def given_problems(folder: Path, exercise: Exercise) -> Iterator[Problem]:
    """Names that `given(...)` asks for and `given.py` does not define."""
    defined = defined_names(folder / "given.py")
    for key, name in names_given(exercise):
        if defined is not None and not name.startswith("nn.") and name not in defined:
            yield key, f"given({name!r}): given.py does not define it: write it there"


def names_given(exercise: Exercise) -> Iterator[tuple[KeyPath, str]]:
    for name in names_in_data(exercise.build):
        yield ("exercise", "build"), name
    for key, case in keyed_cases(exercise):
        for name in names_in_data(vars(case)):
            yield key, name


def names_in_data(data: Any) -> Iterator[str]:
    """What is asked for by `given('name', ...)` in plain data."""
    if isinstance(data, dict | list | tuple):
        for item in data.values() if isinstance(data, dict) else data:
            yield from names_in_data(item)
    elif isinstance(data, str) and "given(" in data:
        with suppress(SyntaxError, ValueError, RecursionError, MemoryError):  # told as such
            for node in ast.walk(ast.parse(data.strip(), mode="eval")):
                match node:
                    case ast.Call(
                        func=ast.Name(id="given"), args=[ast.Constant(value=str(name)), *_]
                    ):
                        yield name
