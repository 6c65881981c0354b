"""A question's ladder: small inputs for each case, kept as sizes beside the question. Knows no torch.

The tensors are drawn anew from the sizes and the seed, as small whole numbers, so that an example can
be read; whoever climbs takes the rungs in order, the smallest first.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from interview.bank.edition import edition_of
from interview.model.question import Card, Case, Question, Raise

LADDER_FORM = 1
"""Of the file, and of how rungs are chosen: with another one every ladder is made anew."""
LADDER_SEED = 0


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
        data = json.loads(ladder_file(card).read_text(encoding="utf-8"))
        rungs = [
            Rung(name, dict(zip(told["sizes"], sizes, strict=True)), count)
            for name, told in data["cases"].items()
            for count, *sizes in told["rungs"]
        ]
        return Ladder(data["edition"], tuple(sorted(rungs, key=lambda rung: rung.count)))
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


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
