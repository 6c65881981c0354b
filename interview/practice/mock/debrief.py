"""What came of a mock interview: scores, what was said and missed, time, mistakes, what to study."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from interview.bank.drills import AskedDrill
from interview.invocation import as_called
from interview.messages import _, ngettext
from interview.model.question import Question
from interview.practice.debug.faults import misconception_says
from interview.practice.drill.drill import expected_answer, right_places
from interview.practice.drill.marking import option_letter
from interview.practice.memory.journal import Journal, PartJournal
from interview.practice.mock.parts import drill_as_asked
from interview.practice.mock.planning import MockPart, MockPlan
from interview.practice.mock.results import (
    Advice,
    Debrief,
    Drilled,
    FollowedUp,
    Mistake,
    PartResult,
    PointSaid,
    Score,
)

MENDED_SHARE, NAMED_SHARE = 0.6, 0.4
"""A debugging round: what mending counts, and what naming the mistake counts."""
MOST_ADVICE = 5


def debrief_from_journal(
    plan: MockPlan, questions: Mapping[str, Question], journal: Journal
) -> Debrief:
    """The debrief, from the steps alone."""
    results = tuple(
        result_of_part(part, questions, journal.part(number))
        for number, part in enumerate(plan.parts)
    )
    topics = tuple(topic_scores(results, questions))
    weight = sum(topic.minutes for topic in topics)
    average = sum(topic.score * topic.minutes for topic in topics) / weight if weight else 0.0
    reached = sum(topic.reached for topic in topics)
    elapsed = max((step.data["elapsed"] for step in journal.steps), default=0.0)
    return Debrief(
        at=datetime.fromisoformat(journal.session.at).astimezone(),
        plan=plan,
        seconds=elapsed,
        results=results,
        topics=topics,
        total=Score("", average, weight, reached),
        advice=tuple(
            replace(advice, command=as_called(advice.command))
            for advice in islice(advice_worst_first(results, plan.track), MOST_ADVICE)
        ),
    )


def result_of_part(
    part: MockPart, questions: Mapping[str, Question], journal: PartJournal
) -> PartResult:
    question = questions[part.question] if part.question else None
    if not journal.step_data("done") or journal.given_up:
        return PartResult(part, question, 0.0, None)
    seconds = journal.ended - journal.began
    if question is None:
        return drills_result(part, questions, journal, seconds)
    if part.kind == "theory":
        return theory_result(part, question, journal, seconds)
    if part.kind == "coding":
        return coding_result(part, question, journal, seconds)
    return debugging_result(part, question, journal, seconds)


def theory_result(
    part: MockPart, question: Question, journal: PartJournal, seconds: float
) -> PartResult:
    made = {place for step in journal.step_data("ticked") for place in step["said"]}
    ticked = made & set(range(len(question.key_points)))
    points = tuple(
        PointSaid(point.point, place in ticked) for place, point in enumerate(question.key_points)
    )
    follow_ups = []
    for step in journal.step_data("asked on"):
        if step["place"] >= len(question.follow_ups):  # there were more at the time
            continue
        follow_up = question.follow_ups[step["place"]]
        follow_ups.append(FollowedUp(follow_up.ask, step["text"], follow_up.answer))
    typed = "".join(step["text"] for step in journal.step_data("answered"))
    score = len(ticked) / len(points)
    return PartResult(
        part, question, seconds, score, points=points, typed=typed, follow_ups=tuple(follow_ups)
    )


def drills_result(
    part: MockPart, questions: Mapping[str, Question], journal: PartJournal, seconds: float
) -> PartResult:
    """Drills that were not reached in a part that was count as not known."""
    steps = journal.step_data("drill")[: len(part.drills)]
    steps += [{"given": "", "right": False}] * (len(part.drills) - len(steps))
    drills = []
    for planned, step in zip(part.drills, steps, strict=True):
        question = questions[planned.question]
        asked = drill_as_asked(question, planned)
        drills.append(
            Drilled(
                question,
                asked.text,
                step["given"],
                step["right"],
                expected_answer_in_full(asked),
                asked.because,
            )
        )
    score = sum(drill.right for drill in drills) / len(part.drills)
    return PartResult(part, None, seconds, score, drills=tuple(drills))


def expected_answer_in_full(asked: AskedDrill) -> str:
    """The right answer; of options their letters and what they say."""
    if not asked.options:
        return expected_answer(asked)
    return "; ".join(
        f"{option_letter(place)}: {asked.options[place]}" for place in right_places(asked)
    )


def coding_result(
    part: MockPart, question: Question, journal: PartJournal, seconds: float
) -> PartResult:
    graded = journal.step_data("graded")
    best = max(graded, key=core_then_score, default=None)
    core = bool(best and core_then_score(best)[0])
    left = best.get("left", []) if best and core and best["status"] != "accepted" else []
    cases = question.exercise.judged_cases
    shown_ids = dict.fromkeys(id for step in graded for id in mistakes_of_step(step))
    mistakes = [Mistake(question, id, misconception_says(question, id)) for id in shown_ids]
    return PartResult(
        part,
        question,
        seconds,
        1.0 if core else float(best["score"]) if best else 0.0,
        status=best["status"] if best else "",
        passed=best["passed"] if best else 0,
        cases=best["cases"] if best else 0,
        tries=len(graded),
        core=core,
        left=tuple(cases[place] for place in left if place < len(cases)),
        mistakes=tuple(mistakes),
    )


def mistakes_of_step(graded: Mapping[str, Any]) -> list[str]:
    """The one of the whole attempt, or those of single cases, which older interviews didn't keep."""
    whole = graded["misconception"]
    return [whole] if whole else list(graded.get("case_misconceptions", ()))


def core_then_score(graded: Mapping[str, Any]) -> tuple[bool, float]:
    """By which of several attempts the best is told: an accepted one has its core right."""
    core = graded.get("core") or graded["status"] == "accepted"
    return bool(core), float(graded["score"])


def debugging_result(
    part: MockPart, question: Question, journal: PartJournal, seconds: float
) -> PartResult:
    graded = journal.step_data("graded")
    accepted = any(step["status"] == "accepted" for step in graded)
    fault = part.fault.misconception if part.fault else ""
    chosen = [step["choice"] for step in journal.step_data("named")]
    right = fault in chosen
    return PartResult(
        part,
        question,
        seconds,
        MENDED_SHARE * accepted + NAMED_SHARE * right,
        status="accepted" if accepted else "",
        tries=len(graded),
        fault=misconception_says(question, fault),
        named=misconception_says(question, chosen[-1]) if chosen else "",
    )


def topic_scores(
    results: tuple[PartResult, ...], questions: Mapping[str, Question]
) -> Iterator[Score]:
    """Each topic's score, weighed by the minutes planned; what was not reached counts as not known."""
    shares: dict[str, list[tuple[float, float, float]]] = {}
    for result in results:
        for topic, score, minutes in score_shares(result, questions):
            reached = minutes if result.reached else 0.0
            shares.setdefault(topic, []).append((score * minutes, minutes, reached))
    for topic, parts in shares.items():
        earned, weight, reached = map(sum, zip(*parts, strict=True))
        yield Score(topic, earned / weight, weight, reached)


def score_shares(
    result: PartResult, questions: Mapping[str, Question]
) -> Iterator[tuple[str, float, float]]:
    """Topic, score and minutes of all that a part is made of."""
    if result.question:
        yield result.question.topic, result.score or 0.0, result.part.minutes
        return
    planned = result.part.drills
    right = [drill.right for drill in result.drills] or [False] * len(planned)
    for drill, was_right in zip(planned, right, strict=True):
        topic = questions[drill.question].topic
        yield topic, float(was_right), result.part.minutes / len(planned)


def advice_worst_first(results: tuple[PartResult, ...], track: str) -> Iterator[Advice]:
    """What went worst first; another interview is of the same track."""
    another = "interview mock" + f" --track {track}" * bool(track)
    short = [r for r in results if r.score is not None and (r.score < 1 or r.left)]
    for result in sorted(short, key=lambda result: result.score or 0.0):
        yield from advice_on_part(result)
    if all(result.score is None for result in results):
        yield Advice(_("Nothing was answered: another one when you have the time"), another)
    elif not short:
        yield Advice(_("Everything was right: a longer or harder one"), f"{another} --level hard")


def advice_on_part(result: PartResult) -> Iterator[Advice]:
    if result.question is None:
        wrong = [drill.question.number for drill in result.drills if not drill.right]
        why = ngettext("{count} drill was wrong", "{count} drills were wrong", len(wrong))
        numbers = " ".join(map(str, dict.fromkeys(wrong)))
        yield Advice(why.format(count=len(wrong)), f"interview drill {numbers}".strip())
        return
    number, title = result.question.number, result.question.title
    if result.part.kind == "theory":
        count = sum(not point.said for point in result.points)
        why = ngettext(
            "“{title}”: {count} key point not made", "“{title}”: {count} key points not made", count
        )
        yield Advice(why.format(title=title, count=count), f"interview quiz {number}")
    elif result.part.kind == "coding" and result.core:
        yield Advice(
            _("“{title}”: the core is right; mend what is left").format(title=title),
            f"interview start {number}",
        )
    elif result.part.kind == "coding":
        yield Advice(
            _("“{title}”: write it until it passes").format(title=title),
            f"interview start {number}",
        )
    elif result.status == "accepted":
        yield Advice(
            _("“{title}”: mended, but the mistake was not named").format(title=title),
            f"interview show {number} --answer",
        )
    else:
        yield Advice(
            _("“{title}”: the mistake was not found").format(title=title),
            f"interview debug {number}",
        )
