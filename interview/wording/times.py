"""When something comes back, and how long it takes."""

from __future__ import annotations

from datetime import datetime

from interview.messages import N_, ngettext

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
"""In the order of `date.weekday`."""


def when_it_comes_back(due: datetime, now: datetime) -> str:
    """When an item is asked again, in minutes or days from now."""
    days = (due.astimezone().date() - now.astimezone().date()).days
    if days < 1:
        minutes = max(1, round((due - now).total_seconds() / 60))
        text = ngettext("again in {count} minute", "again in {count} minutes", minutes)
        return text.format(count=minutes)
    text = ngettext("again in {count} day", "again in {count} days", days)
    return text.format(count=days)
