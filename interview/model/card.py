"""The head of a question: what a list shows and files are found by."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from interview.model.bank import BankFacts

Difficulty: TypeAlias = Literal["easy", "medium", "hard"]


@dataclass(frozen=True)
class Card:
    """The head of a question: enough for a list, read without the rest."""

    number: int
    id: str
    """As it is kept in histories and results: its own in a bank that the package ships, else `bank:id`."""
    title: str
    topic: str
    difficulty: str
    minutes: int
    folder: Path
    bank: BankFacts = field(default=BankFacts(""), compare=False, repr=False)

    @property
    def plain_id(self) -> str:
        """As its question has it."""
        return self.id.rpartition(":")[2]

    @property
    def own_bank(self) -> str:
        """The name of a bank that the package does not ship; empty else."""
        return self.id.rpartition(":")[0]

    @property
    def slug(self) -> str:
        """`07_cross_attention`: the name of its folder, its reference and its exercise file."""
        return self.folder.name

    @property
    def exercise_place(self) -> Path:
        """In a folder of exercises; each bank that is not shipped has a folder of its own there."""
        return Path(self.own_bank, f"{self.slug}.py")

    @property
    def root(self) -> Path:
        return self.folder.parent.parent

    @property
    def reference(self) -> Path:
        return reference_of(self.folder)

    @property
    def stub(self) -> Path:
        return self.folder / "stub.py"

    @property
    def given(self) -> Path:
        """What is handed to the code as modules and callables; few questions have it."""
        return self.folder / "given.py"

    @property
    def picture(self) -> Path:
        """What draws the question's pictures from its reference."""
        return self.folder / "picture.py"

    @property
    def alternatives(self) -> list[Path]:
        return alternatives_in(self.folder)


def reference_of(folder: Path) -> Path:
    """The solution of the question in a folder, beside all questions."""
    return folder.parent.parent / "solutions" / f"{folder.name}.py"


def alternatives_in(folder: Path) -> list[Path]:
    """The right answers beside the reference of the question in a folder."""
    return sorted((folder / "right").glob("*.py"))
