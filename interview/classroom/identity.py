"""Who handed something in: the names on files and folders -> members, by id, e-mail or name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from interview.bank.file_names import COPY_MARK
from interview.classroom.roster import ClassMember, with_labels
from interview.classroom.submissions import FoundPerson
from interview.messages import _
from interview.wording.names import quoted_names

MOODLE_NUMBER = re.compile(r"^(?P<name>.+)_(?P<number>\d+)$")
"""`Ada Lovelace_1000`: a person of a Moodle download."""
CANVAS_MARK = "SIS User ID"
"""A heading by which the gradebook of Canvas is known; `ID` is its own number there."""
APART = re.compile(r"[^\w@.+]+|_+")
"""What parts the words of a folder's name."""
SURE_ID = re.compile(r"@|(\d.*){3}")
NOBODYS_WORDS = {
    *("hw", "homework", "assignment", "exercise", "task", "lab", "ps", "pset", "project", "late"),
    *("submission", "solution", "answer", "attempt", "try", "v", "version", "copy", "final", "new"),
    *("student", "id", "abgabe", "aufgabe", "blatt", "versuch", "kopie", "neu", "copie", "copia"),
    *(
        "作业",
        "大作业",
        "第次作业",
        "实验",
        "练习",
        "提交",
        "答案",
        "学号",
        "副本",
        "最终",
        "最终版",
    ),
    *("修改", "修改版"),
}
"""What people add to their names; numbers beside it aside."""
FEWEST_TO_SHARE = 3
"""What stands in the names of so many, or more, and of everybody, tells nobody from the others."""
MEMBERS_TOLD = 5
"""So many of those whom a name fits are told by theirs."""
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
    for text in (member.id, member.email, member.login):
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
    """The same that a name on a file may hold as a whole, the surest first."""
    match = MOODLE_NUMBER.match(text)
    yield "exactly", unaccented(text)
    if match:
        yield "number", match["number"]
        yield "name", frozenset(words_of(match["name"]))
    yield "name", frozenset(words_of(text))
    yield "run together", unaccented(text)
    yield "before the @", unaccented(text)
    yield "name", frozenset(word for word in words_of(text) if not word.isdigit())


def says_nobody(word: str) -> bool:
    """Whether a word is no part of anybody's name, as `hw3`."""
    plain = "".join(c for c in word if not c.isdigit())
    return not plain or plain in NOBODYS_WORDS


def shared_words(names: Iterable[str]) -> frozenset[str]:
    """What all of these names have in common, as the assignment's in `lab-ada`, `lab-bo` and `lab-cy`."""
    sets = [frozenset(words_of(name)) for name in names]
    return frozenset.intersection(*sets) if len(sets) >= FEWEST_TO_SHARE else frozenset()


class MemberIndex:
    """Finds members by whatever they are called."""

    def __init__(
        self, members: Iterable[ClassMember], shared: frozenset[str] = frozenset()
    ) -> None:
        """`shared`: words in names on files that tell nobody from the others."""
        self.shared = shared
        self.known: dict[Clue, list[ClassMember]] = {}
        self.labelled: dict[str, list[ClassMember]] = {}
        for member in members:
            self.labelled.setdefault(unaccented(member.label), []).append(member)
            for clue in dict.fromkeys(own_clues(member)):
                self.known.setdefault(clue, []).append(member)

    def found(self, person: FoundPerson) -> list[ClassMember]:
        """Those who may have handed it in; the platform's number is surer than any name."""
        return self.known.get(("number", person.number), []) or self.find(person.person)

    def named(self, text: str) -> list[ClassMember]:
        """Those whom the instructor means, who also knows the labels of the reports."""
        fitting, labelled = self.find(text), self.labelled.get(unaccented(text), [])
        return labelled if len(fitting) != 1 and len(labelled) == 1 else fitting

    def find(self, text: str) -> list[ClassMember]:
        """Those whom the surest clue fits, the next telling them apart: nobody, one, or still several."""
        fitting: list[ClassMember] = []
        for known in (*(self.known.get(clue, []) for clue in clues_in(text)), self.by_word(text)):
            fitting = [m for m in known if not fitting or m in fitting] or fitting
            if len(fitting) == 1:
                break
        return fitting

    def by_word(self, text: str) -> list[ClassMember]:
        """Those whose id, address or login is a word of a text that is nobody else's by its other words.

        A word may be a part of another's name, and a number how many files there are, or Moodle's for somebody.
        """
        words = [word for word in APART.split(COPY_MARK.sub("", text)) if word]
        fitting: dict[ClassMember, None] = {}
        for place, word in enumerate(words):
            rest = words_of(" ".join(words[:place] + words[place + 1 :]))
            known = self.known.get(("a word", unaccented(word)), [])
            fitting |= {m: None for m in known if not self.contradicts(word, rest, m)}
        return list(fitting)

    def contradicts(self, word: str, rest: Sequence[str], member: ClassMember) -> bool:
        """Whether the words beside one name somebody else: one isn't the member's, and their name isn't whole.

        A member without a name is known by an address or a long number only, where there are other words.
        """
        name = set(words_of(member.name))
        own = name.union(*map(words_of, (member.id, member.email, member.login)), self.shared)
        others = [one for one in rest if one not in own and not says_nobody(one)]
        return bool(others) and not (name <= set(rest) if name else SURE_ID.search(word))


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
    people = list(people)
    index = MemberIndex(roster, shared_words(found.person for found in people))
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
    text = _(
        "{name}: fits {people} on the roster: graded, in a row of its own: "
        "an id or an address in the name tells them apart"
    )
    return text.format(
        name=name, people=quoted_names([member.label for member in fitting], MEMBERS_TOLD)
    )


def shared_lines(labels: dict[str, str]) -> Iterator[str]:
    """A line on each member who handed in under several names."""
    names: dict[str, list[str]] = {}
    for name, label in labels.items():
        names.setdefault(label, []).append(name)
    text = _("{names}: all of them {person}: of two files for one question the later counts")
    for label, own in names.items():
        if len(own) > 1:
            yield text.format(names=_(", ").join(own), person=label)
