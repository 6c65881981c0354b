"""The workers of a cluster as one batch knows them: they come, are examined, get the bank, work, and go."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from interview.cluster import grader
from interview.cluster.chunks import Chunk
from interview.cluster.scheduler import Future, Outcome, Scheduler
from interview.cluster.traits import Traits, common_level, differences
from interview.messages import _

SECONDS_BETWEEN_LOOKS = 1.0
LONGEST_SILENCE = 900.0
"""Seconds; no chunk takes that long where its worker has time for it."""


@dataclass(eq=False)
class Member:
    """A worker that may grade, or is asked whether it may."""

    address: str
    seats: range
    """One for each of its threads; no two workers have the same."""
    grader: Future
    """The engine that this batch has there."""
    name: str
    traits: Traits | None = None
    """Once it has told them, if it may grade."""
    ready: bool = False
    """Whether it has the bank."""
    tasks: list[Future] = field(default_factory=list)
    at_work: dict[str, tuple[int, Chunk]] = field(default_factory=dict)
    """By the task's key: at which seat, and on what."""

    def free_seats(self) -> list[int]:
        """Where a chunk can be begun; nowhere while one must be alone."""
        if any(chunk.alone for _seat, chunk in self.at_work.values()):
            return []
        return [seat for seat in self.seats if seat not in dict(self.at_work.values())]


Hearing = Callable[[Member, Outcome], None]


@dataclass(frozen=True, eq=False)
class Expected:
    """An answer that is to come."""

    member: Member
    hearing: Hearing
    asked: float


class Crew:
    """Whoever may grade. Everything is asked without waiting; `hear` takes in what is answered."""

    def __init__(self, scheduler: Scheduler, own: Traits, tell: Callable[[str], None]) -> None:
        self.scheduler, self.own, self.tell = scheduler, own, tell
        self.level: str | None = None
        """Of the sandbox: which one all must have, once that is settled."""
        self.bank: tuple[bytes, str] | None = None
        """Packed, and its edition."""
        self.members: dict[str, Member] = {}
        self.turned_away: set[str] = set()
        self.expected: dict[str, Expected] = {}
        self.seats = 0
        self.looked = 0.0

    def look(self) -> Iterator[Member]:
        """Sees who is new, and gives those who have gone; not more often than need be."""
        if time.monotonic() - self.looked < SECONDS_BETWEEN_LOOKS:
            return
        workers = self.scheduler.workers()
        self.looked = time.monotonic()
        self.turned_away &= workers.keys()
        for address in sorted(self.members.keys() - workers.keys()):
            member = self.members[address]
            self.dismiss(member)
            yield member
        for address in sorted(workers.keys() - self.members.keys() - self.turned_away):
            self.examine(address, workers[address])

    def silent(self) -> list[Member]:
        """Those who have not answered for long, and are not waited for: it is as if they were not there."""
        since = time.monotonic() - LONGEST_SILENCE
        silent = {e.member.address: e.member for e in self.expected.values() if e.asked < since}
        for member in silent.values():
            self.dismiss(member)
        return list(silent.values())

    def ask(self, member: Member, hearing: Hearing, task: Callable[..., bytes], *told: Any) -> str:
        """Begins a task with a worker's grader; `hearing` gets what comes of it. The task's key."""
        future = self.scheduler.submit(task, member.grader, *told, worker=member.address)
        member.tasks.append(future)
        self.expected[future.key] = Expected(member, hearing, time.monotonic())
        self.scheduler.await_end(future)
        return str(future.key)

    def hear(self, seconds: float) -> None:
        """Takes in what is answered next, if anything is within so many seconds."""
        future = self.scheduler.next_end(seconds)
        if future is None or future.key not in self.expected:
            return
        outcome = self.scheduler.outcome(future)
        if outcome is None:
            self.scheduler.await_end(future)
            return
        expected = self.expected.pop(future.key)
        expected.member.tasks.remove(future)
        expected.hearing(expected.member, outcome)

    def examine(self, address: str, threads: int) -> None:
        """Has a new worker start an engine and say what it is."""
        seats = range(self.seats, self.seats + max(1, threads))
        self.seats = seats.stop
        engine = self.scheduler.submit(grader.new_grader, worker=address)
        member = self.members[address] = Member(address, seats, engine, address)
        self.ask(member, self.examined, grader.examine)

    def examined(self, member: Member, outcome: Outcome) -> None:
        if outcome.data is None:
            self.part_with(member, outcome)
            return
        try:
            told = outcome.data
            member.name, member.traits = told["name"], Traits(**told["traits"])
        except (TypeError, KeyError):
            self.turn_away(member, _("another version of the package: install the same there"))
            return
        if self.fits(member):
            self.hand_bank(member)

    def fits(self, member: Member) -> bool:
        """Whether a worker may grade; one that may not is told, and gets nothing."""
        if member.traits is None:
            return False
        level = self.level or member.traits.sandbox
        problems = list(differences(replace(self.own, sandbox=level), member.traits))
        if problems:
            text = _("{problems}: install the same there")
            self.turn_away(member, text.format(problems="; ".join(problems)))
        return not problems

    def settle_level(self) -> str:
        """From here on all have the level of the sandbox that most have."""
        self.level = common_level(m.traits.sandbox for m in self.fit() if m.traits)
        for member in self.fit():
            self.fits(member)
        return self.level

    def fit(self) -> list[Member]:
        """Those who have told what they are, and may grade."""
        return [member for member in self.members.values() if member.traits]

    def bring_bank(self, packed: bytes, edition: str) -> None:
        """Everybody who may grade, now or later, gets the bank."""
        self.bank = packed, edition
        for member in self.fit():
            self.hand_bank(member)

    def hand_bank(self, member: Member) -> None:
        if self.bank is not None:
            self.ask(member, self.took_bank, grader.take_bank, self.bank[0])

    def took_bank(self, member: Member, outcome: Outcome) -> None:
        if outcome.data is None:
            self.part_with(member, outcome)
        elif self.bank and outcome.data != self.bank[1]:
            self.turn_away(member, _("the bank did not arrive whole: run the same command again"))
        else:
            member.ready = True

    def part_with(self, member: Member, outcome: Outcome) -> None:
        """From a worker that cannot begin; from one that died meanwhile, without a word."""
        if outcome.error is None:
            self.dismiss(member)
        else:
            text = _("{error}: see its log, and that the same package is installed there")
            self.turn_away(member, text.format(error=outcome.error.splitlines()[0]))

    def turn_away(self, member: Member, reason: str) -> None:
        self.dismiss(member)
        self.turned_away.add(member.address)
        text = _("worker {name} does not grade: {reason}")
        self.tell(text.format(name=called(member), reason=reason))

    def dismiss(self, member: Member) -> None:
        """Forgets a worker and all it was asked; if it is there, its engine ends. `at_work` stays."""
        self.members.pop(member.address, None)
        for future in member.tasks:
            self.expected.pop(future.key, None)
        self.scheduler.forget(*member.tasks, member.grader)
        member.tasks.clear()

    def dismiss_all(self) -> None:
        for member in list(self.members.values()):
            self.dismiss(member)


def called(member: Member) -> str:
    """A worker's name; and its address, where the name does not tell it."""
    return member.name if member.name == member.address else f"{member.name} ({member.address})"
