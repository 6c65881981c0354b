"""What came of a mock interview: scores, what was said and missed, time, mistakes, what to study."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from interview.bank.drills import Asked
from interview.messages import _, ngettext
from interview.model.question import Question
from interview.practice.debug.faults import misconception_of
from interview.practice.drill.drill import expected, places
from interview.practice.drill.marking import letter
from interview.practice.memory.journal import Journal, PartJournal
from interview.practice.mock.parts import drawn
from interview.practice.mock.planning import Part, Plan
from interview.practice.mock.results import (
    Advice,
    Debrief,
    Drilled,
    FollowedUp,
    Mistake,
    Result,
    Said,
    Score,
)

MENDED, NAMED = 0.6, 0.4
"""A debugging round: what mending counts, and what naming the mistake counts."""
ADVICE = 5


def debriefed(plan: Plan, questions: Mapping[str, Question], journal: Journal) -> Debrief:
    """The debrief, from the steps alone."""
    results = tuple(
        result(part, questions, journal.part(number)) for number, part in enumerate(plan.parts)
    )
    topics = tuple(scores(results))
    weight = sum(one.minutes for one in topics)
    average = sum(one.score * one.minutes for one in topics) / weight if weight else 0.0
    elapsed = max((step.data["elapsed"] for step in journal.steps), default=0.0)
    return Debrief(
        at=datetime.fromisoformat(journal.session.at).astimezone(),
        plan=plan,
        seconds=elapsed,
        results=results,
        topics=topics,
        total=Score("", average, weight),
        advice=tuple(advised(results))[:ADVICE],
    )


def result(part: Part, questions: Mapping[str, Question], journal: PartJournal) -> Result:
    question = questions[part.question] if part.question else None
    if not journal.found("done") or journal.given_up:
        return Result(part, question, 0.0, None)
    seconds = journal.ended - journal.began
    if question is None:
        return drilled(part, questions, journal, seconds)
    if part.kind == "theory":
        return told(part, question, journal, seconds)
    if part.kind == "coding":
        return written(part, question, journal, seconds)
    return mended(part, question, journal, seconds)


def told(part: Part, question: Question, journal: PartJournal, seconds: float) -> Result:
    ticked = {place for step in journal.found("ticked") for place in step["said"]}
    points = tuple(
        Said(point.point, place in ticked) for place, point in enumerate(question.key_points)
    )
    follow_ups = []
    for step in journal.found("asked on"):
        one = question.follow_ups[step["place"]]
        follow_ups.append(FollowedUp(one.ask, step["text"], one.answer))
    typed = "".join(step["text"] for step in journal.found("answered"))
    score = len(ticked) / len(points)
    return Result(
        part, question, seconds, score, points=points, typed=typed, follow_ups=tuple(follow_ups)
    )


def drilled(
    part: Part, questions: Mapping[str, Question], journal: PartJournal, seconds: float
) -> Result:
    """Drills that were not reached in a part that was count as not known."""
    steps = journal.found("drill")
    steps += [{"given": "", "right": False}] * (len(part.drills) - len(steps))
    found = []
    for quick, step in zip(part.drills, steps, strict=True):
        question = questions[quick.question]
        asked = drawn(question, quick)
        found.append(
            Drilled(
                question, asked.text, step["given"], step["right"], in_full(asked), asked.because
            )
        )
    score = sum(one.right for one in found) / len(part.drills)
    return Result(part, None, seconds, score, drills=tuple(found))


def in_full(asked: Asked) -> str:
    """The right answer; of options their letters and what they say."""
    if not asked.options:
        return expected(asked)
    return "; ".join(f"{letter(place)}: {asked.options[place]}" for place in places(asked))


def written(part: Part, question: Question, journal: PartJournal, seconds: float) -> Result:
    graded = journal.found("graded")
    best = max(graded, key=lambda step: float(step["score"]), default=None)
    shown_ids = dict.fromkeys(step["misconception"] for step in graded if step["misconception"])
    mistakes = [Mistake(question, id, misconception_of(question, id).says) for id in shown_ids]
    return Result(
        part,
        question,
        seconds,
        float(best["score"]) if best else 0.0,
        status=best["status"] if best else "",
        passed=best["passed"] if best else 0,
        cases=best["cases"] if best else 0,
        tries=len(graded),
        mistakes=tuple(mistakes),
    )


def mended(part: Part, question: Question, journal: PartJournal, seconds: float) -> Result:
    graded = journal.found("graded")
    accepted = any(step["status"] == "accepted" for step in graded)
    fault = part.fault.misconception if part.fault else ""
    chosen = [step["choice"] for step in journal.found("named")]
    right = fault in chosen
    return Result(
        part,
        question,
        seconds,
        MENDED * accepted + NAMED * right,
        status="accepted" if accepted else "",
        tries=len(graded),
        fault=misconception_of(question, fault).says,
        named=misconception_of(question, chosen[-1]).says if chosen else "",
    )


def scores(results: tuple[Result, ...]) -> Iterator[Score]:
    """Each topic's score, weighed by the minutes planned; what was not reached counts neither way."""
    weights: dict[str, float] = {}
    earned: dict[str, float] = {}
    for one in results:
        for topic, score, minutes in shares(one):
            weights[topic] = weights.get(topic, 0.0) + minutes
            earned[topic] = earned.get(topic, 0.0) + score * minutes
    for topic, weight in weights.items():
        yield Score(topic, earned[topic] / weight, weight)


def shares(one: Result) -> Iterator[tuple[str, float, float]]:
    """Topic, score and minutes of all that a part is made of."""
    if one.score is None:
        return
    if one.question:
        yield one.question.topic, one.score, one.part.minutes
        return
    for drill in one.drills:
        yield drill.question.topic, float(drill.right), one.part.minutes / len(one.part.drills)


def advised(results: tuple[Result, ...]) -> Iterator[Advice]:
    """What went worst first."""
    reached = [one for one in results if one.score is not None and one.score < 1]
    for one in sorted(reached, key=lambda one: one.score or 0.0):
        yield from advice(one)
    if all(one.score is None for one in results):
        yield Advice(
            _("Nothing was answered: another one when you have the time"), "interview mock"
        )
    elif not reached:
        yield Advice(
            _("Everything was right: a longer or harder one"), "interview mock --level hard"
        )


def advice(one: Result) -> Iterator[Advice]:
    if one.question is None:
        wrong = [drill.question.number for drill in one.drills if not drill.right]
        why = ngettext("{count} drill was wrong", "{count} drills were wrong", len(wrong))
        numbers = " ".join(map(str, dict.fromkeys(wrong)))
        yield Advice(why.format(count=len(wrong)), f"interview drill {numbers}".strip())
        return
    number, title = one.question.number, one.question.title
    if one.part.kind == "theory":
        count = sum(not point.said for point in one.points)
        why = ngettext(
            "“{title}”: {count} key point not made", "“{title}”: {count} key points not made", count
        )
        yield Advice(why.format(title=title, count=count), f"interview quiz {number}")
    elif one.part.kind == "coding":
        yield Advice(
            _("“{title}”: write it until it passes").format(title=title),
            f"interview start {number}",
        )
    elif one.status == "accepted":
        yield Advice(
            _("“{title}”: mended, but the mistake was not named").format(title=title),
            f"interview show {number} --answer",
        )
    else:
        yield Advice(
            _("“{title}”: the mistake was not found").format(title=title),
            f"interview debug {number}",
        )
