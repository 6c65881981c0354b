"""One file of somebody's: which questions it answers, what it holds, or why it is left out."""

from __future__ import annotations

from functools import cache
from pathlib import PurePosixPath

from interview.bank import Bank
from interview.bank.defined_names import questions_of_notebook
from interview.bank.question_of_file import START_BYTES, recognise_question
from interview.classroom.kinds import NOTEBOOK, PYTHON, kind_in_words
from interview.classroom.layouts import Owner
from interview.classroom.unread import ANY_FILE, NothingInFolder, UnreadFile
from interview.errors import QuestionError, UsageError
from interview.grading.client.source import MAX_SOURCE_BYTES, NotText
from interview.messages import _
from interview.model.card import Card

LONGEST_STUB = 64 * 1024
"""Bytes; with its task in any language a stub is shorter, and what is longer is none."""


class LeftOut(Exception):
    """Why a file is not graded."""

    def __init__(self, file: UnreadFile, reason: str, matters: bool = True) -> None:
        super().__init__(reason)
        self.matters = matters
        """Whether somebody may have meant it to be graded; what lies beside an attempt need not be."""
        self.line = _("{path}: {error}: left out").format(path=file.path, error=reason)
        inner = PurePosixPath(*file.path.parts[1:])
        name = inner.parent if file.stands_in and inner.name == ANY_FILE else inner
        self.short = f"{name}: {reason}" if name.parts else reason


class Reader:
    """Reads one file after the other, each as far as it is needed."""

    def __init__(self, bank: Bank, example: Card | None = None) -> None:
        self.bank, self.example = bank, example
        self.last: tuple[UnreadFile, str] | None = None
        """The notebook read last, and its code."""
        self.stub_of = cache(read_stub)

    def questions(self, file: UnreadFile, owner: Owner) -> list[Card]:
        """Raises LeftOut, and NothingInFolder for what stands for an empty folder."""
        suffix = file.path.suffix.casefold()
        start = self.start(file)
        if suffix == NOTEBOOK:
            return self.questions_of_notebook(file, owner)
        if suffix != PYTHON:
            reason = kind_in_words(file.path.suffix) if start else _("an empty file")
            raise LeftOut(file, reason, matters=False)
        if not start.strip() and len(start) < START_BYTES:
            raise LeftOut(file, _("an empty file"))
        try:
            return [recognise_question(self.bank, owner.name, start, self.example)]
        except QuestionError as error:
            text = _("its question is broken: {problem}")
            raise LeftOut(file, text.format(problem=error.problems[0])) from None
        except UsageError as error:
            raise LeftOut(file, without_name(str(error), owner.name)) from None

    def start(self, file: UnreadFile) -> bytes:
        try:
            return file.read(START_BYTES)
        except NothingInFolder:
            raise
        except OSError as error:
            raise LeftOut(file, str(error.strerror or error)) from None

    def questions_of_notebook(self, file: UnreadFile, owner: Owner) -> list[Card]:
        try:
            return questions_of_notebook(self.bank, owner.name, self.code(file))
        except UsageError as error:
            raise LeftOut(file, without_name(str(error), owner.name)) from None

    def code(self, file: UnreadFile) -> str:
        """The code of a notebook; raises LeftOut."""
        from interview.grading.client.notebook import MAX_NOTEBOOK_BYTES, code_of_notebook

        if self.last is None or self.last[0] is not file:
            try:
                self.last = file, code_of_notebook(file.read(MAX_NOTEBOOK_BYTES + 1))
            except (NotText, UsageError) as error:
                raise LeftOut(file, str(error)) from None
            except OSError as error:
                raise LeftOut(file, str(error.strerror or error)) from None
        return self.last[1]

    def whole(self, file: UnreadFile, owner: Owner) -> bytes:
        """What is graded of a file, as much as an attempt may have and a byte more; raises LeftOut."""
        if file.path.suffix.casefold() == NOTEBOOK:
            return self.code(file).encode()
        try:
            return file.read(MAX_SOURCE_BYTES + 1)
        except OSError as error:
            raise LeftOut(file, str(error.strerror or error)) from None

    def is_stub(self, file: UnreadFile, card: Card) -> bool:
        """Whether it is the question's stub as it came, but for spaces and comments, such as its task.

        No where that can't be told.
        """
        stub = words_of_code(self.stub_of(card))
        if not stub:
            return False
        try:
            if file.path.suffix.casefold() == NOTEBOOK:
                return words_of_code(self.code(file).encode()) == stub
            return words_of_code(file.read(LONGEST_STUB)) == stub
        except (OSError, LeftOut):
            return False

    def nobodys(self, file: UnreadFile) -> str:
        """A line on a file that belongs to nobody."""
        try:
            file.read(1)
            reason = _("beside everybody's folders and files, so nobody's")
        except OSError as error:
            reason = str(error.strerror or error)
        return LeftOut(file, reason).line


def read_stub(card: Card) -> bytes:
    try:
        return card.stub.read_bytes()
    except OSError:
        return b""


def words_of_code(source: bytes) -> list[bytes]:
    """What stands between spaces, but for lines that are comments."""
    lines = (line for line in source.splitlines() if not line.lstrip().startswith(b"#"))
    return [word for line in lines for word in line.split()]


def without_name(line: str, name: str) -> str:
    """A line without the name that it begins with: that of the file, or the id in its first line."""
    if line.startswith(f"{name}: "):
        return line.removeprefix(f"{name}: ")
    return line.partition(": ")[2]
