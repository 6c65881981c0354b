"""Stubs as they are handed out: the task in the learner's language above the code that is to be filled in.

The task is a comment, which changes nothing of what the code does, whatever words are in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from interview.bank.files import read_bank_file
from interview.bank.loading import load_quickly
from interview.errors import QuestionError
from interview.files import as_bytes
from interview.model.card import Card
from interview.practice.talk.language import INTERFACE_LANGUAGES
from interview.text import inert, wrapped_lines

STUB_WIDTH = 88
"""Columns of the task in a stub; code keeps its own."""


def stub_text(card: Card, lang: str | None) -> str:
    """The stub with its task in this language; without it if None, or where it can't be read.

    Of a bank that the package does not ship its first line says of which.
    """
    bare = marked_stub(card, read_bank_file(card.stub))
    if lang is None:
        return bare
    try:
        question = load_quickly(card.folder, lang)
    except QuestionError:
        return bare
    first, end, code = bare.partition("\n")
    task = (question.title, "", question.ask.rstrip(), "", question.exercise.task)
    return first + end + "".join(f"{line}\n" for line in comment_lines("\n".join(task))) + code


def as_bytes_marked(card: Card, stub: bytes) -> bytes:
    plain, kept = (f"# interview: {id}\n".encode() for id in (card.plain_id, card.id))
    return kept + stub.removeprefix(plain) if stub.startswith(plain) else stub


def marked_stub(card: Card, stub: str) -> str:
    """The first line with the id as it is kept, which says of what bank it is where that is not shipped."""
    return as_bytes_marked(card, stub.encode()).decode()


def comment_lines(text: str) -> Iterator[str]:
    """Markdown as lines of a comment; what is wrapped stays under its own list item."""
    yield "#"
    in_code = False
    for row in inert(text).rstrip().splitlines():
        row = row.rstrip()
        in_code ^= row.lstrip().startswith("```")
        item = row.lstrip()
        indent = " " * (len(row) - len(item) + 2 * item.startswith("- "))
        rows = [row] if in_code else wrapped_lines(row, STUB_WIDTH - 2, indent)
        yield from (f"# {line}".rstrip() for line in rows)
    yield "#"


def is_stub_as_handed_out(data: bytes, card: Card) -> bool:
    """Whether the file is the stub as it came, with its task in any language or without; raises OSError."""
    bare = as_bytes_marked(card, card.stub.read_bytes())
    data = as_bytes_marked(card, data)
    if data == bare:
        return True
    first, end, code = bare.partition(b"\n")
    if not (data.startswith(first + end) and data.endswith(code)):
        return False  # most are told apart here, and no question is read
    return any(data == as_bytes(stub_text(card, lang)) for lang in INTERFACE_LANGUAGES)
