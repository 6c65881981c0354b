"""The history in figures, as one versioned JSON record and as one HTML page that opens offline.

```
{"version": 1,
 "today": "2026-03-01", "streak": 5, "longest_streak": 12, "answered": 240,
 "days": {"2026-02-28": 12, "2026-03-01": 3},
 "topics": [{"topic": "attention", "known": 6, "fading": 2, "shaky": 1, "total": 10}],
 "retention": [{"from_days": 4, "to_days": 7, "asked": 20, "recalled": 17}],
 "misconceptions": [{"question": "cross-attention", "misconception": "no-scaling", "times": 4,
                     "days": 2, "last": "2026-02-20T18:00:00.000000+00:00", "overcome": false}],
 "times": [{"question": "cross-attention", "answer_seconds": 95.0, "answers": 3,
            "exercise_seconds": 1260.0, "exercises": 1, "allowed_minutes": 20}],
 "mocks": [{"at": "2026-02-21T10:00:00+00:00", "minutes": 45, "score": 0.23, "reached": 0.4,
            "topics": {"attention": 0.5}}]}
```

`answered` counts answers, drills and graded attempts. A topic's `total` is two for each question,
its answer and its exercise; `fading` are due again, `shaky` are not due yet and were hard or
failed the last time. `to_days` is null in the last span; seconds are medians, null if none.
Of mock interviews scores go from 0 to 1, and so does how much of one was `reached`.
Within version 1 keys are only ever added.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from interview.history.figures import FOR_EVER, Progress
from interview.messages import _, ngettext, spoken
from interview.text import inert

PROGRESS_VERSION = 1
PROGRESS_TEMPLATE = Path(__file__).with_name("progress.html.jinja")
CALENDAR_WEEKS, CALENDAR_CELL = 53, 14


def progress_as_json(progress: Progress) -> str:
    """The record as text."""
    return json.dumps(progress_as_record(progress), indent=2, allow_nan=False)


def progress_as_record(progress: Progress) -> dict[str, Any]:
    return {
        "version": PROGRESS_VERSION,
        "today": progress.today.isoformat(),
        "streak": progress.streak,
        "longest_streak": progress.longest,
        "answered": progress.answered,
        "days": {day.isoformat(): count for day, count in sorted(progress.days.items())},
        "topics": [
            {
                "topic": topic.name,
                "known": topic.known,
                "fading": topic.fading,
                "shaky": topic.shaky,
                "total": topic.total,
            }
            for topic in progress.topics
        ],
        "retention": [
            {
                "from_days": span.low,
                "to_days": None if span.high == FOR_EVER else span.high,
                "asked": span.asked,
                "recalled": span.recalled,
            }
            for span in progress.retention
        ],
        "misconceptions": [
            {
                "question": mistake.question,
                "misconception": mistake.misconception,
                "times": mistake.times,
                "days": mistake.days,
                "last": mistake.last,
                "overcome": mistake.overcome,
            }
            for mistake in progress.misconceptions
        ],
        "times": [
            {
                "question": timing.card.id,
                "answer_seconds": timing.answer_seconds,
                "answers": timing.answers,
                "exercise_seconds": timing.exercise_seconds,
                "exercises": timing.exercises,
                "allowed_minutes": timing.card.minutes,
            }
            for timing in progress.timings
        ],
        "mocks": [
            {
                "at": mock.at.isoformat(),
                "minutes": mock.minutes,
                "score": mock.score,
                "reached": mock.reached,
                "topics": dict(mock.topics),
            }
            for mock in progress.mocks
        ],
    }


def progress_as_html(progress: Progress, titles: Mapping[str, str], lang: str) -> str:
    """The page; everything that isn't ours is escaped."""
    # Imported here: no other command needs it.
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(inert=inert, clock=minutes_and_seconds)
    return environment.from_string(PROGRESS_TEMPLATE.read_text(encoding="utf-8")).render(
        lang=lang,
        p=progress,
        titles=titles,
        words=progress_words(progress),
        days=calendar_squares(progress),
        curve=retention_points(progress),
    )


def progress_words(progress: Progress) -> dict[str, str]:
    """What the page says, in the language of the learner."""
    head = ngettext(
        "{count} answers · {streak} day in a row now, {longest} at most",
        "{count} answers · {streak} days in a row now, {longest} at most",
        progress.streak,
    )
    return {
        "title": _("Interview practice: progress"),
        "head": head.format(
            count=progress.answered, streak=progress.streak, longest=progress.longest
        ),
        "activity": _("Activity"),
        "topics": _("Known by topic"),
        "retention": _("Still known when asked again"),
        "days_since": _("days since it was last asked"),
        "misconceptions": _("Mistakes, the most persistent first"),
        "mistake": _("mistake"),
        "question": _("question"),
        "times": _("times"),
        "days": _("days"),
        "state": _("passed since"),
        "timings": _("Time per question"),
        "answer": _("answer"),
        "code": _("code"),
        "allowed": _("allowed"),
        "known": _("known"),
        "fading": _("to refresh"),
        "shaky": _("not firm yet"),
        "none": _("None yet."),
        **{f"topic {topic.name}": spoken(topic.name) for topic in progress.topics},
    }


def calendar_squares(progress: Progress) -> list[dict[str, Any]]:
    """A square for each day of the last year: its place, its shade from 0 to 4, what it says."""
    monday = progress.today - timedelta(days=progress.today.weekday(), weeks=CALENDAR_WEEKS - 1)
    highest = max(progress.days.values(), default=0)
    squares = []
    for number in range((progress.today - monday).days + 1):
        day = monday + timedelta(days=number)
        count = progress.days.get(day, 0)
        week, weekday = divmod(number, 7)
        squares.append(
            {
                "x": week * CALENDAR_CELL,
                "y": weekday * CALENDAR_CELL,
                "shade": shade_of_day(count, highest),
                "says": f"{day.isoformat()}: {count}",
            }
        )
    return squares


def shade_of_day(count: int, highest: int) -> int:
    """From 0, nothing done, to 4, as much as on the busiest day."""
    return min(4, 1 + 4 * (count - 1) // max(1, highest)) if count else 0


def retention_points(progress: Progress) -> list[dict[str, Any]]:
    """A point for each span of days, from left to right; the size tells how often it was asked."""
    most = max((span.asked for span in progress.retention), default=1)
    points = []
    for number, span in enumerate(progress.retention):
        share = span.recalled / span.asked
        label = f"> {span.low - 1}" if span.high == FOR_EVER else f"{span.low}-{span.high}"
        points.append(
            {
                "x": 60 + 90 * number,
                "y": round(20 + 160 * (1 - share), 1),
                "size": round(3 + 6 * span.asked / most, 1),
                "label": str(span.low) if span.low == span.high else label,
                "says": f"{share:.0%} ({span.recalled} / {span.asked})",
            }
        )
    return points


def minutes_and_seconds(seconds: float | None) -> str:
    """Minutes and seconds; nothing where there is nothing."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
