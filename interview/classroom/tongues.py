"""In which language somebody of a class reads their page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from interview.bank.heads import path_from_here
from interview.classroom.roster import ClassMember
from interview.messages import LANGUAGE, _

LANGUAGE_WORDS = {
    "en": ("en", "eng", "english", "englisch", "英文", "英语"),
    "zh": (
        "zh",
        "zho",
        "chi",
        "cn",
        "chinese",
        "chinesisch",
        "mandarin",
        "中文",
        "汉语",
        "简体中文",
    ),
}
"""What a roster may say for each of those that there are; `zh-CN` and `en_GB` too."""


def language_in_roster(text: str) -> str:
    """`en` or `zh`; nothing for another."""
    word = text.casefold().replace("_", "-").strip()
    for lang, words in LANGUAGE_WORDS.items():
        if word in words or word.partition("-")[0] == lang:
            return lang
    return ""


def other_languages(members: Iterable[ClassMember], assignment: str) -> list[str]:
    """Those in which somebody reads their page, but for the one in use."""
    asked = {language_in_roster(member.language) or assignment for member in members}
    return sorted(({assignment} | asked) - {"", LANGUAGE.get()})


def notes_on_languages(path: Path, members: Iterable[ClassMember]) -> Iterator[str]:
    """A line on each language of a roster in which there are no pages."""
    text = _(
        "{path}: no pages in the language {language!r}: write en or zh: the assignment's counts"
    )
    for language in sorted({m.language for m in members if not language_in_roster(m.language)}):
        if language:
            yield text.format(path=path_from_here(path), language=language)
