"""The mutants of a question's reference tried on its cases: how many are seen, and which survive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from interview.authoring.mutants.explained import Fit, entry_problems, fitting_mutants
from interview.authoring.mutants.generation import mutants_of, sampled
from interview.authoring.mutants.mutant import Mutant
from interview.authoring.workers import in_parallel
from interview.bank.files import read_bank_file
from interview.bank.loading import load_for_grading
from interview.errors import QuestionError
from interview.grading.client.trials import Trials
from interview.model.card import Card
from interview.model.verdict import Finding
from interview.wording.verdict import finding_lines

MUTANT_SEED = 101
"""The cases see a mutant under this seed, or under another one that was asked for."""


@dataclass(frozen=True)
class Survivor:
    """A mutant that no case sees and nobody has explained."""

    mutant: Mutant
    witness: tuple[str, ...] = ()
    """Other inputs on which it differs, and how, if any were found: a case is missing."""


@dataclass
class Trial:
    """What became of one question's mutants."""

    card: Card
    tried: int = 0
    fates: Counter[str] = field(default_factory=Counter)
    """How many `crashed`, were `killed` by a value, are `harmless` in themselves, `explained`."""
    survivors: list[Survivor] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.survivors and not self.problems


def try_in_parallel(
    trials: ExitStack, cards: Sequence[Card], seed: int | None, count: int | None
) -> Iterator[Future[Trial]]:
    """The trial of each card's mutants, or of a sample of so many; the processes end with the stack."""

    def tried(process: Trials, card: Card) -> Trial:
        return try_question(process, card, MUTANT_SEED if seed is None else seed, count)

    return in_parallel(cards, lambda: trials.enter_context(Trials()), tried)


def try_question(process: Trials, card: Card, seed: int, count: int | None) -> Trial:
    """Tries a question's mutants, and holds its explanations against what was found."""
    trial = Trial(card)
    try:
        entries = load_for_grading(card.folder).exercise.equivalent
        mutants = mutants_of(read_bank_file(card.reference))
        fit = fitting_mutants(entries, mutants)
        chosen = sampled(mutants, count, card.id)
        seen = take_in(trial, chosen, fit, told_of(process, card, seed, chosen))
        trial.problems += entry_problems(card, entries, fit, seen)
    except QuestionError as error:
        trial.problems += error.problems
    return trial


def told_of(
    process: Trials, card: Card, seed: int, mutants: Sequence[Mutant]
) -> Iterator[tuple[Mutant, dict[str, Any]]]:
    sent = [{"source": m.source, "detached": m.kind == "detached"} for m in mutants]
    for told in process.fates(card, seed, sent):
        yield mutants[told["mutant"]], told


def take_in(
    trial: Trial,
    mutants: Sequence[Mutant],
    fit: Fit,
    told: Iterator[tuple[Mutant, dict[str, Any]]],
) -> dict[Mutant, str]:
    """Counts what is told; gives how those that were explained are seen all the same."""
    explained = {mutant for fitting in fit.values() for mutant in fitting}
    seen: dict[Mutant, str] = {}
    survivors: dict[Mutant, Survivor] = {}
    for mutant, message in told:
        fate = message["fate"]
        witness = witness_lines(message)
        if mutant in explained and (witness or fate != "survived"):
            seen[mutant] = "; ".join(witness) or f"it {fate} in the cases as they are"
        elif mutant in explained:
            fate = "explained"
        elif fate == "survived":
            survivors[mutant] = Survivor(mutant, witness)
        trial.fates[fate] += 1
    trial.tried = len(mutants)
    trial.survivors = [survivors[mutant] for mutant in mutants if mutant in survivors]
    return seen


def witness_lines(message: dict[str, Any]) -> tuple[str, ...]:
    """On which inputs a mutant differs, and how."""
    place = message.get("where")
    if place is None:
        return ()
    form = "" if place["form"] == "values" else f", {place['form']}"
    by = f"{message['by']}: " if "by" in message else ""
    lines = finding_lines(Finding(**place["finding"]))
    return f"{by}{place['case']}{form}: {place['call']}", *lines[:2]
