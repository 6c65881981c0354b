"""The prose of a question in another language: what `zh.yaml` holds, and how it replaces the English."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from interview.model.answer import FollowUp, KeyPoint
from interview.model.question import Case, Question, Raise
from interview.model.strict import Strict


@dataclass(frozen=True)
class DrillProse(Strict):
    """A drill's words."""

    ask: str
    """The question; {names} from the drill's `where` are filled in."""
    because: str
    """The computation or reason."""
    right: tuple[str, ...] = ()
    """The right options, in the same order as in English."""
    wrong: tuple[str, ...] = ()
    """The other options, in the same order as in English."""


@dataclass(frozen=True)
class ExerciseProse(Strict):
    """An exercise's words."""

    task: str
    """What to write."""
    hints: tuple[str, str, str]
    """The three hints."""
    cases: tuple[str, ...]
    """The names of the cases, in order."""
    misconceptions: dict[str, str] = field(default_factory=dict)
    """Misconception id -> what it says, of those that say something of their own in English."""
    raises: tuple[str, ...] = ()
    """The names of the refused calls, in order."""
    stages: dict[str, str] = field(default_factory=dict)
    """What a learner is told of the variables that `stages` names in question.yaml."""


@dataclass(frozen=True)
class Prose(Strict):
    """Everything of a question that is language."""

    title: str
    """A title for lists."""
    ask: str
    """The question as an interviewer puts it."""
    answer: str
    """The model answer: 250 to 500 Chinese characters."""
    key_points: tuple[KeyPoint, ...]
    """The same points, with terms of this language."""
    follow_ups: tuple[FollowUp, ...]
    """The same follow-ups."""
    pitfalls: str
    """What people get wrong."""
    drills: tuple[DrillProse, ...]
    """The same drills."""
    exercise: ExerciseProse
    """The words of the coding part."""
    sources: tuple[str, ...] = field(default=())
    """Left out where they are the same."""


def translation_problems(
    question: Question, prose: Prose
) -> list[tuple[tuple[str | int, ...], str]]:
    """Where the two languages do not have the same parts: (key in the translation, what is wrong)."""
    exercise, words = question.exercise, prose.exercise
    pairs = [
        (("key_points",), len(question.key_points), len(prose.key_points)),
        (("follow_ups",), len(question.follow_ups), len(prose.follow_ups)),
        (("drills",), len(question.drills), len(prose.drills)),
        (("exercise", "cases"), len(exercise.cases), len(words.cases)),
        (("exercise", "raises"), len(exercise.raises), len(words.raises)),
    ]
    problems: list[tuple[tuple[str | int, ...], str]] = [
        (key, difference_in_count(there, here)) for key, there, here in pairs if there != here
    ]
    for i, (drill, said) in enumerate(zip(question.drills, prose.drills, strict=False)):
        wanted, got = ((len(one.right), len(one.wrong)) for one in (drill, said))
        if wanted != got:
            what = f"expected {wanted[0]} right and {wanted[1]} wrong options as in question.yaml"
            problems.append((("drills", i), f"{what}, got {got[0]} and {got[1]}: write as many"))
    ids = {m.id for m in exercise.misconceptions}
    for missing in sorted(ids - set(words.misconceptions)):
        problems.append(
            (("exercise", "misconceptions"), f"expected a text for {missing!r}, got none: add it")
        )
    for extra in sorted(set(words.misconceptions) - ids):
        problems.append(
            (
                ("exercise", "misconceptions", extra),
                f"{extra!r} is no misconception of question.yaml: remove it",
            )
        )
    problems += stage_differences(exercise.stages, words.stages)
    return problems


def difference_in_count(there: int, here: int) -> str:
    remedy = "add what is missing" if here < there else "remove what is too many"
    entries = "entry" if there == 1 else "entries"
    return f"expected {there} {entries} as in question.yaml, got {here}: {remedy}"


def stage_differences(
    there: dict[str, str], here: dict[str, str]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Stages that one language alone has words for."""
    for missing in sorted(there.keys() - here.keys()):
        yield ("exercise", "stages"), f"expected words for {missing!r}, got none: add them"
    for extra in sorted(here.keys() - there.keys()):
        yield ("exercise", "stages", extra), f"{extra!r} is no stage of question.yaml: remove it"


NamedCall = TypeVar("NamedCall", Case, Raise)


def with_names(cases: tuple[NamedCall, ...], names: tuple[str, ...]) -> tuple[NamedCall, ...]:
    return tuple(replace(case, name=name) for case, name in zip(cases, names, strict=True))


def translated(question: Question, prose: Prose) -> Question:
    """The question with its prose replaced; everything that is graded stays the same."""
    exercise, words = question.exercise, prose.exercise
    return replace(
        question,
        title=prose.title,
        ask=prose.ask,
        answer=prose.answer,
        key_points=prose.key_points,
        follow_ups=prose.follow_ups,
        pitfalls=prose.pitfalls,
        sources=prose.sources or question.sources,
        drills=tuple(
            replace(d, ask=p.ask, because=p.because, right=p.right, wrong=p.wrong)
            for d, p in zip(question.drills, prose.drills, strict=True)
        ),
        exercise=replace(
            exercise,
            task=words.task,
            hints=words.hints,
            stages=words.stages,
            cases=with_names(exercise.cases, words.cases),
            raises=with_names(exercise.raises, words.raises),
            misconceptions=tuple(
                replace(m, says=words.misconceptions[m.id]) for m in exercise.misconceptions
            ),
        ),
    )
