"""Which submissions are alike: for the instructor's eyes, who decides what it means.

No library serves: copydetect has had no release since 2024, and brings numpy, matplotlib and a report of
its own; MOSS is a server abroad, to which the files would go; Dolos and JPlag need another runtime.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Literal

from interview.bank.files import read_bank_file
from interview.classroom.fingerprints import Print, fingerprints, tokens_of
from interview.classroom.submissions import Submission
from interview.errors import QuestionError
from interview.grading.client.source import NotText, decode_source
from interview.model.card import Card

LEAST_SHARED = 5
"""Prints of their own that two must share: about a dozen lines that are nobody else's."""
LEAST_SHARE = 0.6
COMMON_PEOPLE, COMMON_SHARE, MOST_COPIES = 10, 0.05, 40
"""What more hand in than this, or than this share of them (of a large class, than `MOST_COPIES`), is how it is
done, and no sign of a copy."""


COMMENT_IN_LINE = re.compile(r"(?<![\"'\w])#[ \t]*\w[^\n]*")


@dataclass(frozen=True)
class HandedIn:
    """Whose it is, its name there, and its text."""

    person: str
    file: str
    source: str


@dataclass(frozen=True)
class Alike:
    """Submissions to one question that are alike."""

    question: str
    kind: Literal["identical", "near"]
    """`identical`: in every character but blank lines and ends of lines; `near`: in passages."""
    files: tuple[tuple[str, str], ...]
    """Person and file of each; of near ones two, each perhaps with twins of its own."""
    share: float
    """Of the smaller one's prints that are its own, how many the other has; from 0 to 1."""
    shared: int
    """Prints in common that are not the stub's, a known right answer's, or those of many: how much it says."""
    lines: tuple[tuple[int, int], ...]
    """From which line to which these stand, in each."""


def alike_in_class(
    submissions: Iterable[Submission], left_out: Collection[tuple[str, str]]
) -> list[Alike]:
    """What is alike in a whole class, question by question.

    left_out: persons with the ids of questions, of which nothing was written.
    """
    by_card: dict[Card, list[HandedIn]] = defaultdict(list)
    for submission in submissions:
        if (submission.person, submission.card.id) in left_out:
            continue
        with suppress(NotText):
            source = decode_source(submission.data)
            handed_in = HandedIn(submission.person, submission.file, source)
            by_card[submission.card].append(handed_in)
    return [
        alike
        for card in sorted(by_card, key=lambda card: card.number)
        for alike in alike_submissions(card.slug, by_card[card], known_answers(card))
    ]


def remember_prints(submission: Submission) -> None:
    """Computes what `alike_in_class` needs of it, at a time when there is nothing else to do."""
    with suppress(NotText):
        prints_of(decode_source(submission.data))


@cache
def prints_of(source: str) -> dict[int, Print]:
    """The prints of a file by their hash; a whole class's are kept until the program ends."""
    return {mark.code: mark for mark in fingerprints(tokens_of(source))}


def known_answers(card: Card) -> Iterator[str]:
    """The stub, the reference and the alternatives, as far as they can be read."""
    for path in (card.stub, card.reference, *card.alternatives):
        with suppress(QuestionError):
            yield read_bank_file(path)


def alike_submissions(
    question: str, handed_in: Iterable[HandedIn], known: Iterable[str]
) -> list[Alike]:
    """All that are identical or near, those that say most first.

    known: the stub, then right answers, whose passages anybody may have.
    """
    known = [*known]
    discounted = {code for source in known for code in prints_of(source)}
    twins: dict[str, list[HandedIn]] = defaultdict(list)
    for one in handed_in:
        twins[without_layout(one.source)].append(one)
    own = own_prints([group[0] for group in twins.values()], discounted)
    found = [
        *identical_ones(question, twins.values(), own, remarks_in("".join(known[:1]))),
        *near_ones(question, own),
    ]
    return sorted(found, key=lambda a: (-a.shared, -a.share, a.files))


def without_layout(source: str) -> str:
    return "\n".join(line.rstrip() for line in source.splitlines() if line.strip())


def own_prints(different: list[HandedIn], discounted: set[int]) -> dict[HandedIn, dict[int, Print]]:
    """The prints of each, by their hash, without the known and the common ones."""
    marks = {one: prints_of(one.source) for one in different}
    count = Counter(code for prints in marks.values() for code in prints)
    most = min(max(COMMON_PEOPLE, COMMON_SHARE * len(different)), MOST_COPIES)
    left_out = discounted | {code for code, people in count.items() if people > most}
    return {
        one: {code: mark for code, mark in prints.items() if code not in left_out}
        for one, prints in marks.items()
    }


def identical_ones(
    question: str,
    groups: Iterable[list[HandedIn]],
    own: Mapping[HandedIn, dict[int, Print]],
    given: Collection[str],
) -> Iterator[Alike]:
    """Of what is short, or known, only what has the same remarks; those of the stub, `given`, are nobody's."""
    for group in groups:
        prints = own[group[0]]
        telling = len(prints) >= LEAST_SHARED or remarks_in(group[0].source) - {*given}
        if telling and len({one.person for one in group}) > 1:
            files = tuple((one.person, one.file) for one in group)
            lines = (span(prints.values()),) * len(files)
            yield Alike(question, "identical", files, 1.0, len(prints), lines)


def remarks_in(source: str) -> set[str]:
    """Comments, as far as their lines are Python."""
    return {match.group().strip() for match in COMMENT_IN_LINE.finditer(source)}


def near_ones(question: str, own: Mapping[HandedIn, dict[int, Print]]) -> Iterator[Alike]:
    everybody = [*own]
    holders: dict[int, list[int]] = defaultdict(list)
    for number, prints in enumerate(own.values()):
        for code in prints:
            holders[code].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        shared.update(combinations(numbers, 2))
    for pair, count in shared.items():
        if count < LEAST_SHARED:
            continue
        first, second = (everybody[number] for number in pair)
        smaller = min(len(own[first]), len(own[second]))
        if first.person == second.person or count < LEAST_SHARE * smaller:
            continue
        both = own[first].keys() & own[second].keys()
        files = ((first.person, first.file), (second.person, second.file))
        lines = tuple(span(own[one][code] for code in both) for one in (first, second))
        yield Alike(question, "near", files, count / smaller, count, lines)


def span(prints: Iterable[Print]) -> tuple[int, int]:
    """From the first line to the last; (0, 0) of nothing."""
    found = list(prints)
    return min((p.first for p in found), default=0), max((p.last for p in found), default=0)
