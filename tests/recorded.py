"""Screens of failing attempts, as a person sees them: `python -m tests.recorded` draws them anew.

`python -m tests.recorded grade` first grades the attempts anew, where verdicts have changed; they are kept as
data, so that a test draws and grades nothing. A change in a screen is then read in the diff.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from pathlib import Path

from rich.style import Style

from interview import messages
from interview.bank import open_bank
from interview.bank.edits import wrong_source
from interview.bank.files import read_bank_file
from interview.grading.client.link import Links
from interview.grading.client.private import PrivateEngine
from interview.model.verdict import Verdict, verdict_from_data
from interview.screen.console import PipeConsole, drawing_on, out
from interview.screen.verdict import show_verdict
from interview.wording.translation import verdict_in_words_of

FOLDER = Path(__file__).parent / "screen" / "recorded"
MISTAKES = {
    1: "mask-inverted",
    2: "own weights",
    7: "query-from-memory",
    10: "padding-attended",
    19: "top-p-before-temperature",
    28: "greedy",
}
"""By number of the question, the known mistake that its attempt makes; 2 has a file of its own."""
OWN = FOLDER / "02_own_weights.py"
SCREENS = [(lang, *how) for lang in ("en", "zh") for how in ((80, False), (80, True), (60, False))]
"""Languages, columns, and whether in colour; of 60 columns in colour the tests say that only colour is added."""
SEED, SECONDS = 5, 0.1
ESCAPE = "\\e"
BANK = open_bank(None)


def name_of(number: int) -> str:
    return BANK.cards[number - 1].slug


def attempt_at(number: int) -> str:
    card = BANK.cards[number - 1]
    if number == 2:
        return OWN.read_text(encoding="utf-8")
    known = {one.id: one for one in BANK.load(card).exercise.misconceptions}
    return wrong_source(card.folder, read_bank_file(card.reference), known[MISTAKES[number]])


def recorded_verdict(number: int) -> Verdict:
    text = (FOLDER / f"{name_of(number)}.json").read_text(encoding="utf-8")
    return verdict_from_data(json.loads(text))


def terminal(width: int, colour: bool) -> PipeConsole:
    """One of so many columns."""
    return PipeConsole(
        width=width,
        force_terminal=colour,
        color_system="256" if colour else None,
        legacy_windows=False,
    )


def drawn(number: int, lang: str, width: int, colour: bool) -> str:
    """The screen of the verdict on the attempt at a question."""
    card = BANK.cards[number - 1]
    verdict = verdict_in_words_of(BANK.load(card, lang), recorded_verdict(number))
    messages.use_catalogue(lang)
    forget_colours()
    try:
        with drawing_on(terminal(width, colour)), out().capture() as capture:
            show_verdict(verdict, replace(card, title=BANK.load(card, lang).title), hints_seen=0)
    finally:
        messages.use_catalogue("en")
        forget_colours()
    return capture.get()


def forget_colours() -> None:
    """rich keeps a style's codes as they were for the terminal in which it was first used."""
    Style.parse.cache_clear()
    Style._add.cache_clear()


def screens_of(number: int) -> str:
    """All of a question's screens as one text, with the character that begins a colour spelt out."""
    parts = []
    for lang, width, colour in SCREENS:
        head = f"===== {lang}, {width} columns, {'with' if colour else 'without'} colour"
        parts.append(f"{head}\n{drawn(number, lang, width, colour)}")
    return "".join(parts).replace("\x1b", ESCAPE)


def grade_anew() -> None:
    with Links(PrivateEngine()) as links:
        link = links.link()
        for number in MISTAKES:
            file = f"exercises/{name_of(number)}.py"
            verdict = link.grade(
                BANK.cards[number - 1], file, attempt_at(number), SEED, example=True
            )
            told = asdict(replace(verdict, seconds=SECONDS, edition=""))
            text = json.dumps(told, separators=(",", ":"))
            (FOLDER / f"{name_of(number)}.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    if sys.argv[1:] == ["grade"]:
        grade_anew()
    for number in MISTAKES:
        path = FOLDER / f"{name_of(number)}.txt"
        path.write_text(screens_of(number), encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
