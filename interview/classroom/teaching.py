"""What to teach next: the mistakes most people made, each with the pitfall or key point it goes against."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from interview.classroom.class_mistakes import CommonMistake
from interview.model.question import Question

LESSONS, LEAST_PEOPLE = 3, 2
CLOSE_ENOUGH = 0.3
"""Of what a mistake's sentence tells, weighed by how rare its words are in the question, so much says the other."""
NEXT_POINT = re.compile(r"\n(?=- )")
CHINESE = re.compile("[\u2e80-\ua4cf]")
LETTERS_OF_A_WORD = 5
"""By which it is known, whatever its ending is."""


@dataclass(frozen=True)
class Lesson:
    """A mistake to come back to."""

    question: Question
    says: str
    count: int
    """People."""
    advice: str
    """The pitfall or key point that is about it; nothing where none is close."""
    pitfalls: tuple[str, ...]


def lessons_of(
    mistakes: Mapping[str, Sequence[CommonMistake]],
    told: Mapping[str, Question],
    english: Mapping[str, Question],
) -> list[Lesson]:
    """Of all questions the named mistakes that most people made; `told` has the questions by id.

    What is about a mistake is found by English words, which tell more than pairs of characters.
    """
    found = [
        (mistake.count, id, mistake.kind[1])
        for id, those in mistakes.items()
        for mistake in those
        if id in told and mistake.kind[0] == "named" and mistake.count >= LEAST_PEOPLE
    ]
    found.sort(key=lambda one: (-one[0], told[one[1]].number, one[1:]))
    return [
        lesson_on(told[id], english.get(id, told[id]), mistake, count)
        for count, id, mistake in found[:LESSONS]
    ]


def lesson_on(question: Question, english: Question, id: str, count: int) -> Lesson:
    texts, searched = advice_in(question), advice_in(english)
    others = [m.says for m in english.exercise.misconceptions]
    place = closest(says_of(english, id), searched, others)
    advice = texts[place] if place >= 0 and len(texts) == len(searched) else ""
    return Lesson(question, says_of(question, id), count, advice, tuple(pitfalls_of(question)))


def says_of(question: Question, id: str) -> str:
    return next((m.says for m in question.exercise.misconceptions if m.id == id), id)


def advice_in(question: Question) -> list[str]:
    return [*pitfalls_of(question), *(point.point for point in question.key_points)]


def pitfalls_of(question: Question) -> list[str]:
    """Each of them, without the mark of a list."""
    return [part.strip().removeprefix("- ") for part in NEXT_POINT.split(question.pitfalls.strip())]


def closest(sentence: str, texts: Sequence[str], others: Iterable[str]) -> int:
    """The place of the text that says most of what a sentence tells; -1 where none says enough.

    others: further sentences on the same subject, whose words tell little.
    """
    often = Counter(piece for text in (*texts, *others) for piece in telling_pieces(text))
    own = telling_pieces(sentence)
    whole = sum(1 / often[piece] for piece in own if often[piece]) or 1
    shares = [sum(1 / often[piece] for piece in telling_pieces(t) & own) / whole for t in texts]
    best = max(shares, default=0.0)
    return shares.index(best) if best >= CLOSE_ENOUGH else -1


def telling_pieces(text: str) -> set[str]:
    """Beginnings of words, and pairs of Chinese characters."""
    pieces: set[str] = set()
    for word in re.findall(r"\w+", text.casefold()):
        if CHINESE.search(word):
            pieces.update(word[i : i + 2] for i in range(len(word) - 1))
        elif len(word) > 2:
            pieces.add(word[:LETTERS_OF_A_WORD])
    return pieces
