"""The history in figures, as one versioned JSON record.

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
            "topics": {"attention": 0.5}, "track": ""}],
 "knowledge": [{"day": "2026-02-28", "known": 20, "fading": 3, "shaky": 4}],
 "plan": {"on": "2026-03-14", "days": [{"day": "2026-03-01", "new": 2, "write": 1, "due": 9,
                                        "mock_minutes": 0}]}}
```

`answered` counts answers, drills and graded attempts. A topic's `total` is two for each question,
its answer and its exercise; `fading` are due again, `shaky` are not due yet and were hard or
failed the last time. `to_days` is null in the last span; seconds are medians, null if none.
Of mock interviews scores go from 0 to 1, and so does how much of one was `reached`; `track` is
empty where all banks were asked.
`knowledge` counts as `topics` does, at the end of each day (of many some are left out); `plan` has
every day that is left before the interview, and is null without one.
Within version 1 keys are only ever added.
"""

from __future__ import annotations

import json
from typing import Any

from interview.history.figures import FOR_EVER, PlanAhead, Progress

PROGRESS_VERSION = 1


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
                "track": mock.track,
            }
            for mock in progress.mocks
        ],
        "knowledge": [
            {
                "day": point.day.isoformat(),
                "known": point.known,
                "fading": point.fading,
                "shaky": point.shaky,
            }
            for point in progress.knowledge
        ],
        "plan": ahead_as_record(progress.ahead) if progress.ahead else None,
    }


def ahead_as_record(ahead: PlanAhead) -> dict[str, Any]:
    days = [
        {
            "day": day.day.isoformat(),
            "new": day.new,
            "write": day.write,
            "due": day.due,
            "mock_minutes": day.mock,
        }
        for day in ahead.days
    ]
    return {"on": ahead.on.isoformat(), "days": days}


def shade_of_day(count: int, highest: int) -> int:
    """From 0, nothing done, to 4, as much as on the busiest day."""
    return min(4, 1 + 4 * (count - 1) // max(1, highest)) if count else 0


def minutes_and_seconds(seconds: float | None) -> str:
    """Minutes and seconds; nothing where there is nothing."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
