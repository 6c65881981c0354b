"""Which language is spoken: what was asked for, else INTERVIEW_LANG, else the locale."""

from __future__ import annotations

import os

from interview.errors import UsageError
from interview.messages import _

INTERFACE_LANGUAGES = ("en", "zh")


def choose_language(asked: str | None) -> str:
    """`en` or `zh`; raises UsageError for another one that was asked for."""
    wanted = asked or os.environ.get("INTERVIEW_LANG")
    if wanted:
        if wanted not in INTERFACE_LANGUAGES:
            text = _("{lang}: no such language: expected en or zh")
            raise UsageError(text.format(lang=wanted))
        return wanted
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return "zh" if os.environ[name].startswith("zh") else "en"
    return "en"
