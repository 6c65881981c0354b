"""`interview plan` as it is typed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from rich.cells import cell_len

from interview.history.days import day_of
from interview.messages import _
from tests.helpers.command import interview
from tests.helpers.terminal import Terminal

FORTNIGHT = (day_of(datetime.now(UTC)) + timedelta(days=14)).isoformat()
"""From the learner's day on, which is the day before until four in the morning."""


@pytest.mark.parametrize(("lang", "columns"), [("en", 80), ("zh", 60)], indirect=["lang"])
def test_a_plan_is_made_seen_at_home_and_ended(lang, columns):
    env = {"INTERVIEW_LANG": lang, "COLUMNS": str(columns)}
    told = interview("plan", "--on", FORTNIGHT, env=env).stdout
    assert FORTNIGHT in told
    assert told.count("\n") > 14
    home = Terminal(columns=200, rows=40, env=env)
    assert home.end() == 0
    assert (
        _("day {number} of {total}: {what}")
        .partition("{what}")[0]
        .format(number=1, total=14)
        .strip()
        in home.text
    )
    for text in (told, home.text):
        assert max(map(cell_len, text.splitlines())) <= columns
    interview("plan", "--end", env=env)
    assert interview("plan", env=env, status=2).stdout == ""
    assert interview("plan", "--end", env=env, status=2).stdout == ""


def test_the_calendar_is_written_whole_or_a_line_says_why_not(tmp_path):
    interview("plan", "--on", FORTNIGHT)
    path = tmp_path / "plan.ics"
    assert "written" in interview("plan", "--ics", str(path)).stdout
    assert path.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    done = interview("plan", "--ics", str(tmp_path / "nowhere" / "plan.ics"), status=2)
    assert "cannot be written" in done.stderr
