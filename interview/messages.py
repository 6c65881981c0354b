"""The interface's words in the language of the learner, from standard gettext catalogues.

`_("...")` around every text a person reads; the catalogues are `locale/<lang>/LC_MESSAGES/interview.po`
and the `.mo` compiled from it. CONTRIBUTING says how to bring them up to date.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

CATALOGUES_FOLDER = Path(__file__).parent / "locale"
CATALOGUE_DOMAIN = "interview"
CATALOGUE: ContextVar[gettext.NullTranslations | None] = ContextVar("catalogue", default=None)
LANGUAGE: ContextVar[str] = ContextVar("language", default="en")


def use_catalogue(lang: str) -> None:
    """From here on texts are in this language; English where a catalogue or a text is missing."""
    catalogue = None
    if lang != "en":
        catalogue = gettext.translation(
            CATALOGUE_DOMAIN, CATALOGUES_FOLDER, languages=[lang], fallback=True
        )
    CATALOGUE.set(catalogue)
    LANGUAGE.set(lang)


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """In this block texts are in this language; afterwards in the one before."""
    before = CATALOGUE.get(), LANGUAGE.get()
    use_catalogue(lang)
    try:
        yield
    finally:
        CATALOGUE.set(before[0])
        LANGUAGE.set(before[1])


def _(text: str) -> str:
    """The text in the language in use."""
    catalogue = CATALOGUE.get()
    return text if catalogue is None else catalogue.gettext(text)


def N_(text: str) -> str:
    """Marks a text for the catalogues that is translated only where it is shown."""
    return text


def spoken(name: str) -> str:
    """A name of data in the language in use: by the words that it brings along, as a bank's topic does, or `_`."""
    words = getattr(name, "words", None)
    if words is None:
        return _(name)
    return str(words.get(LANGUAGE.get()) or words.get("en") or name)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of the text that fits the count."""
    catalogue = CATALOGUE.get()
    if catalogue is None:
        return singular if count == 1 else plural
    return catalogue.ngettext(singular, plural, count)
