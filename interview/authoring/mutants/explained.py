"""The mutants that a question explains in `equivalent`, and what is wrong with the explanations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interview.authoring.mutants.mutant import Mutant
from interview.bank.source import KeyPath, problem_at, read_yaml
from interview.model.card import Card
from interview.model.question import Equivalent

Fit = dict[int, list[Mutant]]
"""By the number of an entry in `equivalent`: the mutants that it means."""


def fitting_mutants(entries: Sequence[Equivalent], mutants: Sequence[Mutant]) -> Fit:
    """The mutants in which an entry's edit stands in an entry's function."""
    wanted = {entry.function for entry in entries}
    fit: Fit = {i: [] for i in range(len(entries))}
    for mutant in mutants:
        if mutant.function in wanted:
            edits = {one_line(edit) for edit in mutant.edits()}
            for i, entry in enumerate(entries):
                if entry.function == mutant.function and one_line(entry.edit) in edits:
                    fit[i].append(mutant)
    return fit


def one_line(edit: str) -> str:
    return " ".join(edit.split())


def entry_problems(
    card: Card, entries: Sequence[Equivalent], fit: Fit, seen: dict[Mutant, str]
) -> list[str]:
    """What is wrong with the entries, as `file:line: key: problem: remedy`.

    seen: how a mutant that was tried is told from the reference after all, if it is.
    """
    problems = [
        (i, problem) for i, mutants in fit.items() for problem in fit_problems(entries[i], mutants)
    ]
    for i, mutants in fit.items():
        problems += [
            (i, f"`{entries[i].edit}` is no equivalent: {seen[mutant]}: add a case, or remove it")
            for mutant in mutants
            if mutant in seen
        ]
    if not problems:
        return []
    where = read_yaml(card.folder / "question.yaml").where
    keys: list[tuple[KeyPath, str]] = [
        (("exercise", "equivalent", i), text) for i, text in problems
    ]
    return [problem_at(where, key, text) for key, text in keys]


def fit_problems(entry: Equivalent, mutants: Sequence[Mutant]) -> Iterator[str]:
    """Why an entry doesn't mean exactly one mutant; a line that stands twice is meant twice."""
    place = entry.function or "the top of the file"
    if not mutants:
        yield f"expected an edit of {place}, got `{entry.edit}`: quote the line as it is now, or remove it"
    elif len(mutants) > 1 and any(one_line(m.edit) != one_line(entry.edit) for m in mutants):
        yield f"`{entry.edit}` fits {len(mutants)} edits of {place}: quote more of the line"
