"""What a batch on a cluster still has to grade, in chunks of one question, and whose fault it is if a worker dies.

Whoever was being graded when a worker died is a *suspect*: from then on in a chunk of its own, and from
the second time on alone on its worker, so that nobody pays for a neighbour. One that has ended its third
worker, alone, is blamed.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass

from interview.classroom.batch import RemainingWork
from interview.classroom.submissions import Submission

LONGEST_CHUNK = 16
"""Submissions; a worker answers earlier where they take long."""
ENDS_BEFORE_ALONE, MOST_ENDS = 2, 3
"""Workers that a submission may end before it is graded alone on one, and before it is blamed."""


@dataclass(frozen=True, eq=False)
class Chunk:
    """Submissions to one question, graded one after the other on one worker."""

    submissions: tuple[Submission, ...]
    alone: bool = False
    """Whether its worker must have nothing else to do meanwhile."""

    @property
    def question(self) -> str:
        return self.submissions[0].card.id


class RemainingChunks:
    """Chunks for seats, which are where one submission at a time is graded; each keeps to its question."""

    def __init__(self, submissions: Sequence[Submission]) -> None:
        self.work = RemainingWork(submissions)
        self.suspects: deque[Submission] = deque()
        self.ends: Counter[int] = Counter()
        """How many workers ended over a submission, which is known by its identity."""

    def take(self, seat: int, seats: int, free: bool) -> Chunk | None:
        """The next chunk for one of so many seats, if there is one; `free` if its worker has nothing to do."""
        for suspect in self.suspects:
            alone = self.ends[id(suspect)] >= ENDS_BEFORE_ALONE
            if free or not alone:
                self.suspects.remove(suspect)
                return Chunk((suspect,), alone)
        first = self.work.take(seat)
        if first is None:
            return None
        chunk, left = [first], self.work.left[first.card.id]
        size = self.size(seats)
        while left and len(chunk) < size:
            chunk.append(left.popleft())
        return Chunk(tuple(chunk))

    def size(self, seats: int) -> int:
        """Short towards the end, so that all come to it together."""
        left = sum(map(len, self.work.left.values()))
        return max(1, min(LONGEST_CHUNK, left // (2 * seats)))

    def graded(self, chunk: Chunk, count: int, seconds: float) -> None:
        """Hears how long the first so many of a chunk took; the rest is to be graded still."""
        for submission in chunk.submissions[:count]:
            self.work.took(submission, seconds / count)
        self.give_back(chunk.submissions[count:])

    def suspect(self, submission: Submission) -> None:
        """The next time it is graded it is alone."""
        self.ends[id(submission)] = max(self.ends[id(submission)], ENDS_BEFORE_ALONE)

    def wants_to_be_alone(self) -> bool:
        return any(self.ends[id(suspect)] >= ENDS_BEFORE_ALONE for suspect in self.suspects)

    def give_back(self, submissions: Sequence[Submission]) -> None:
        for submission in reversed(submissions):
            if self.ends[id(submission)]:
                self.suspects.appendleft(submission)
            else:
                self.work.left[submission.card.id].appendleft(submission)

    def ended(self, chunk: Chunk) -> Submission | None:
        """Hears that a worker ended over a chunk; the submission that is to blame for it, if one is."""
        for submission in chunk.submissions:
            self.ends[id(submission)] += 1
        first = chunk.submissions[0]
        if chunk.alone and self.ends[id(first)] >= MOST_ENDS:
            return first
        self.suspects.extend(chunk.submissions)
        return None
