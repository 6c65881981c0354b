"""Who handed something in: the names on files and folders -> members, by id, e-mail or name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from interview.classroom.roster import ClassMember, with_labels
from interview.classroom.submissions import FoundPerson
from interview.messages import _

MOODLE_NUMBER = re.compile(r"^(?P<name>.+)_(?P<number>\d+)$")
"""`Ada Lovelace_1000`: a person of a Moodle download."""
CANVAS_MARK = "SIS User ID"
"""A heading by which the gradebook of Canvas is known; `ID` is its own number there."""
APART = re.compile(r"[^\w@.+]+|_+")
"""What parts the words of a folder's name."""
Clue: TypeAlias = tuple[str, object]


def unaccented(text: str) -> str:
    """Without case, accents and needless space."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def words_of(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", unaccented(name).replace("_", " ")))


def turned(words: Sequence[str]) -> Iterator[str]:
    """The words as one, beginning with each of them: Canvas writes `lovelaceada`."""
    return ("".join([*words[start:], *words[:start]]) for start in range(len(words)))


def own_clues(member: ClassMember) -> Iterator[Clue]:
    """What a member may be known by."""
    for text in (member.id, member.email, member.login, member.label):
        if text:
            yield "exactly", unaccented(text)
    for number in (
        member.participant,
        member.cells.get("ID") if CANVAS_MARK in member.cells else "",
    ):
        if number:
            yield "number", number
    words = words_of(member.name)
    if words:
        yield "name", frozenset(words)
    for run in turned(words) if len(words) > 1 else ():
        yield "run together", run
    if member.email:
        yield "before the @", unaccented(member.email.partition("@")[0])
    for text in (member.id, member.login, member.email):
        if text:
            yield "a word", unaccented(text)


def clues_in(text: str) -> Iterator[Clue]:
    """The same that a name on a file may hold, the surest first."""
    match = MOODLE_NUMBER.match(text)
    yield "exactly", unaccented(text)
    if match:
        yield "number", match["number"]
        yield "name", frozenset(words_of(match["name"]))
    yield "name", frozenset(words_of(text))
    yield "run together", unaccented(text)
    yield "before the @", unaccented(text)
    for word in APART.split(text):
        if word and not (match and word == match["number"]):
            yield "a word", unaccented(word)
    yield "name", frozenset(word for word in words_of(text) if not word.isdigit())


class MemberIndex:
    """Finds members by whatever they are called."""

    def __init__(self, members: Iterable[ClassMember]) -> None:
        self.known: dict[Clue, list[ClassMember]] = {}
        for member in members:
            for clue in dict.fromkeys(own_clues(member)):
                self.known.setdefault(clue, []).append(member)

    def found(self, person: FoundPerson) -> list[ClassMember]:
        """Those who may have handed it in; the platform's number is surer than any name."""
        return self.known.get(("number", person.number), []) or self.find(person.person)

    def find(self, text: str) -> list[ClassMember]:
        """Those whom the surest clue fits, the next telling them apart: nobody, one, or still several."""
        fitting: list[ClassMember] = []
        for known in (*(self.known.get(clue, []) for clue in clues_in(text)), self.of_number(text)):
            fitting = [m for m in known if not fitting or m in fitting] or fitting
            if len(fitting) == 1:
                break
        return fitting

    def of_number(self, text: str) -> list[ClassMember]:
        """Those with the id at the end of a text, which may be Moodle's number for somebody else."""
        match = MOODLE_NUMBER.match(text)
        fitting = self.known.get(("a word", match["number"]), []) if match else []
        words = set(words_of(match["name"])) if match else set()
        return [m for m in fitting if not m.name or words & set(words_of(m.name))]


@dataclass(frozen=True)
class ClassList:
    """Everybody of a class, on the roster or not."""

    members: tuple[ClassMember, ...]
    labels: dict[str, str] = field(default_factory=dict)
    """The name on somebody's files -> their label."""
    problems: list[str] = field(default_factory=list)
    """A line on each name that fits nobody, or several."""


def listed_class(roster: Sequence[ClassMember], people: Iterable[FoundPerson]) -> ClassList:
    """The roster and the names on files brought together; who fits nobody on it is a member of their own."""
    index = MemberIndex(roster)
    problems: list[str] = []
    found: dict[str, ClassMember] = {}
    others = []
    for person in people:
        name, fitting = person.person, index.found(person)
        if len(fitting) == 1:
            found[name] = fitting[0]
            continue
        others.append(ClassMember("", name=name, listed=False))
        if roster:
            problems.append(unplaced_line(name, fitting))
    members = with_labels([*roster, *others])
    labels = {name: member.label for name, member in found.items()}
    labels |= {member.name: member.label for member in members[len(roster) :]}
    return ClassList(tuple(members), labels, [*problems, *shared_lines(labels)])


def unplaced_line(name: str, fitting: Sequence[ClassMember]) -> str:
    if not fitting:
        text = _("{name}: nobody on the roster: graded, in a row of its own")
        return text.format(name=name)
    text = _("{name}: fits {people} on the roster: graded, in a row of its own")
    return text.format(name=name, people=_(", ").join(member.label for member in fitting))


def shared_lines(labels: dict[str, str]) -> Iterator[str]:
    """A line on each member who handed in under several names."""
    names: dict[str, list[str]] = {}
    for name, label in labels.items():
        names.setdefault(label, []).append(name)
    text = _("{names}: all of them {person}: of two files for one question the later counts")
    for label, own in names.items():
        if len(own) > 1:
            yield text.format(names=_(", ").join(own), person=label)
