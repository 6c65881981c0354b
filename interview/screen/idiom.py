"""A follow-up question made from what an accepted attempt did."""

from __future__ import annotations

from pathlib import Path

from interview.errors import UsageError
from interview.grading.client.source import NotText, read_source
from interview.messages import _
from interview.practice.exercise.idioms import Idiom, idiom_to_ask_about
from interview.screen.console import foreign_text, show_indented
from interview.screen.prose import paragraph_text
from interview.wording.idioms import IDIOM_WORDS


def show_idiom_question(idiom: Idiom) -> None:
    """The line of the attempt, and what an interviewer would ask about it."""
    show_indented(foreign_text(_("An interviewer might go on from this line of yours:"), "bold"), 2)
    show_indented(foreign_text(idiom.code, "cyan"), 6)
    show_indented(paragraph_text(_(IDIOM_WORDS[idiom.id].ask)), 2)


def show_idiom_answer(idiom: Idiom) -> None:
    """An answer in two or three sentences, and where that is to be read."""
    words = IDIOM_WORDS[idiom.id]
    show_indented(paragraph_text(_(words.answer)), 4)
    show_indented(foreign_text(words.source, "bright_black"), 4)


def show_question_about(path: Path) -> None:
    """What an interviewer would ask about an accepted file, and an answer; nothing if there is nothing to ask."""
    try:
        idiom = idiom_to_ask_about(read_source(path))
    except (NotText, UsageError):  # gone again since it was accepted
        return
    if idiom:
        show_idiom_question(idiom)
        show_idiom_answer(idiom)
