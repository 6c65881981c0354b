"""What the interviewer asks about code that was accepted: answered aloud, recorded nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from interview.errors import UsageError
from interview.grading.client.source import NotText, read_source
from interview.practice.exercise.idioms import Idiom, idiom_to_ask_about
from interview.practice.talk.conversation import Asks, Unclear, View, Views


@dataclass(frozen=True)
class AskedAboutCode(View):
    """A question about a line of the attempt; Enter shows an answer."""

    idiom: Idiom
    asks: ClassVar[Asks] = "line"


@dataclass(frozen=True)
class AnsweredAboutCode(View):
    """What could have been said."""

    idiom: Idiom


def asked_about_code(path: Path) -> Views:
    """One question, if there is anything in the file to ask about; what is typed is no answer."""
    try:
        idiom = idiom_to_ask_about(read_source(path))
    except (NotText, UsageError):  # gone again since it was accepted
        return
    if idiom is None:
        return
    while (line := (yield AskedAboutCode(idiom))).strip():
        yield Unclear(line)
    yield AnsweredAboutCode(idiom)
