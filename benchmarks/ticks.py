"""How well the ticks that quiz sets beforehand fit what was said, on labelled answers in seventeen parts.

The terms and the matcher were worked on with all of them but the ninth, the modern fifth and the eleventh, which
are there to be measured. The twelfth says the contrary only: 2 of its 52 English and 3 of its 52 Chinese answers
had a false tick when it was first looked at. Of all but the first two the authors had not seen the terms when they
wrote. Each author has a measure of his own for what makes a point in full: the strict figure is the lower, the more
he asked for.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from benchmarks.timing import IMPORT_SCREEN, compare_times, seconds_of_process, working_place
from interview.bank import open_bank
from interview.matching import suggested_points
from interview.model.question import Question

ANSWERS = Path(__file__).parents[1] / "tests" / "matching" / "answers"
PARTS = (
    *(
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
    ),
    *("modern_first", "modern_second", "modern_third", "modern_fourth", "modern_fifth"),
)
LANGUAGES = ("en", "zh")


@dataclass(frozen=True)
class Labelled:
    """An answer, with the numbers of the points it makes, makes in part, and says the contrary of."""

    question: int
    says: str
    makes: frozenset[int]
    half: frozenset[int]
    denies: frozenset[int]
    ticked: frozenset[int]
    decisions: int
    """How many points the question has, each of them ticked or not."""

    @property
    def contrary(self) -> bool:
        return bool(self.denies)

    @property
    def missed(self) -> frozenset[int]:
        return self.makes - self.ticked

    @property
    def wrong(self) -> frozenset[int]:
        return self.ticked - self.makes


@dataclass(frozen=True)
class Figures:
    """Over the answers that say what they say; and of those that say the contrary, the false ticks."""

    answers: tuple[Labelled, ...]

    def count(self, of: str, contrary: bool = False) -> int:
        each = [answer for answer in self.answers if answer.contrary is contrary]
        return sum(len(getattr(answer, of)) for answer in each)

    @property
    def strict(self) -> float:
        """The share of the ticks whose point is made in full."""
        return 1 - self.count("wrong") / max(1, self.count("ticked"))

    @property
    def precision(self) -> float:
        """The share of the ticks whose point is made at least in part."""
        out = sum(len(answer.wrong - answer.half) for answer in self.answers if not answer.contrary)
        return 1 - out / max(1, self.count("ticked"))

    @property
    def recall(self) -> float:
        return 1 - self.count("missed") / max(1, self.count("makes"))


def labelled_answers(part: str, lang: str, every: int = 1) -> Figures:
    """The answers of one part in one language, or each so manieth of them, with the ticks they get now."""
    questions = questions_by_number(lang)
    told = yaml.safe_load((ANSWERS / f"{part}.{lang}.yaml").read_text(encoding="utf-8"))
    return Figures(tuple(with_ticks(one, questions[one["question"]]) for one in told[::every]))


@cache
def questions_by_number(lang: str) -> dict[int, Question]:
    bank = open_bank(None)
    return {card.number: bank.load(card, lang) for card in bank.cards}


def with_ticks(told: dict[str, Any], question: Question) -> Labelled:
    places = suggested_points(told["says"], question.key_points, question.ask)
    labels = {name: frozenset(told.get(name, ())) for name in ("makes", "half", "denies")}
    return Labelled(
        told["question"],
        told["says"],
        ticked=frozenset(place + 1 for place in places),
        decisions=len(question.key_points),
        **labels,
    )


def measure_ticks() -> None:
    measure_reading()
    for lang in LANGUAGES:
        for part in PARTS:
            figures = labelled_answers(part, lang)
            print(
                f"ticks, {lang}, {part} part: "
                f"{sum(answer.decisions for answer in figures.answers)} decisions; "
                f"precision {figures.precision:.1%}, strictly {figures.strict:.1%}, "
                f"recall {figures.recall:.1%}; false ticks in "
                f"{sum(answer.contrary for answer in figures.answers)} answers that say the contrary: "
                f"{figures.count('wrong', contrary=True)}",
                flush=True,
            )


def measure_reading() -> None:
    """A typed answer, as long as a model answer, read for the first time."""
    bank = open_bank(None)
    questions = iter([bank.load(card, lang) for card in bank.cards for lang in LANGUAGES])

    def reading() -> float:
        question = next(questions)
        started = time.perf_counter()
        suggested_points(question.answer, question.key_points, question.ask)
        return time.perf_counter() - started

    with working_place() as (_, environment):
        compare_times(
            'ticks of an answer / python -c "import typer, rich"',
            reading,
            lambda: seconds_of_process(IMPORT_SCREEN, environment),
            rounds=len(LANGUAGES) * len(bank.cards) - 1,
            bound=1.0,
        )
