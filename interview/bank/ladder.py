"""A question's ladder: small inputs for each case, kept as sizes beside the question. Knows no torch.

The tensors are drawn anew from the sizes and the seed, as small whole numbers, so that an example can
be read; whoever climbs takes the rungs in order, the smallest first.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from interview.bank.edition import edition_of
from interview.bank.files import read_bank_file
from interview.errors import QuestionError
from interview.model.card import Card
from interview.model.question import Case, Question, Raise

LADDER_FORM = 2
"""Of the file, and of how rungs are chosen: with another one every ladder is made anew."""
LADDER_SEED = 0
SMALL_SIZES = (1, 2, 3)
"""What a rung has in the place of a case's own sizes, or of some of them."""


@dataclass(frozen=True)
class Rung:
    """One small input."""

    case: str
    """The name of the case that it is one of."""
    sizes: dict[int, int]
    """Each size of the case, and what it is here."""
    count: int
    """How many numbers inputs and result hold."""


@dataclass(frozen=True)
class Ladder:
    """The small inputs of a question, those with the fewest numbers first."""

    edition: str
    """Of everything that it was made from."""
    rungs: tuple[Rung, ...]


def ladder_file(card: Card) -> Path:
    return card.folder / "ladder.json"


def ladder_edition(card: Card, question: Question) -> str:
    """Changes with the cases, the reference and what is given, and with no word of prose; raises OSError."""
    exercise = question.exercise
    calls = [call_of(case) for case in exercise.all_cases]
    told = (LADDER_FORM, LADDER_SEED, question.id, exercise.build, calls)
    return edition_of(told, (card.reference, card.given, card.folder / "recipes.py"))


def call_of(case: Case | Raise) -> tuple[object, ...]:
    """Everything in a case that decides what is called."""
    further = (case.calls, case.mode) if isinstance(case, Case) else (case.error,)
    return case.name, case.of, case.where, case.build, case.call, *further


def read_ladder(card: Card) -> Ladder | None:
    """The ladder that lies beside the question, of whatever edition; None where there is none to be read."""
    try:
        data = json.loads(read_bank_file(ladder_file(card)))
        rungs = [
            Rung(name, dict(zip(told["sizes"], sizes, strict=True)), count)
            for name, told in data["cases"].items()
            for count, *sizes in told["rungs"]
        ]
    except (QuestionError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    if not all(map(could_be_made, rungs)):
        return None
    return Ladder(data["edition"], tuple(sorted(rungs, key=lambda rung: rung.count)))


def could_be_made(rung: Rung) -> bool:
    """Whether its sizes are numbers, and none is larger than the case's own, or than a ladder's largest."""
    numbers = [rung.count, *rung.sizes, *rung.sizes.values()]
    whole = all(type(number) is int for number in numbers)
    return whole and all(0 <= new <= max(old, *SMALL_SIZES) for old, new in rung.sizes.items())


def current_ladder(card: Card, question: Question) -> Ladder | None:
    """The ladder if it is of this edition; where it isn't, `interview check` makes it anew."""
    ladder = read_ladder(card)
    return ladder if ladder and ladder.edition == ladder_edition(card, question) else None


def ladder_text(ladder: Ladder) -> str:
    """The file's text: a line for each case, with its sizes and, for each rung, its count and new sizes."""
    cases: dict[str, list[Rung]] = {}
    for rung in ladder.rungs:
        cases.setdefault(rung.case, []).append(rung)
    lines = []
    for name, rungs in cases.items():
        told = {
            "sizes": list(rungs[0].sizes),
            "rungs": [[rung.count, *rung.sizes.values()] for rung in rungs],
        }
        lines.append(
            f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(told, allow_nan=False)}"
        )
    head = f'{{"edition": {json.dumps(ladder.edition)}, "cases": {{'
    return head + "\n" + ",\n".join(lines) + "\n}}\n"
