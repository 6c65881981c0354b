"""A cluster as what grades a class: it waits for workers, and settles what all of them must have."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from interview.classroom.batch import BatchEntry
from interview.classroom.submissions import Submission
from interview.cluster.batch import ClusterBatch
from interview.cluster.crew import Crew, Member
from interview.cluster.scheduler import Scheduler, TlsFiles, connected, encrypted
from interview.cluster.traits import own_traits
from interview.errors import ClusterError
from interview.grading.client.link import Links
from interview.grading.client.private import PrivateEngine
from interview.messages import _, ngettext

LISTENING_SECONDS = 0.5
SECONDS_FOR_THE_SLOW = 10.0
"""How long the first worker to be examined waits for the others, before it is settled what most have."""


@contextmanager
def cluster(
    address: str,
    files: TlsFiles,
    insecure: bool,
    patience: float,
    tell: Callable[[str], None],
) -> Iterator[ClusterGrader]:
    """The workers of the scheduler at this address grade within this block, those that come later included.

    `patience` is how many seconds it goes without any; `tell` hears who does not grade, and who has gone.
    Raises UsageError and ClusterError.
    """
    with connected(address, files, insecure) as scheduler:
        if not encrypted(address):
            text = _("{address}: not encrypted: whoever reaches it can read the references")
            tell(text.format(address=address))
        with Links(PrivateEngine()) as links:
            about = links.link().about()
        yield ClusterGrader(scheduler, about, patience, tell)


class ClusterGrader:
    """Grades a class on the workers of a scheduler."""

    def __init__(
        self,
        scheduler: Scheduler,
        about: dict[str, Any],
        patience: float,
        tell: Callable[[str], None],
    ) -> None:
        """`about` is what this machine's engine says of itself: workers must be like it."""
        self.crew = Crew(scheduler, own_traits(about), tell)
        self.address, self.torch = scheduler.address, about["torch"]
        self.patience, self.tell = patience, tell
        self.last_seen = time.monotonic()
        """When there was a worker that may grade."""

    def about(self) -> dict[str, Any]:
        """What the workers have in common; waits for the first. Raises ClusterError if none comes."""
        self.attend()
        if not self.crew.members:
            text = _("{address}: no worker is there yet: waiting for one")
            self.tell(text.format(address=self.address))
        while not self.crew.fit():
            self.attend()
        until = time.monotonic() + SECONDS_FOR_THE_SLOW
        while len(self.crew.fit()) < len(self.crew.members) and time.monotonic() < until:
            self.attend()
        level = self.crew.settle_level()
        count = sum(len(member.seats) for member in self.crew.fit())
        text = ngettext(
            "{address}: {count} submission at a time",
            "{address}: {count} submissions at a time",
            count,
        )
        self.tell(text.format(address=self.address, count=count))
        return {"level": level, "torch": self.torch}

    def attend(self) -> list[Member]:
        """Sees who came, takes in the next answer, and gives those who have gone.

        Raises ClusterError if nobody that may grade was there for long.
        """
        gone = list(self.crew.look())
        if self.crew.fit():
            self.last_seen = time.monotonic()
        elif time.monotonic() - self.last_seen > self.patience:
            raise self.nobody()
        self.crew.hear(LISTENING_SECONDS)
        return gone

    def nobody(self) -> ClusterError:
        text = _(
            "{address}: no worker that may grade for {seconds:g} seconds: what is graded is kept: "
            "start some and run the same command again, which goes on from there"
        )
        return ClusterError(text.format(address=self.address, seconds=self.patience))

    def grade(
        self, submissions: Sequence[Submission], seed: int, lang: str
    ) -> Iterator[BatchEntry]:
        batch = ClusterBatch(self.crew, submissions, seed, lang)
        self.last_seen = time.monotonic()
        try:
            batch.begin()
            for _number in submissions:
                while not batch.entries:
                    batch.hand_out()
                    for member in self.attend():
                        batch.lost(member)
                    for member in self.crew.silent():
                        batch.give_back(member)
                yield batch.entries.popleft()
        finally:
            self.crew.dismiss_all()
