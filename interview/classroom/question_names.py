"""What names of a class's files tell of questions: which they answer, and whose they are beside that."""

from __future__ import annotations

import re
from functools import cached_property

from interview.bank import Bank
from interview.bank.file_names import COPY_MARK, TIME, names_without_marks
from interview.bank.question_of_file import card_of_name
from interview.classroom.layouts import stem_of

APART_BY = r"[\s_-]+"
EDGES = " _-."


class QuestionNames:
    """The names of a bank's questions, as they are looked for in those of files."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank

    def answers(self, name: str) -> bool:
        """Whether a file's name tells its question."""
        return bool(card_of_name(self.bank, stem_of(name))[0])

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """An id, and its number before it: needed where the id is one word, which may be somebody's name."""
        forms = []
        for card in self.bank.require_cards():
            words = card.plain_id.split("-")
            number = f"(?:0*{card.number}{APART_BY}){'?' if len(words) > 1 else ''}"
            forms.append(number + APART_BY.join(map(re.escape, words)))
        forms.sort(key=len, reverse=True)
        return re.compile(f"(?<![a-z0-9])(?:{'|'.join(forms)})(?![a-z0-9])", re.I)

    def apart(self, stem: str) -> tuple[str, str]:
        """Whose a file is, and its name beside that: `ada`, `cross_attention (1)`.

        Where the name, without its ending, tells only one of both it stands for both, as does `cy (1)`.
        """
        match = self.pattern.search(stem)
        if not match:
            return COPY_MARK.sub("", stem) or stem, stem
        before, after = stem[: match.start()], stem[match.end() :]
        if is_marks(before + after):
            return stem, stem
        id = match[0].lstrip("0123456789 _-")
        if is_marks(after):
            return before.strip(EDGES), f"{id}{after}"
        copy = COPY_MARK.search(after)
        rest = COPY_MARK.sub("", TIME.sub("", after))
        person = "_".join(filter(None, (before.strip(EDGES), rest.strip(EDGES))))
        return person, f"{id}{copy[0] if copy else ''}"


def is_marks(text: str) -> bool:
    """Whether it is nothing but what others add to a file's name."""
    return [*names_without_marks(f"x{text}")][-1][0] == "x"
