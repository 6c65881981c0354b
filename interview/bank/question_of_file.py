"""Which question a Python file answers: by its first line, else by its name."""

from __future__ import annotations

import re

from interview.bank.loading import Bank
from interview.errors import UsageError
from interview.messages import _
from interview.model.question import Card

FIRST_LINE = re.compile(r"#\s*interview:\s*([a-z0-9-]+)")
START_BYTES = 200
"""Bytes of a file in which its first line is looked for."""


def recognise_question(bank: Bank, name: str, start: bytes) -> Card:
    """The card for a file called `name` whose first bytes are `start`; raises UsageError."""
    first = start[:START_BYTES].splitlines()[:1]
    match = FIRST_LINE.match(first[0].decode("utf-8-sig", errors="replace")) if first else None
    if match:
        return bank.find(match.group(1))
    try:
        return bank.find(name.rpartition("/")[2])
    except UsageError:
        text = _(
            "{path}: cannot tell its question: name it like 07_cross_attention.py, "
            "or write `# interview: cross-attention` in its first line"
        )
        raise UsageError(text.format(path=name)) from None
