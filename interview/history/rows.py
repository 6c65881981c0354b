"""The shape of every row of the history, as strict for what comes from elsewhere as for what we write.

Ids of questions and misconceptions may be those of another bank.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from interview.history.notes import NOTE_KINDS
from interview.history.sessions import SessionKind
from interview.history.shapes import (
    Shape,
    any_text,
    both,
    check_plain,
    identifier,
    list_of,
    nullable,
    number_between,
    one_of,
    question_id,
    record_of,
    refuse,
    whole_between,
    yes_or_no,
)
from interview.history.store import HINTS
from interview.messages import _
from interview.model.verdict import Status

ID = r"[^:\s]+"
QUESTION_ID = rf"(?:{ID}:)?{ID}"
"""Of a bank that the package does not ship, its name comes first."""
ITEM_NAME = re.compile(
    rf"(question|exercise):{QUESTION_ID}|drill:{QUESTION_ID}:[0-9]{{1,4}}|debug:{QUESTION_ID}:{ID}"
)
LONGEST_SECONDS = 10**8
"""Three years."""
LONGEST_PLAN = 366
"""Days."""
LARGEST_NUMBER = 2**63 - 1
"""What the database holds."""


def item_name(value: Any, name: str) -> None:
    if not isinstance(value, str) or not value.isprintable() or not ITEM_NAME.fullmatch(value):
        refuse(name, _("question:ID or the like"), value)


def known_among_options(fault: Mapping[str, Any], name: str) -> None:
    if fault["misconception"] not in fault["options"]:
        refuse(f"{name}.misconception", _("one of the options"), fault["misconception"])
    if len(set(fault["options"])) < len(fault["options"]):
        refuse(f"{name}.options", _("every option once"), fault["options"])


def iso_day(value: Any, name: str) -> None:
    """A date as `2026-12-10`."""
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        refuse(name, _("a date such as 2026-12-10"), value)


def day_after_its_beginning(plan: Mapping[str, Any], name: str) -> None:
    on, since = date.fromisoformat(plan["on"]), date.fromisoformat(plan["since"])
    if not 0 < (on - since).days <= LONGEST_PLAN:
        refuse(f"{name}.on", _("a day after {day}, within a year").format(day=since), plan["on"])


def whole_part(part: Mapping[str, Any], name: str) -> None:
    """A part has what its kind needs."""
    if part["kind"] == "drills":
        list_of(PLANNED_DRILL, fewest=1)(part["drills"], f"{name}.drills")
        return
    question_id(part["question"], f"{name}.question")
    if part["kind"] == "debugging":
        FAULT(part["fault"], f"{name}.fault")
        if part["fault"]["question"] != part["question"]:
            refuse(f"{name}.fault.question", part["question"], part["fault"]["question"])


SECONDS = number_between(0, LONGEST_SECONDS)
COUNT = whole_between(0, 10**6)
PLACES = list_of(COUNT)
SEED = whole_between(0, LARGEST_NUMBER)
STATUS = one_of(get_args(Status))
SCORE = number_between(0, 1.001)
"""A sum of shares, so it may be off a little."""
FAULT = both(
    record_of(
        {"question": question_id, "misconception": identifier, "options": list_of(identifier)}
    ),
    known_among_options,
)
PLANNED_DRILL = record_of({"question": question_id, "place": COUNT, "seed": SEED})
MOCK_PART = both(
    record_of(
        {
            "kind": one_of(("theory", "drills", "coding", "debugging")),
            "minutes": number_between(0.01, 1440),
            "question": any_text,
            "drills": list_of(PLANNED_DRILL),
            "fault": nullable(FAULT),
        }
    ),
    whole_part,
)
PLANS: dict[SessionKind, Shape] = {
    "quiz": record_of({"items": list_of(item_name)}),
    "drill": record_of({"size": SEED}),
    "debug": FAULT,
    "mock": record_of(
        {
            "minutes": whole_between(1, 1440),
            "seed": SEED,
            "level": any_text,
            "topic": any_text,
            "parts": list_of(MOCK_PART, fewest=1),
        },
        {"lang": one_of(("en", "zh")), "track": any_text},
    ),
    "plan": both(
        record_of(
            {
                "on": iso_day,
                "since": iso_day,
                "minutes": whole_between(1, 1440),
                "weekends": yes_or_no,
                "topic": any_text,
            },
            {"track": any_text},
        ),
        day_after_its_beginning,
    ),
}
OF_ITEM = {"item": item_name}
ANSWER = record_of({**OF_ITEM, "text": any_text, "seconds": SECONDS}, {"said": PLACES})
SITTING_STEPS = {
    "typed": ANSWER,
    "answered": ANSWER,
    "rated": record_of({**OF_ITEM, "review": SEED}),
    "skipped": record_of(OF_ITEM),
    "finished": record_of({}),
}
"""What a quiz or a round of drills keeps of each step."""


def journal_step(keys: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Shape:
    return record_of({**keys, "elapsed": SECONDS}, optional)


def part_step(keys: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Shape:
    return journal_step({**keys, "part": whole_between(0, 99)}, optional)


JOURNAL_STEPS = {
    "sat down": journal_step({}),
    "paused": journal_step({}),
    "finished": journal_step({}, {"score": SCORE, "reached": SCORE, "topics": record_of({})}),
    "ended": part_step({}),
    "done": part_step({}),
    "left": part_step({}),
    "typed": part_step(
        {"of": one_of(("answered", "asked on")), "text": any_text}, {"said": PLACES}
    ),
    "answered": part_step({"text": any_text, "seconds": SECONDS}),
    "ticked": part_step({"said": PLACES}, {"suggested": PLACES}),
    "asked on": part_step({"place": COUNT, "text": any_text}),
    "drill": part_step({"given": any_text, "right": yes_or_no}, {"seconds": SECONDS}),
    "handed out": part_step({}, {"file": any_text}),
    "graded": part_step(
        {
            "status": STATUS,
            "score": SCORE,
            "misconception": nullable(any_text),
            "passed": COUNT,
            "cases": COUNT,
        },
        {
            "seed": SEED,
            "core": yes_or_no,
            "left": PLACES,
            "case_misconceptions": list_of(any_text),
        },
    ),
    "named": part_step({"choice": identifier}, {"right": yes_or_no}),
    "gave up": part_step({}),
    "gave up naming": part_step({}),
}
"""The same of a debugging round or a mock interview."""
STEPS: dict[SessionKind, Mapping[str, Shape]] = {
    "quiz": SITTING_STEPS,
    "drill": SITTING_STEPS,
    "debug": JOURNAL_STEPS,
    "mock": JOURNAL_STEPS,
    "plan": {"finished": record_of({})},
}
ROWS: dict[str, Shape] = {
    "attempt": record_of(
        {
            "question": question_id,
            "file": any_text,
            "status": STATUS,
            "score": SCORE,
            "misconception": nullable(any_text),
            "seed": SEED,
            "seconds": SECONDS,
            "core": whole_between(0, 1),
            "case_misconceptions": list_of(any_text),
        }
    ),
    "reveal": record_of(
        {
            "question": question_id,
            "what": one_of(("hint", "solution", "stub")),
            "number": whole_between(0, HINTS),
        }
    ),
    "note": record_of({"question": question_id, "what": one_of(NOTE_KINDS), "text": any_text}),
    "session": record_of({"id": identifier, "kind": one_of(get_args(SessionKind))}),
    "step": record_of({"session": any_text, "name": any_text}),
    "review": record_of(
        {
            "id": SEED,
            "item": item_name,
            "session": any_text,
            "rating": whole_between(1, 4),
            "seconds": SECONDS,
            "answer": any_text,
            "evidence": record_of({}),
        }
    ),
    "retraction": record_of({"review": SEED}),
}
"""What the columns of each table hold, but for the time, plans and steps."""


def check_row(table: str, row: Mapping[str, Any]) -> None:
    """Raises ValueError for what is not as we write it."""
    check_plain(row, table)
    ROWS[table](row, table)
    if table == "session":
        PLANS[row["kind"]](row["plan"], "plan")


def check_step(row: Mapping[str, Any], kind: SessionKind) -> None:
    """The same of a step of a session of that kind."""
    one_of(STEPS[kind])(row["name"], "name")
    STEPS[kind][row["name"]](row["data"], "data")
