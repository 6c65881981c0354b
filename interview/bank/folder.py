"""One bank: a folder with `questions/` and `solutions/` in it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from interview.bank.facts import bank_facts
from interview.bank.shipped import is_shipped
from interview.errors import UsageError
from interview.messages import _
from interview.model.bank import BankFacts


@dataclass(frozen=True)
class BankFolder:
    """A bank, of which nothing is read before it is asked for."""

    root: Path

    @property
    def questions(self) -> Path:
        return self.root / "questions"

    @cached_property
    def facts(self) -> BankFacts:
        """What the bank says of itself."""
        return bank_facts(self.questions)

    @cached_property
    def prefix(self) -> str:
        """What stands before the ids of its questions wherever they are kept: nothing if the package ships it."""
        return "" if is_shipped(self.root) else f"{self.facts.name}:"

    @cached_property
    def folders(self) -> list[Path]:
        """The folders of questions, in the order of their names; raises UsageError if there can be none."""
        try:
            names = sorted(
                name for name in os.listdir(self.questions) if not name.startswith((".", "_"))
            )
        except OSError as error:
            message = _("{path}: cannot be read: {error}: check the name and its permissions")
            raise UsageError(message.format(path=self.questions, error=error.strerror)) from None
        places = (self.questions / name for name in names)
        return [place for place in places if place.is_dir()]
