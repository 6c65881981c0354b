"""Which language is spoken: what was asked for, else INTERVIEW_LANG, else the locale."""

from __future__ import annotations

import os
import re
import sys
from functools import cache

from interview.errors import UsageError
from interview.messages import _

INTERFACE_LANGUAGES = ("en", "zh")


def choose_language(asked: str | None) -> str:
    """`en` or `zh`; raises UsageError for another one that was asked for.

    One that only the environment names stops nobody: the locale is asked then.
    """
    if asked:
        if (spoken := language_of_tag(asked)) is None:
            text = _("{lang}: no such language: expected en or zh")
            raise UsageError(text.format(lang=asked))
        return spoken
    for name in ("INTERVIEW_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            spoken = language_of_tag(os.environ[name])
            if spoken or name != "INTERVIEW_LANG":
                return spoken or "en"
    return "en"


def language_of_tag(tag: str) -> str | None:
    """The language of `zh`, `zh-Hans`, `zh_CN.UTF-8` and so on; None if it is not spoken here."""
    first = re.split(r"[-_.@]", tag.strip(), maxsplit=1)[0].lower()
    return first if first in INTERFACE_LANGUAGES else None


@cache
def tell_unknown_language() -> None:
    """Says once, on standard error, that INTERVIEW_LANG names a language that is not spoken."""
    named = os.environ.get("INTERVIEW_LANG")
    if named and language_of_tag(named) is None:
        text = _("INTERVIEW_LANG={lang}: no such language: set it to en or zh, or unset it")
        print(text.format(lang=named), file=sys.stderr)
